import type { Secret } from '../../platform/secrets/secret.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { Deps } from '../deps.ts';
import { checkAddress, reachOf } from '../../platform/outbound/safe-address.ts';
import { isWebhookKey } from '../../platform/outbound/webhook-signature.ts';
import { erpKeys, erpOwner } from './erp-keys.ts';

export type NewErp = { portalId: number; key: Secret; eventsUrl: string | null };

/**
 * Lets an ERP ask for contracts of an account, and tells it of executions when it has an address. A changed key leaves the
 * former one valid until it changes again, so that both sides need not change at one moment.
 */
export const linkErp = async (
  deps: Pick<Deps, 'db' | 'sealing' | 'settings'>,
  { portalId, key, eventsUrl }: NewErp,
): Promise<Result<void, string>> => {
  if (!isWebhookKey(key))
    return fail("The ERP's key must be whsec_ followed by 24 to 64 random bytes in base64.");
  const allowed =
    eventsUrl === null ? null : await checkAddress(eventsUrl, reachOf(deps.settings.publicOrigin));
  if (allowed?.ok === false) return fail(`The ERP's address: ${allowed.failure}`);
  const known = await deps.db.erpLink.findUnique({ where: { portalId } });
  const [current] = known === null ? [] : erpKeys(deps.sealing, known);
  const same = current?.reveal() === key.reveal();
  const sealed = deps.sealing.seal(key, erpOwner(portalId));
  await deps.db.erpLink.upsert({
    where: { portalId },
    create: { portalId, key: sealed, eventsUrl },
    update: { eventsUrl, ...(same ? {} : { key: sealed, keyPrevious: known?.key ?? null }) },
  });
  return ok(undefined);
};
