import type { Json, Plan, PlanLine } from '../wire/plan.ts';
import { rowChanges, rowChangesInWords } from './row-changes.ts';
import { sameJson } from './same-json.ts';

/** A value of the paper that the deal no longer agrees with. */
export type Change = { target: string; label: string; was: string; now: string };

/**
 * Compares the plan that was sent with one made now by the same mapping version. A value that became missing, wrong or
 * ambiguous counts as changed too. Lines that never went to SpotDraft (skipped, blank) are compared as nothing.
 */
export function compareWithDeal(sent: Pick<Plan, 'lines'>, fresh: Pick<Plan, 'lines'>): Change[] {
  const before = new Map(sent.lines.map((line) => [place(line), line]));
  const after = new Map(fresh.lines.map((line) => [place(line), line]));
  const places = new Set([...before.keys(), ...after.keys()]);
  return [...places].flatMap((each) => change(before.get(each), after.get(each)) ?? []);
}

const place = ({ section, target }: PlanLine): string => `${section}/${target}`;

function change(was: PlanLine | undefined, now: PlanLine | undefined): Change | null {
  const line = now ?? was;
  const [before, after]: [Json, Json] = [was?.value ?? null, now?.value ?? null];
  if (line === undefined || sameJson(before, after)) return null;
  const { target, label } = line;
  if (isRows(before) && isRows(after)) {
    const words = rowChangesInWords(rowChanges(before, after));
    return { target, label, was: was?.display ?? '', now: words };
  }
  return { target, label, was: shown(was), now: shown(now) };
}

const isRows = (value: Json): value is Json[] =>
  Array.isArray(value) &&
  value.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row));

function shown(line: PlanLine | undefined): string {
  if (line === undefined || line.status === 'skipped' || line.status === 'blank') return 'nothing';
  if (line.status === 'choose') return 'several records match';
  return line.value === null ? 'nothing that can be sent' : line.display;
}

/** "Changed since this contract: amount, 2 line items". */
export function driftInWords(changes: readonly Change[]): string {
  if (changes.length === 0) return '';
  const names = changes.slice(0, 4).map(({ label, now }) => (/line items?\b/.test(now) ? now : label));
  const more = changes.length > names.length ? ` and ${changes.length - names.length} more` : '';
  return `Changed since this contract: ${names.join(', ')}${more}`;
}
