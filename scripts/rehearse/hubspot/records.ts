import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { gone, type Made } from '../made.ts';
import { doesNotHold, type Outcome } from '../outcome.ts';
import { at, listAt, messageIn, type RawCall } from '../raw-call.ts';

export type RecordType = 'deals' | 'contacts' | 'notes';
export type NewRecord = {
  type: RecordType;
  /** As people find it in HubSpot. */
  name: string;
  properties: Readonly<Record<string, string>>;
  /** The property that holds the name. */
  searchBy: string;
};
type Parts = { call: RawCall; made: Made };

/** Makes a record that is archived at the end. */
export async function createRecord(
  { call, made }: Parts,
  { type, name, properties, searchBy }: NewRecord,
): Promise<Result<{ id: string }, Outcome>> {
  return made.create({
    what: (record) => nameOf(type, record?.id ?? null, name),
    make: async () => {
      const answer = await call({
        method: 'POST',
        path: `/crm/v3/objects/${type}`,
        json: { properties },
        takes: [400],
      });
      if (!answer.ok) return answer;
      const id = at(answer.value.json, 'id');
      return answer.value.status === 201 && typeof id === 'string'
        ? ok({ id })
        : fail(doesNotHold(`HubSpot refused to create one of the ${type}: ${messageIn(answer.value.json)}`));
    },
    remove: ({ id }) => archive(call, type, id),
    find: async () => {
      const filters = [{ propertyName: searchBy, operator: 'EQ', value: name }];
      const json = { filterGroups: [{ filters }] };
      const found = await call({ method: 'POST', path: `/crm/v3/objects/${type}/search`, json });
      if (!found.ok)
        return fail(
          "HubSpot didn't respond when it was created, and search doesn't respond either. Check whether it exists.",
        );
      const ids = listAt(found.value.json, 'results').flatMap((one) => at(one, 'id') ?? []);
      // Search knows of a new record only later, so that finding nothing proves nothing.
      if (ids.length === 0)
        return fail(
          "HubSpot didn't respond when it was created, and search can't find it yet. Check whether it exists.",
        );
      return ok(ids.map((id) => ({ id: String(id) })));
    },
  });
}

/** HubSpot keeps an archived record in its recycling bin for 90 days. One that is not there counts as removed. */
export async function archive(
  call: RawCall,
  type: RecordType,
  id: string,
): Promise<Result<{ kept?: string }, string>> {
  const answer = await call({ method: 'DELETE', path: `/crm/v3/objects/${type}/${id}`, takes: [404] });
  return answer.ok ? gone : fail('why' in answer.failure ? answer.failure.why : "it wasn't removed");
}

export function nameOf(type: RecordType, id: string | null, name: string): string {
  const kind = { deals: 'deal', contacts: 'contact', notes: 'note' }[type];
  return `HubSpot ${kind}${id === null ? '' : ` ${id}`} “${name}”`;
}
