import { fail, ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { HubSpotFailure } from './failure.ts';
import { unreadableAnswer } from './translate-error.ts';
import type { CallFacts } from './translate-error.ts';

export type Page<Item> = { items: Item[]; after: string | null };

const maxPages = 500;

/** Reads page after page until there is none. A cursor that comes twice, or 500 pages, is an answer that makes no sense, not a reason to go on for ever. */
export const collectPages = async <Item>(
  facts: CallFacts,
  read: (after: string | undefined) => Promise<Result<Page<Item>, HubSpotFailure>>,
): Promise<Result<Item[], HubSpotFailure>> => {
  const items: Item[] = [];
  const seen = new Set<string>();
  let after: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await read(after);
    if (!answer.ok) return answer;
    items.push(...answer.value.items);
    if (answer.value.after === null) return ok(items);
    if (seen.has(answer.value.after)) break;
    seen.add(answer.value.after);
    after = answer.value.after;
  }
  return fail(unreadableAnswer(facts, 200));
};
