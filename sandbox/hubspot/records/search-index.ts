import type { CrmRecord, ObjectName, Portal } from '../state/model.ts';
import { recordsOf } from './find-record.ts';

/** What search knows of the records: the state of a moment ago. New records are absent, changed ones have their old values. */
export function indexed(
  portal: Portal,
  type: ObjectName,
  asOf: Date,
): { record: CrmRecord; values: Record<string, string> }[] {
  const at = asOf.toISOString();
  return recordsOf(portal, type).flatMap((record) => {
    if (record.createdAt > at) return [];
    return [{ record, values: record.updatedAt > at ? valuesAt(record, at) : record.properties }];
  });
}

/** The values a record had at a time, from its history. */
function valuesAt(record: CrmRecord, at: string): Record<string, string> {
  const entries = Object.entries(record.history).flatMap(([name, history]) => {
    const then = history.find((one) => one.timestamp <= at);
    return then === undefined || then.value === '' ? [] : [[name, then.value] as const];
  });
  return Object.fromEntries(entries);
}
