import type { Json } from '@dealdraft/wire/plan.ts';
import { sameJson } from '../values/same-json.ts';

export type RowChanges = { changed: number; added: number; removed: number; moved: boolean };

/**
 * What became of the rows of a table. Rows that are the same somewhere else count as moved, not as changed; of the rest, as many as there are on
 * both sides count as changed.
 */
export function rowChanges(before: readonly Json[], after: readonly Json[]): RowChanges {
  const left = [...before];
  const fresh: Json[] = [];
  const byText = new Map<string, number>();
  for (const row of left) byText.set(key(row), (byText.get(key(row)) ?? 0) + 1);
  for (const row of after) {
    const count = byText.get(key(row)) ?? 0;
    if (count > 0) byText.set(key(row), count - 1);
    else fresh.push(row);
  }
  const lost = [...byText.values()].reduce((sum, count) => sum + count, 0);
  const changed = Math.min(lost, fresh.length);
  const added = fresh.length - changed;
  const removed = lost - changed;
  const moved = changed + added + removed === 0 && !sameJson(left, [...after]);
  return { changed, added, removed, moved };
}

/** The same text for the same row, whatever the order of its keys. */
function key(row: Json): string {
  if (typeof row !== 'object' || row === null) return JSON.stringify(row);
  if (Array.isArray(row)) return `[${row.map(key).join(',')}]`;
  const entries = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${key(value)}`).join(',')}}`;
}

/** "2 line items changed, 1 added". */
export function rowChangesInWords({ changed, added, removed, moved }: RowChanges): string {
  if (moved) return 'order of line items changed';
  const said: string[] = [];
  const count = (number: number, word: string): void => {
    if (number === 0) return;
    const noun = said.length > 0 ? '' : number === 1 ? ' line item' : ' line items';
    said.push(`${number}${noun} ${word}`);
  };
  count(changed, 'changed');
  count(added, 'added');
  count(removed, 'removed');
  return said.join(', ');
}
