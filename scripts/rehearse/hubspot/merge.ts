import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { check, doesNotHold, type Outcome } from '../base/outcome.ts';
import { at, listAt, messageIn } from '../base/raw-call.ts';
import { defineStep, type Step } from '../parts/step.ts';
import { archive, nameOf } from '../parts/hubspot-records.ts';
import type { HubSpotSide } from '../parts/hubspot-side.ts';

export type Merged = { primary: string; merged: string; remaining: string };

/** Merges two records. What remains is archived at the end, under whichever id it has. */
export function mergeRecords(
  { call, made, mark }: HubSpotSide,
  type: 'deals' | 'contacts',
  { primary, merged }: Pick<Merged, 'primary' | 'merged'>,
): Promise<Result<Merged, Outcome>> {
  return made.create({
    what: (one) => nameOf(type, one?.remaining ?? null, `${mark} merged`),
    make: async () => {
      const json = { primaryObjectId: primary, objectIdToMerge: merged };
      const answer = await call({
        method: 'POST',
        path: `/crm/v3/objects/${type}/merge`,
        json,
        takes: [400],
      });
      if (!answer.ok) return answer;
      const remaining = at(answer.value.json, 'id');
      if (typeof remaining === 'string') return ok({ primary, merged, remaining });
      return fail(doesNotHold(`HubSpot refused the merge: ${messageIn(answer.value.json)}`));
    },
    remove: ({ remaining }) => archive(call, type, remaining),
  });
}

/** The ids under which the merge's two records answer now. */
async function answeredIds(
  { call }: HubSpotSide,
  type: string,
  ids: string[],
): Promise<Result<string[], Outcome>> {
  const answered: string[] = [];
  for (const id of ids) {
    const answer = await call({
      path: `/crm/v3/objects/${type}/${id}?properties=hs_merged_object_ids`,
      takes: [404],
    });
    if (!answer.ok) return answer;
    answered.push(answer.value.status === 404 ? 'nothing' : String(at(answer.value.json, 'id')));
  }
  return ok(answered);
}

async function newPair(
  hubspot: HubSpotSide,
  type: 'deals' | 'contacts',
): Promise<Result<[string, string], Outcome>> {
  const make = type === 'deals' ? hubspot.newDeal : hubspot.newContact;
  const first = await make('merge one');
  if (!first.ok) return first;
  const second = await make('merge two');
  return second.ok ? ok([first.value.id, second.value.id]) : second;
}

function newRecord(type: 'deals' | 'contacts'): Step {
  return defineStep({
    id: `hubspot.merge-${type}`,
    title: `Merging ${type}`,
    assumption: `Merging two ${type} creates a third record with a new ID. Both old IDs lead to the new record, and its \`hs_merged_object_ids\` contains both.`,
    matters: 'DealDraft moves contracts, rules, and requests of the merged records to the new ID.',
    where: ['src/features/inbox/apply-hubspot-event.ts', 'src/hubspot/inbound/webhook-events.ts'],
    writes: true,
    does: `Creates two ${type} in HubSpot and merges them. HubSpot can't undo a merge.`,
    needs: ['hubspot'],
    run: async ({ hubspot }) => {
      const pair = await newPair(hubspot, type);
      if (!pair.ok) return pair.failure;
      const [primary, second] = pair.value;
      const merged = await mergeRecords(hubspot, type, { primary, merged: second });
      if (!merged.ok) return merged.failure;
      const { remaining } = merged.value;
      const ids = await answeredIds(hubspot, type, [primary, second]);
      if (!ids.ok) return ids.failure;
      const record = await hubspot.call({
        path: `/crm/v3/objects/${type}/${remaining}?properties=hs_merged_object_ids`,
      });
      if (!record.ok) return record.failure;
      const named = String(at(record.value.json, 'properties', 'hs_merged_object_ids') ?? '').split(';');
      const isNew = remaining !== primary && remaining !== second;
      const lead = ids.value.every((id) => id === remaining);
      const names = [primary, second].every((id) => named.includes(id));
      return check(
        isNew && lead && names,
        [
          isNew ? 'a new ID' : remaining === primary ? "the primary's ID was kept" : 'the other ID was kept',
          lead ? 'both old IDs lead to it' : 'not both old IDs lead to it',
          `hs_merged_object_ids has ${names ? 'both' : String(named.filter(Boolean).length)}`,
        ].join(', '),
      );
    },
  });
}

export const mergeDeals = newRecord('deals');
export const mergeContacts = newRecord('contacts');

export const mergeAssociations = defineStep({
  id: 'hubspot.merge-associations',
  title: 'Associations of merged deals',
  assumption:
    'After a merge, the new deal has the associations of both deals, and the lists under the old IDs are empty.',
  matters: 'DealDraft builds contracts for a merged deal from the records associated with the new one.',
  where: ['src/features/deals/read-deal-records.ts'],
  writes: true,
  does: "Creates two deals in HubSpot, associates a contact with each, and merges the deals. HubSpot can't undo a merge.",
  needs: ['hubspot'],
  run: async ({ hubspot }) => {
    const pair = await newPair(hubspot, 'deals');
    if (!pair.ok) return pair.failure;
    const [primary, second] = pair.value;
    const contacts: string[] = [];
    for (const dealId of pair.value) {
      const contact = await hubspot.newContact(`of deal ${dealId}`);
      if (!contact.ok) return contact.failure;
      contacts.push(contact.value.id);
      const path = `/crm/v4/objects/deals/${dealId}/associations/default/contacts/${contact.value.id}`;
      const put = await hubspot.call({ method: 'PUT', path });
      if (!put.ok) return put.failure;
    }
    const merged = await mergeRecords(hubspot, 'deals', { primary, merged: second });
    if (!merged.ok) return merged.failure;
    const counts: string[][] = [];
    for (const id of [merged.value.remaining, primary, second]) {
      const path = `/crm/v4/objects/deals/${id}/associations/contacts`;
      const answer = await hubspot.call({ path, takes: [404] });
      if (!answer.ok) return answer.failure;
      counts.push(listAt(answer.value.json, 'results').map((one) => String(at(one, 'toObjectId'))));
    }
    const [onNew = [], ...onOld] = counts;
    const all = contacts.every((id) => onNew.includes(id));
    return check(
      all && onOld.every((list) => list.length === 0),
      `${String(onNew.length)} of 2 contacts on the remaining deal, ${onOld.map((list) => String(list.length)).join(' and ')} under the old IDs`,
    );
  },
});
