import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { check, couldNotRun, type Outcome } from '../base/outcome.ts';
import { look } from '../base/patience.ts';
import { at, listAt } from '../base/raw-call.ts';
import { defineStep } from '../parts/step.ts';
import type { Patience } from '../base/patience.ts';
import type { HubSpotSide } from '../parts/hubspot-side.ts';

/** Words that stand in no other deal, with one between them. */
const words = ['Zwiebelfisch', 'Quarterdeck', 'Mistral'] as const;

type Searched = { found: boolean; seen: string };

/** Makes a deal, waits until search knows it by its exact name, and then searches by the words alone. */
async function searchByWords(
  { hubspot, patience }: { hubspot: HubSpotSide; patience: Patience },
  byWords: Record<string, unknown>,
): Promise<Result<Searched, Outcome>> {
  const deal = await hubspot.newDeal(words.join(' '));
  if (!deal.ok) return deal;
  const { id, name } = deal.value;
  let stopped: Outcome | null = null;
  const search = async (json: unknown): Promise<boolean> => {
    const path = '/crm/v3/objects/deals/search';
    const answer = await hubspot.call({ method: 'POST', path, json, takes: [400] });
    if (!answer.ok) stopped = answer.failure;
    return answer.ok && listAt(answer.value.json, 'results').some((one) => String(at(one, 'id')) === id);
  };
  const filters = [{ propertyName: 'dealname', operator: 'EQ', value: name }];
  const limits = { limitMs: patience.searchMs, pollMs: patience.pollMs };
  const indexed = await look(limits, async () =>
    (await search({ filterGroups: [{ filters }], limit: 10 })) || stopped !== null ? true : null,
  );
  if (stopped !== null) return fail(stopped);
  const after = `${(indexed.ms / 1_000).toFixed(1)} s`;
  if (indexed.found === null)
    return fail(
      couldNotRun(`Search couldn't find the new deal by its exact name within ${after}. Try again later.`),
    );
  const sorts = [{ propertyName: 'createdate', direction: 'DESCENDING' }];
  const found = await search({ ...byWords, limit: 100, sorts });
  if (stopped !== null) return fail(stopped);
  return ok({ found, seen: `indexed after ${after}; ${found ? 'found' : 'not found'} by its words` });
}

export const searchContainsToken = defineStep({
  id: 'hubspot.search-contains-token',
  title: 'CONTAINS_TOKEN with several words',
  assumption:
    "A search with `CONTAINS_TOKEN` and `*two words*` doesn't find a deal whose name contains both words (HubSpot doesn't document whether it does).",
  matters: "DealDraft doesn't need it and searches with `query`. Its HubSpot sandbox finds nothing this way.",
  where: ['sandbox/hubspot/records/search-records.ts'],
  writes: true,
  does: 'Creates a deal in HubSpot and searches for it by two words from its name.',
  needs: ['hubspot'],
  run: async (parts) => {
    const token = `*${words[0]} ${words[1]}*`;
    const filters = [{ propertyName: 'dealname', operator: 'CONTAINS_TOKEN', value: token }];
    const searched = await searchByWords(parts, { filterGroups: [{ filters }] });
    return searched.ok ? check(!searched.value.found, searched.value.seen) : searched.failure;
  },
});

export const searchQuery = defineStep({
  id: 'hubspot.search-query',
  title: 'Search query with several words',
  assumption:
    "A search with `query` finds a deal by two words from its name, even if they aren't next to each other.",
  matters: 'Admins search for a deal by name when they test a mapping.',
  where: ['src/features/templates/read/choices.ts', 'src/hubspot/calls/records.ts'],
  writes: true,
  does: 'Creates a deal in HubSpot and searches for it by two words from its name.',
  needs: ['hubspot'],
  run: async (parts) => {
    const searched = await searchByWords(parts, { query: `${words[0]} ${words[2]}` });
    return searched.ok ? check(searched.value.found, searched.value.seen) : searched.failure;
  },
});
