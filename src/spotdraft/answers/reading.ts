import { z } from 'zod';

/** Absent, null and empty are the same to us: SpotDraft leaves optional fields out as it likes. */
export const optionalText = z
  .union([z.string(), z.number()])
  .nullish()
  // An optional field in another form than documented is no reason to refuse a whole page of contracts.
  .catch(null)
  .transform((value) => (value === null || value === undefined || value === '' ? null : String(value)));

const numeral = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .transform(Number);

export const requiredNumber = z.union([z.number(), numeral]);
export const optionalNumber = requiredNumber
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

/**
 * ISO-8601, which SpotDraft writes in UTC. A time without a zone is read as UTC too, for JavaScript would take it for
 * the time of the machine. Null for anything else.
 */
export const parseTime = (text: string): Date | null => {
  const isZoneless = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text);
  const time = Date.parse(isZoneless ? `${text.replace(' ', 'T')}Z` : text);
  return Number.isNaN(time) ? null : new Date(time);
};

/** No time at all rather than a wrong one. */
export const optionalTime = z
  .string()
  .nullish()
  .catch(null)
  .transform((value) => (value == null ? null : parseTime(value)));
