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
    return check(false, `search didn’t know the new deal by its exact name after ${after}`);
  const found = await search({
    ...byWords,
    limit: 100,
    sorts: [{ propertyName: 'createdate', direction: 'DESCENDING' }],
  });
  if (stopped !== null) return stopped;
  return check(
    found,
    `search knew the new deal after ${after}, and ${found ? 'found it' : 'did not find it'} by the words`,
  );
}

export const searchContainsToken = defineStep({
  id: 'hubspot.search-contains-token',
  title: 'CONTAINS_TOKEN with several words',
  assumption:
    'The search operator `CONTAINS_TOKEN` with `*two words*` finds a deal whose name holds both words in this order.',
  matters: 'Trying a mapping on a deal begins with a search by the words an admin types.',
  where: ['src/features/templates/choices.ts'],
  writes: true,
  does: 'Creates a deal in HubSpot and searches for it by two words of its name.',
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
  title: 'The query of a search',
  assumption: 'The `query` of a search finds a deal by two words of its name that don’t stand side by side.',
  matters: 'Trying a mapping on a deal begins with a search by the words an admin types.',
  where: ['src/features/templates/choices.ts', 'src/hubspot/calls/records.ts'],
  writes: true,
  does: 'Creates a deal in HubSpot and searches for it by two words of its name.',
  needs: ['hubspot'],
  run: (parts) => findsDeal(parts, { query: `${words[0]} ${words[2]}` }),
});
