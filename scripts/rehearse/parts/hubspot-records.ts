import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { gone, type Made } from '../base/made.ts';
import { couldNotRun, type Outcome } from '../base/outcome.ts';
import { at, listAt, messageIn, type RawCall } from '../base/raw-call.ts';

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
        : fail(
            couldNotRun(
              `HubSpot refused to create one of the ${type}: ${messageIn(answer.value.json)}. If a property is required, make it optional in the test account.`,
            ),
          );
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

/**
 * HubSpot keeps an archived record in its recycling bin for 90 days. One that isn't there counts as removed. What the deletion
 * of a merged record's old id answers is not documented, so a refusal counts only while the record can still be read.
 */
export async function archive(
  call: RawCall,
  type: RecordType,
  id: string,
): Promise<Result<{ kept?: string }, string>> {
  const path = `/crm/v3/objects/${type}/${id}`;
  const deleted = await call({ method: 'DELETE', path, takes: [400, 404] });
  if (!deleted.ok) return fail('why' in deleted.failure ? deleted.failure.why : "it wasn't removed");
  if (deleted.value.status !== 400) return gone;
  const read = await call({ path, takes: [404] });
  return read.ok && read.value.status === 404 ? gone : fail(messageIn(deleted.value.json));
}

export function nameOf(type: RecordType, id: string | null, name: string): string {
  const kind = { deals: 'deal', contacts: 'contact', notes: 'note' }[type];
  return `HubSpot ${kind}${id === null ? '' : ` ${id}`} “${name}”`;
}
