import { Prisma } from '../../platform/database/generated/client.ts';
import type { Database } from '../../platform/database/client.ts';
import { accountTableNames, ruleOf, type AccountTable } from './data-map.ts';

const rowsAtATime = 200;

/**
 * Everything that is kept of an account, a line of JSON for each row, but for secrets and files of minutes. Read a few rows at a
 * time, so that an account of any size takes no memory.
 */
export async function* exportAccount(db: Database, portalId: number): AsyncIterable<string> {
  for (const table of accountTableNames) {
    const rule = ruleOf(table);
    if (rule.forget === 'all' || table === 'signed_call') continue;
    yield* exportTable(db, { table, portalId });
  }
}

type Row = { row: Record<string, unknown>; place: string };

async function* exportTable(
  db: Database,
  { table, portalId }: { table: AccountTable; portalId: number },
): AsyncIterable<string> {
  const { key, secret = [] } = ruleOf(table);
  const name = Prisma.raw(`"${table}"`);
  // Where a page ends: the keys of its last row, in an order that every kind of key has.
  const place = Prisma.raw(
    `array_to_string(ARRAY[${key.map((each) => `"${each}"::text`).join(', ')}], chr(1))`,
  );
  let after = '';
  for (;;) {
    const rows = await db.$queryRaw<Row[]>`
      SELECT to_jsonb(t) AS row, ${place} AS place FROM ${name} t
      WHERE "portalId" = ${portalId} AND ${place} COLLATE "C" > ${after} ORDER BY ${place} COLLATE "C" LIMIT ${rowsAtATime}`;
    for (const { row } of rows) {
      const shown = Object.fromEntries(Object.entries(row).filter(([column]) => !secret.includes(column)));
      yield `${JSON.stringify({ table, ...readable(table, shown) })}\n`;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtATime) return;
    after = last.place;
  }
}

/** Postgres writes bytes as hexadecimal digits; a webhook call is text. The keys that seal alerts stay here. */
const readable = (table: AccountTable, row: Record<string, unknown>): Record<string, unknown> => {
  if (table === 'delivery' && typeof row['body'] === 'string')
    return { ...row, body: Buffer.from(row['body'].slice(2), 'hex').toString('utf8') };
  if (table === 'portal' && typeof row['settings'] === 'object' && row['settings'] !== null)
    return { ...row, settings: { ...row['settings'], alertKey: undefined } };
  return row;
};
