import { Prisma } from '../../platform/database/generated/client.ts';
import type { Database, Db } from '../../platform/database/client.ts';
import { parseJson } from '../../platform/storable-json.ts';
import type { Json } from '@dealdraft/wire/plan.ts';
import { ruleOf, type AccountTable } from './data-map.ts';
import type { Scrub } from './person.ts';

/** A row as raw SQL gives it: text, documents and bytes. */
type Row = Record<string, unknown>;

/** Which contracts, and with them which rows of other tables, are a person's. */
export type Theirs = { contracts: readonly string[]; requests: readonly string[]; deals: readonly string[] };

const column = (name: string): Prisma.Sql => Prisma.raw(`"${name}"`);

/** Bytes are compared byte by byte, for what was received need not be UTF-8. */
const isBytes = (table: AccountTable, name: string): boolean => table === 'delivery' && name === 'body';
const latin = (patterns: readonly string[]): string[] =>
  patterns.map((pattern) => Buffer.from(pattern, 'utf8').toString('latin1'));

const matches = (table: AccountTable, names: readonly string[], patterns: readonly string[]): Prisma.Sql =>
  Prisma.join(
    names.map((name) =>
      isBytes(table, name)
        ? Prisma.sql`convert_from(${column(name)}, 'LATIN1') ILIKE ANY(${latin(patterns)})`
        : Prisma.sql`${column(name)}::text ILIKE ANY(${[...patterns]})`,
    ),
    ' OR ',
  );

const refersTo: Partial<Record<AccountTable, (theirs: Theirs) => Prisma.Sql>> = {
  contract: ({ contracts }) => Prisma.sql`"id" = ANY(${[...contracts]}::uuid[])`,
  contract_action: ({ contracts }) => Prisma.sql`"contractId" = ANY(${[...contracts]}::uuid[])`,
  contract_event: ({ contracts }) => Prisma.sql`"contractId" = ANY(${[...contracts]}::uuid[])`,
  delivery: ({ contracts }) => Prisma.sql`"contractId" = ANY(${[...contracts]}::uuid[])`,
  request: ({ requests }) => Prisma.sql`"id" = ANY(${[...requests]}::uuid[])`,
};

/** The keys of all rows of an account's table that may hold a person: what is found in them, and what is of their contracts. */
export const keysOf = (
  db: Db,
  {
    table,
    portalId,
    patterns,
    theirs,
  }: { table: AccountTable; portalId: number; patterns: readonly string[]; theirs: Theirs },
): Promise<Row[]> => {
  const { key, people = [] } = ruleOf(table);
  const refers = refersTo[table];
  if (people.length === 0) return Promise.resolve([]);
  const found = [
    ...(patterns.length === 0 ? [] : [matches(table, people, patterns)]),
    ...(refers === undefined ? [] : [refers(theirs)]),
  ];
  if (found.length === 0) return Promise.resolve([]);
  return db.$queryRaw<Row[]>`
    SELECT ${Prisma.join(key.map(column))} FROM ${column(table)} WHERE "portalId" = ${portalId} AND (${Prisma.join(found, ' OR ')})`;
};

/** How many rows of what an account has set still name somebody. */
export const countNaming = async (
  db: Db,
  { table, portalId, patterns }: { table: AccountTable; portalId: number; patterns: readonly string[] },
): Promise<number> => {
  const { settings = [] } = ruleOf(table);
  if (settings.length === 0 || patterns.length === 0) return 0;
  const [row] = await db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM ${column(table)} WHERE "portalId" = ${portalId} AND (${matches(table, settings, patterns)})`;
  return Number(row?.count ?? 0);
};

const whereKey = (table: AccountTable, row: Row): Prisma.Sql =>
  Prisma.join(
    ruleOf(table).key.map((name) => Prisma.sql`${column(name)}::text = ${String(row[name])}`),
    ' AND ',
  );

/** Documents that are stored as text are looked through as documents, for what stands in them may be escaped. */
const scrubText = (text: string, scrub: Scrub): string => {
  if (!/^\s*[[{]/.test(text)) return scrub.text(text);
  try {
    const before = parseJson(text) as Json;
    const after = scrub.document(before);
    return JSON.stringify(after) === JSON.stringify(before) ? text : JSON.stringify(after);
  } catch {
    return scrub.text(text);
  }
};

const scrubValue = (value: unknown, scrub: Scrub): unknown => {
  if (typeof value === 'string') return scrubText(value, scrub);
  if (value instanceof Uint8Array)
    return Buffer.from(scrubText(Buffer.from(value).toString('utf8'), scrub), 'utf8');
  return scrub.document(value as Json);
};

const asSql = (table: AccountTable, name: string, value: unknown): Prisma.Sql => {
  if (typeof value === 'string') return Prisma.sql`${column(name)} = ${value}`;
  if (isBytes(table, name)) return Prisma.sql`${column(name)} = ${value}`;
  return Prisma.sql`${column(name)} = ${JSON.stringify(value)}::jsonb`;
};

const same = (before: unknown, after: unknown): boolean =>
  before instanceof Uint8Array && after instanceof Uint8Array
    ? Buffer.from(before).equals(Buffer.from(after))
    : JSON.stringify(before) === JSON.stringify(after);

/** What makes a row itself may name a person; it becomes one that nobody else has. */
const isIdentity = (name: string): boolean => name === 'dedupeKey' || name === 'key';

/** Rewrites one row without a person; answers whether anything of it was theirs. */
export const rewriteRow = async (
  db: Database | Db,
  { table, portalId, key, scrub }: { table: AccountTable; portalId: number; key: Row; scrub: Scrub },
): Promise<boolean> => {
  const { people = [] } = ruleOf(table);
  const where = Prisma.sql`"portalId" = ${portalId} AND ${whereKey(table, key)}`;
  const [row] = await db.$queryRaw<Row[]>`
    SELECT ${Prisma.join(people.map(column))} FROM ${column(table)} WHERE ${where} FOR UPDATE`;
  if (row === undefined) return false;
  const changes = people.flatMap((name) => {
    const before = row[name];
    if (before === null || before === undefined) return [];
    const after = scrubValue(before, scrub);
    if (same(before, after)) return [];
    return [asSql(table, name, isIdentity(name) ? `erased:${String(key['id'])}` : after)];
  });
  if (changes.length === 0) return false;
  await db.$executeRaw`UPDATE ${column(table)} SET ${Prisma.join(changes)} WHERE ${where}`;
  return true;
};
