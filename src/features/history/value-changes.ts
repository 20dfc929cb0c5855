import { z } from 'zod';
import type { AuditEntry } from '@dealdraft/wire/settings.ts';
import { cut } from '@dealdraft/wire/cut.ts';

export type ValueChange = AuditEntry['changes'][number];

const changesSchema: z.ZodType<ValueChange[]> = z.array(
  z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
);
/** As an audit entry keeps them. */
export const storedChanges = (stored: unknown): ValueChange[] => changesSchema.parse(stored);

/** More are not listed one by one; the last line says how many there are. */
const mostChanges = 200;
const longestText = 500;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value in a line of text; null for none. */
const asText = (value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  return cut(typeof value === 'string' ? value : JSON.stringify(value), longestText, '…');
};

const walk = (path: string, pair: { before: unknown; after: unknown }, changes: ValueChange[]): void => {
  const { before, after } = pair;
  if (isObject(before) && isObject(after)) {
    for (const key of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort())
      walk(path === '' ? key : `${path}.${key}`, { before: before[key], after: after[key] }, changes);
    return;
  }
  const change = { path, before: asText(before), after: asText(after) };
  if (JSON.stringify(before) !== JSON.stringify(after)) changes.push(change);
};

/** What differs between two values, one line for each path. Lists are compared as a whole. */
export const valueChanges = (before: unknown, after: unknown): ValueChange[] => {
  const changes: ValueChange[] = [];
  walk('', { before, after }, changes);
  if (changes.length <= mostChanges) return changes;
  const more = changes.length - mostChanges;
  return [
    ...changes.slice(0, mostChanges),
    { path: '…', before: null, after: `and ${String(more)} more changes` },
  ];
};
