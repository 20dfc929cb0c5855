import type { Delivery } from '../../platform/database/generated/client.ts';
import type { JobContext } from '../../platform/jobs/jobs.ts';
import { done, later, retry, type JobEnd } from '../../platform/jobs/job-end.ts';
import { parseWebhookEvent, type SpotDraftEvent } from '../../spotdraft/inbound/webhook-event.ts';
import { applyHubSpotEvent } from './apply-hubspot-event.ts';
import { applySet, wasRaced } from './apply-set.ts';
import { adoptContract } from '../contracts/create/adopt-contract.ts';
import type { Deps } from '../deps.ts';

/** How long a creation that is under way may take before a webhook about its contract is taken as the news itself. */
const creationGraceMs = 20_000;

type Told = { delivery: Delivery; event: SpotDraftEvent; numericId: number; workspaceId: string };

/**
 * Job `delivery.apply`: brings one delivery to its contract by itself: SpotDraft has to be asked about the contract first, or
 * the set that it was in could not be applied with it.
 */
export const applyDelivery = async (
  deps: Deps,
  job: { portalId: number; deliveryId: string },
  context: JobContext,
): Promise<JobEnd> => {
  const { portalId } = job;
  const delivery = await deps.db.delivery.findFirst({ where: { id: job.deliveryId, portalId } });
  if (delivery?.outcome !== 'pending') return done;
  if (delivery.source === 'hubspot') {
    await applyHubSpotEvent(deps, delivery);
    return done;
  }
  const { workspaceId } = delivery;
  if (workspaceId === null) return done;
  const parsed = parseWebhookEvent(Buffer.from(delivery.body));
  const numericId = parsed.ok ? parsed.value.contract?.numericId : undefined;
  if (parsed.ok && numericId !== undefined) {
    const known = await deps.db.contract.count({ where: { portalId, workspaceId, numericId } });
    if (known === 0)
      return meetUnknownContract(deps, { delivery, event: parsed.value, numericId, workspaceId }, context);
  }
  return apply(deps, delivery);
};

const apply = async (deps: Deps, { id, portalId, workspaceId }: Delivery): Promise<JobEnd> => {
  try {
    const unknown = await deps.db.$transaction((tx) =>
      applySet({ ...deps, tx }, { portalId, workspaceId: workspaceId ?? '', ids: [id] }),
    );
    return unknown.length === 0 ? done : retry('its contract went away meanwhile');
  } catch (error) {
    // It was put back while its set was under way, or a worker that counted as dead has it.
    if (wasRaced(error)) return later(250, 'it was in other hands');
    throw error;
  }
};

/** A contract without a row: one of ours whose answer is still on its way, one of ours that we missed, or none of ours. */
const meetUnknownContract = async (
  deps: Deps,
  { delivery, event, numericId, workspaceId }: Told,
  context: JobContext,
): Promise<JobEnd> => {
  const { portalId } = delivery;
  const requestId = event.externalMetadata?.recordData['request_id'];
  const request =
    typeof requestId === 'string' && /^[0-9a-f-]{36}$/i.test(requestId)
      ? await deps.db.request.findFirst({ where: { id: requestId, portalId, workspaceId } })
      : null;
  if (
    request?.state === 'creating' &&
    deps.now().getTime() - (request.attemptedAt?.getTime() ?? 0) < creationGraceMs
  ) {
    return later(250, 'the contract is being recorded by its request');
  }
  const adopted = await adoptContract(deps, { portalId, workspaceId, numericId }, 'webhook');
  if (!adopted.ok) {
    if (adopted.failure.kind === 'not_ours') {
      await deps.db.delivery.updateMany({
        where: { id: delivery.id, portalId, outcome: 'pending' },
        data: {
          outcome: 'not_ours',
          outcomeText: adopted.failure.message,
          processedAt: new Date(),
          attempts: { increment: 1 },
        },
      });
      return done;
    }
    return adopted.failure.end;
  }
  context.log.info({ contractId: adopted.value.id }, 'adopted a contract that carries our metadata');
  return apply(deps, delivery);
};
