import type { Json, JsonObject } from '@dealdraft/wire/plan.ts';
import type { Target, Template } from '@dealdraft/wire/template.ts';
import { Decimal, parseDecimal } from '../values/decimal.ts';
import { display } from '../values/display.ts';
import { rowChanges, rowChangesInWords } from './row-changes.ts';
import { templateTargets } from '../targets/targets.ts';
import { own } from '../values/value.ts';

/** A value that SpotDraft did not store the way it was sent. `stored` says “nothing” when it was dropped. */
export type EchoDifference = { key: string; label: string; sent: string; stored: string };

/**
 * Compares the `contract_data` that was sent with what SpotDraft says it stored. Only what was sent is compared: defaults and
 * computed fields that SpotDraft adds are its own business. A number stored as text, or a point in time for its day, is the same value.
 */
export function compareEcho(
  sent: JsonObject,
  stored: Readonly<Record<string, unknown>>,
  template: Pick<Template, 'attributes'> | null,
): EchoDifference[] {
  const targets = template === null ? [] : templateTargets(template);
  return Object.entries(sent).flatMap(([key, value]): EchoDifference[] => {
    const kept = own(stored, key) as Json | undefined; // it came out of JSON
    if (kept !== undefined && same(value, kept)) return [];
    const target = targets.find((each) => each.key === key) ?? { key, label: key, kind: 'text', options: [] };
    const dropped = kept === undefined || isEmpty(kept);
    return [
      {
        key,
        label: target.label,
        sent: display(value, target),
        stored: dropped ? 'nothing' : storedInWords(value, kept, target),
      },
    ];
  });
}

const isEmpty = (value: Json): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

function storedInWords(sent: Json, stored: Json, target: Pick<Target, 'kind' | 'options'>): string {
  if (target.kind !== 'rows' || !Array.isArray(sent) || !Array.isArray(stored))
    return display(stored, target);
  return rowChangesInWords(rowChanges(sent, stored)) || display(stored, target);
}

function same(sent: Json, stored: Json): boolean {
  if (typeof sent === 'number' || typeof stored === 'number') return sameNumber(sent, stored);
  if (typeof sent === 'string' && typeof stored === 'string') return sent === stored || sameDay(sent, stored);
  if (typeof sent !== 'object' || typeof stored !== 'object' || sent === null || stored === null)
    return sent === stored;
  if (Array.isArray(sent))
    return (
      Array.isArray(stored) &&
      sent.length === stored.length &&
      sent.every((item, index) => same(item, stored[index] ?? null))
    );
  if (Array.isArray(stored)) return false;
  return Object.entries(sent).every(([key, value]) => {
    const kept = own(stored, key);
    return kept !== undefined && same(value, kept);
  });
}

function sameNumber(sent: Json, stored: Json): boolean {
  const [left, right] = [sent, stored].map((value) =>
    typeof value === 'number'
      ? new Decimal(String(value))
      : typeof value === 'string'
        ? parseDecimal(value)
        : null,
  );
  return left != null && right != null && left.eq(right);
}

const sameDay = (sent: string, stored: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(sent) && stored.startsWith(`${sent}T00:00:00`);
