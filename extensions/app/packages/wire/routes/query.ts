import { z } from 'zod';

/**
 * Kinds of questions in an address. They are lenient, as lists are asked for again and again while somebody types: what
 * can't be read is as if it hadn't been asked.
 */

/** A text, cut to its most. */
export const text = (most: number) =>
  z
    .string()
    .transform((value) => value.slice(0, most))
    .optional();

/** What somebody types into a search field. */
export const search = z
  .string()
  .transform((value) => value.trim().slice(0, 200))
  .default('');

export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words).optional().catch(undefined);

export const flag = z
  .literal('true')
  .transform(() => true)
  .catch(false);

const count = ({ fallback, most }: { fallback: number; most: number }) =>
  z.coerce
    .number()
    .int()
    .nonnegative()
    .transform((value) => Math.min(value, most))
    .catch(fallback);

/** Any time that can be read, as an ISO time. */
export const time = z
  .string()
  .refine((value) => !Number.isNaN(Date.parse(value)))
  .transform((value) => new Date(value).toISOString())
  .optional()
  .catch(undefined);

/** Names with commas between them. */
export const names = (most: number) =>
  z
    .string()
    .transform((value) =>
      value
        .split(',')
        .filter((name) => name !== '')
        .slice(0, most),
    )
    .default([]);

/** Where the last page ended, as its answer told it. */
export const before = z.string().optional();

const deepest = 100_000;
/** A page of a list that is searched and read by its place. */
export const sizedPage = {
  search,
  offset: count({ fallback: 0, most: deepest }),
  limit: count({ fallback: 50, most: 200 }),
};
