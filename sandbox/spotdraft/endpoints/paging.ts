import { fieldErrors, json } from '../state/reply.ts';
import type { Reply } from '../../kit/reply.ts';

const largestPage = 100;

/** One page of a list: `page` from 1, `limit` 10 unless told, and never more than 100 whatever is asked. */
export function page<Item>(
  items: readonly Item[],
  query: URLSearchParams,
  show: (item: Item) => unknown,
): Reply {
  const number = positive(query.get('page'), 1);
  const limit = positive(query.get('limit'), 10);
  if (number === undefined) return fieldErrors({ page: ['A valid integer is required.'] });
  if (limit === undefined) return fieldErrors({ limit: ['A valid integer is required.'] });
  const size = Math.min(limit, largestPage);
  const start = (number - 1) * size;
  return json({
    page: number,
    limit: size,
    total_results: items.length,
    results: items.slice(start, start + size).map(show),
  });
}

const positive = (text: string | null, otherwise: number): number | undefined => {
  if (text === null) return otherwise;
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
};
