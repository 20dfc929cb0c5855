import type { HubSpotClient } from '../../hubspot/client.ts';
import { afterFailure } from '../../platform/jobs/after-failure.ts';
import { done, type JobEnd } from '../../platform/jobs/job-end.ts';
import type { NotConnected } from '../../platform/vendor-error.ts';
import type { VendorFailure } from '../../platform/vendor-failure.ts';
import type { Priority } from '../../platform/vendor-limits/budget.ts';
import type { SpotDraftClient } from '../../spotdraft/client.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { Deps } from '../deps.ts';
import { vendorIsBack, vendorTrouble, type VendorPlace } from './vendor-trouble.ts';

/**
 * What a job's work with a vendor came to. A failure ends the job as `afterFailure` says and shows what is wrong with the
 * connection; a success ends what was shown. A plain end tells nothing of the vendor: nothing was asked, or the failure is
 * one that the job has dealt with.
 */
export type VendorWork<Client> = (client: Client) => Promise<Result<JobEnd, VendorFailure> | JobEnd>;

type Needs = Pick<Deps, 'db' | 'now' | 'log' | 'vendors'>;
type Options = {
  priority?: Priority;
  /** By default there is nothing to do until somebody connects the vendor, and that asks for all that waits. */
  notConnected?: (failure: NotConnected) => Promise<JobEnd>;
};

/** A job's work with the account's HubSpot. */
export const withHubSpot = async (
  deps: Needs,
  { portalId, priority = 'background', notConnected }: Options & { portalId: number },
  work: VendorWork<HubSpotClient>,
): Promise<JobEnd> => {
  const client = await deps.vendors.hubspot(portalId, priority);
  if (client.ok) return conclude(deps, { portalId, vendor: 'hubspot' }, await work(client.value));
  deps.log.info({ portalId }, client.failure.message);
  return notConnected?.(client.failure) ?? done;
};

/** A job's work with one SpotDraft workspace. */
export const withSpotDraft = async (
  deps: Needs,
  place: Options & { portalId: number; workspaceId: string; workspaceName?: string },
  work: VendorWork<SpotDraftClient>,
): Promise<JobEnd> => {
  const { priority = 'background', notConnected, ...where } = place;
  const client = await deps.vendors.spotdraft(where.workspaceId, priority);
  if (client.ok) return conclude(deps, { ...where, vendor: 'spotdraft' }, await work(client.value));
  deps.log.info({ portalId: where.portalId, workspaceId: where.workspaceId }, client.failure.message);
  return notConnected?.(client.failure) ?? done;
};

const conclude = async (
  deps: Needs,
  place: VendorPlace,
  result: Awaited<ReturnType<VendorWork<never>>>,
): Promise<JobEnd> => {
  if (!('ok' in result)) return result;
  if (result.ok) {
    await vendorIsBack(deps.db, place);
    return result.value;
  }
  await vendorTrouble(deps, { ...place, failure: result.failure });
  return afterFailure(result.failure);
};
