import { check, type Outcome } from '../outcome.ts';
import { look } from '../patience.ts';
import { at, listAt } from '../raw-call.ts';
import { defineStep } from '../step.ts';
import type { Patience } from '../patience.ts';
import type { HubSpotSide } from './side.ts';

/** Words that stand in no other deal, with one between them. */
const words = ['Zwiebelfisch', 'Quarterdeck', 'Mistral'] as const;

/** Makes a deal, waits until search knows it by its exact name, and then searches by the words alone. */
async function findsDeal(
  { hubspot, patience }: { hubspot: HubSpotSide; patience: Patience },
  byWords: Record<string, unknown>,
): Promise<Outcome> {
  const deal = await hubspot.newDeal(words.join(' '));
  if (!deal.ok) return deal.failure;
  const { id, name } = deal.value;
  let stopped: Outcome | null = null;
  const search = async (json: unknown): Promise<boolean> => {
    const answer = await hubspot.call({
      method: 'POST',
      path: '/crm/v3/objects/deals/search',
      json,
      takes: [400],
    });
    if (!answer.ok) {
      stopped = answer.failure;
      return true;
    }
    return listAt(answer.value.json, 'results').some((one) => String(at(one, 'id')) === id);
  };
  const exact = {
    filterGroups: [{ filters: [{ propertyName: 'dealname', operator: 'EQ', value: name }] }],
    limit: 10,
  };
  const limits = { limitMs: patience.searchMs, pollMs: patience.pollMs };
  const indexed = await look(limits, async () => ((await search(exact)) ? true : null));
  if (stopped !== null) return stopped;
  const after = `${(indexed.ms / 1_000).toFixed(1)} s`;
  if (indexed.found === null)
    return check(false, `search couldn't find the new deal by its exact name within ${after}`);
  const found = await search({
    ...byWords,
    limit: 100,
    sorts: [{ propertyName: 'createdate', direction: 'DESCENDING' }],
  });
  if (stopped !== null) return stopped;
  return check(found, `indexed after ${after}; ${found ? 'found' : 'not found'} by its words`);
}

export const searchContainsToken = defineStep({
  id: 'hubspot.search-contains-token',
  title: 'CONTAINS_TOKEN with several words',
  assumption:
    'A search with `CONTAINS_TOKEN` and `*two words*` finds a deal whose name contains both words in that order.',
  matters: 'Admins search for a deal by name when they test a mapping.',
  where: ['src/features/templates/choices.ts'],
  writes: true,
  does: 'Creates a deal in HubSpot and searches for it by two words from its name.',
  needs: ['hubspot'],
  run: (parts) =>
    findsDeal(parts, {
      filterGroups: [
        {
          filters: [
            { propertyName: 'dealname', operator: 'CONTAINS_TOKEN', value: `*${words[0]} ${words[1]}*` },
          ],
        },
      ],
    }),
});

export const searchQuery = defineStep({
  id: 'hubspot.search-query',
  title: 'Search query with several words',
  assumption:
    "A search with `query` finds a deal by two words from its name, even if they aren't next to each other.",
  matters: 'Admins search for a deal by name when they test a mapping.',
  where: ['src/features/templates/choices.ts', 'src/hubspot/calls/records.ts'],
  writes: true,
  does: 'Creates a deal in HubSpot and searches for it by two words from its name.',
  needs: ['hubspot'],
  run: (parts) => findsDeal(parts, { query: `${words[0]} ${words[2]}` }),
});
