import { z } from 'zod';

/** Lists that grow are read so many rows at a time. */
export const pageSize = 50;

const cursor = z.object({ at: z.coerce.date(), id: z.string().max(100) });
export type Cursor = z.output<typeof cursor>;

/** Where a page ended: the time and id of its last row, as text that a caller gives back. */
export const writeCursor = ({ at, id }: Cursor): string =>
  Buffer.from(JSON.stringify({ at: at.toISOString(), id })).toString('base64url');

/** Null for a text that is no cursor: the list then begins at its top. */
export const readCursor = (text: string | undefined): Cursor | null => {
  if (text === undefined || text.length > 500) return null;
  try {
    const parsed = cursor.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

/** Rows older than the cursor, for a list that is ordered by a time and then by id, newest first. */
export const olderThan = <Field extends string>(field: Field, before: Cursor | null) =>
  before === null
    ? {}
    : {
        OR: [{ [field]: { lt: before.at } }, { [field]: before.at, id: { lt: before.id } }] as Record<
          string,
          unknown
        >[],
      };

/** A page of the rows and, when there are more, its cursor. Ask for one row more than a page. */
export const pageOf = <Row extends { id: string }>(
  rows: readonly Row[],
  timeOf: (row: Row) => Date,
): { rows: Row[]; before: string | null } => {
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  return {
    rows: shown,
    before:
      rows.length > pageSize && last !== undefined ? writeCursor({ at: timeOf(last), id: last.id }) : null,
  };
};
