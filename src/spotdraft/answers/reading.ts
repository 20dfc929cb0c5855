import { z } from 'zod';

/** Absent, null and empty are the same to us: SpotDraft leaves optional fields out as it likes. */
export const optionalText = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === '' ? null : String(value)));
export const optionalNumber = z
  .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)])
  .nullish()
  .catch(null)
  .transform((value) => (value === null || value === undefined ? null : Number(value)));
/** ISO-8601; anything else is no time at all rather than a wrong one. */
export const optionalTime = z
  .string()
  .nullish()
  .transform((value) => {
    const time = value == null ? NaN : Date.parse(value);
    return Number.isNaN(time) ? null : new Date(time);
  });
export const list = <Item extends z.ZodType>(item: Item) => z.array(item);
/** Lists come bare, under `items`, or under `results`. */
export const listUnder = <Item extends z.ZodType>(key: string, item: Item) =>
  z.union([
    z.array(item),
    z.object({ [key]: z.array(item) }).transform((value) => value[key] as z.output<Item>[]),
  ]);
