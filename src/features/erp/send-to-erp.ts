import { done, later, type JobEnd } from '../../platform/jobs/job-end.ts';
import type { ErpContract } from '@dealdraft/wire/erp.ts';
import { erpContract } from './erp-contracts.ts';
import type { Deps } from '../deps.ts';
import { checkAddress, reachOf } from '../../platform/outbound/safe-address.ts';
import { erpKeys } from './erp-keys.ts';
import { signErp } from './erp-signature.ts';

/** Given up after so many tries, over most of a day; a back-fill still finds the contract. */
const mostAttempts = 12;

/** Job `erp.send`: one event to the account's ERP, signed. An address that does not take it is tried again, and given up in the end. */
export const sendToErp = async (
  deps: Deps,
  { portalId, erpEventId }: { portalId: number; erpEventId: string },
): Promise<JobEnd> => {
  const event = await deps.db.erpEvent.findFirst({
    where: { id: erpEventId, portalId, state: 'waiting' },
    include: { contract: { include: { request: true } } },
  });
  const link = await deps.db.erpLink.findUnique({ where: { portalId } });
  if (event === null) return done;
  const said = await deliver(deps, link, {
    id: event.id,
    type: event.kind,
    portalId,
    at: event.createdAt.toISOString(),
    contract: erpContract(event.contract),
  });
  const attempts = event.attempts + 1;
  const over = said.taken || attempts >= mostAttempts;
  await deps.db.erpEvent.updateMany({
    where: { id: erpEventId, portalId },
    data: {
      attempts,
      text: said.text,
      ...(over ? { state: said.taken ? 'sent' : 'failed', endedAt: deps.now() } : {}),
    },
  });
  if (over) return done;
  const afterMs = Math.min(1_000 * 4 ** attempts, 3 * 3_600_000);
  return later(afterMs, `the ERP did not take it: ${said.text}`);
};

type Link = { portalId: number; key: string; keyPrevious: string | null; eventsUrl: string | null } | null;

const deliver = async (
  deps: Deps,
  link: Link,
  event: { id: string; type: string; portalId: number; at: string; contract: ErpContract },
): Promise<{ taken: boolean; text: string }> => {
  const [key] = link === null ? [] : erpKeys(deps.sealing, link);
  if (link?.eventsUrl == null || key === undefined) return { taken: false, text: 'No address is set.' };
  const allowed = await checkAddress(link.eventsUrl, reachOf(deps.settings.publicOrigin));
  if (!allowed.ok) return { taken: false, text: allowed.failure };
  const body = JSON.stringify(event);
  const path = `${allowed.value.pathname}${allowed.value.search}`;
  const answer = await deps.post(link.eventsUrl, {
    body,
    headers: {
      'content-type': 'application/json',
      'dealdraft-event': event.id,
      'dealdraft-signature': signErp(key, deps.now(), { method: 'POST', path, body }),
    },
  });
  if ('failure' in answer) return { taken: false, text: answer.failure };
  const taken = answer.status >= 200 && answer.status < 300;
  return { taken, text: `The address answered ${String(answer.status)}.` };
};
