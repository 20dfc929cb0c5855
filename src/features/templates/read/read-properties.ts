import type { HubSpotClient } from '../../../hubspot/client.ts';
import type { HubSpotFailure } from '../../../hubspot/transport/failure.ts';
import type { PropertiesByObject, RecordObject } from '@dealdraft/wire/records.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { Deps } from '../../deps.ts';

/** The objects whose properties can be mapped. Quotes are not open to every account: without them the rest is read. */
const objects: readonly RecordObject[] = ['deal', 'company', 'contact', 'line_item', 'quote'];

/** The properties of all objects, as kept for minutes. An object that HubSpot does not open to us is left out. */
export const readProperties = async (
  deps: Pick<Deps, 'definitions'>,
  client: HubSpotClient,
): Promise<Result<PropertiesByObject, HubSpotFailure>> => {
  const found: PropertiesByObject = {};
  const reads = await Promise.all(objects.map((object) => deps.definitions.read(client, [object])));
  for (const read of reads) {
    if (read.ok) Object.assign(found, read.value);
    else if (read.failure.kind !== 'missing_scopes') return read;
  }
  return ok(found);
};

/** The same as HubSpot has them at this moment. */
export const freshProperties = (
  deps: Pick<Deps, 'definitions'>,
  client: HubSpotClient,
): ReturnType<typeof readProperties> => {
  deps.definitions.forget(client.portalId);
  return readProperties(deps, client);
};
