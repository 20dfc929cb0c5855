import type { HubSpotRecord } from '../../hubspot/calls/records.ts';
import { done, type JobEnd } from '../../platform/jobs/job-end.ts';
import { resumeFirings } from '../wake/begin-again.ts';
import { dealIsBack, dealIsGone } from './deal-presence.ts';
import type { Deps } from '../deps.ts';
import { learnMerge } from './learn-merge.ts';
import { mergedIdsProperty } from '../merges/merged-ids.ts';
import { mergeDeals } from './merge-deals.ts';
import { currentDeal } from '../merges/merged-records.ts';
import { resumeRefused } from './resume-refused.ts';
import { withHubSpot } from '../vendors/with-vendor.ts';
import { ok } from '@dealdraft/wire/result.ts';

/** What became of a deal: read from HubSpot, for its notices come late, twice and out of order. */
export type DealFound = 'here' | 'gone' | 'merged';

/**
 * Job `deal.check`: reads whether a deal is there, gone, or merged into another, and acts on what is true now, also on values that were missing and have come. A notice
 * of a deletion that arrives after the restoration changes nothing so.
 */
export const checkDeal = async (
  deps: Deps,
  { portalId, dealId }: { portalId: number; dealId: string },
): Promise<JobEnd> =>
  withHubSpot(deps, { portalId }, async (client) => {
    await resumeRefused(deps, { portalId, dealId });
    const read = await client.getDeal(dealId, ['dealname', mergedIdsProperty]);
    if (!read.ok && read.failure.kind !== 'not_found') return read;
    await settleDeal(deps, { portalId, dealId }, read.ok ? read.value : null);
    return ok(done);
  });

/** Brings what HubSpot said of a deal to our rows. For a deal that was merged, HubSpot answers with the one that came of it. */
export const settleDeal = async (
  deps: Deps,
  deal: { portalId: number; dealId: string },
  read: Pick<HubSpotRecord, 'id' | 'archived' | 'properties'> | null,
): Promise<DealFound> => {
  const isGone = read === null || (read.archived && read.id === deal.dealId);
  if (!isGone) await learnMerge(deps, deal, read);
  return deps.db.$transaction(async (tx): Promise<DealFound> => {
    // A merge that was told meanwhile counts: also HubSpot's deletion of the old record is news of it.
    const { dealId: into } = await currentDeal(tx, deal);
    if (into !== deal.dealId) {
      await mergeDeals({ ...deps, tx }, deal.portalId, { from: [deal.dealId], into, primary: null });
      return 'merged';
    }
    if (isGone) {
      await dealIsGone({ tx }, deal);
      return 'gone';
    }
    // One that lacks values was there all the time; it goes on by itself when they come.
    const isParked = await tx.dealProjection.count({
      where: { ...deal, parked: { not: null }, missing: { equals: [] } },
    });
    const isProblem = await tx.problem.count({
      where: { portalId: deal.portalId, key: `deal_gone:${deal.dealId}`, clearedAt: null },
    });
    if (isParked > 0 || isProblem > 0) await dealIsBack({ ...deps, tx }, deal);
    else await resumeFirings({ ...deps, tx }, deal);
    return 'here';
  });
};
