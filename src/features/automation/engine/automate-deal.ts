import { storedEffect } from '../rules/stored-effect.ts';
import type { JobContext } from '../../../platform/jobs/jobs.ts';
import { done, later, type JobEnd } from '../../../platform/jobs/job-end.ts';
import { afterFailure } from '../../../platform/jobs/after-failure.ts';
import type { HubSpotFailure } from '../../../hubspot/transport/failure.ts';
import type { NotConnected } from '../../../platform/vendor-error.ts';
import { learnMerge } from '../../deals/learn-merge.ts';
import { mergeDeals } from '../../deals/merge-deals.ts';
import { currentDeal } from '../../merges/merged-records.ts';
import { readMissing } from '../../problems/missing-values.ts';
import { vendorTrouble } from '../../vendors/vendor-trouble.ts';
import type { Deps } from '../../deps.ts';
import { dealGone } from '../../wake/begin-again.ts';
import { carryOut } from './carry-out.ts';
import type { Carried } from './firing.ts';
import { decideFirings } from './decide-firings.ts';
import { endFiring } from './end-firing.ts';
import { propertiesOf, readDealNow } from './read-deal.ts';
import { readRules } from './read-rules.ts';
import { settleExecutions } from '../workflow-actions/settle-executions.ts';

type Deal = { portalId: number; dealId: string };

/** A deal that is moved more often in one go is looked at again by the next job; the loop breaker ends it long before. */
const mostPasses = 8;

/**
 * Job `deal.automate`: looks at one deal as it is now, on both sides, and does what rules and waiting workflow
 * actions want of it. One runs per deal at a time. It is safe to run at any moment and any number of times.
 */
export const automateDeal = async (deps: Deps, deal: Deal, context: JobContext): Promise<JobEnd> => {
  const current = await currentDeal(deps.db, deal);
  if (current.dealId !== deal.dealId) return goOn(deps, deal, current);
  const rules = await runRules(deps, deal);
  const workflows = await settleExecutions(deps, deal, context);
  return workflows.end === 'done' ? rules : workflows;
};

/** The deal was merged: its job, asked for before or for what came to it late, goes on with the new one. */
const goOn = async (deps: Deps, deal: Deal, current: Deal): Promise<JobEnd> => {
  const { db, enqueue, now } = deps;
  await db.$transaction(async (tx) => {
    await mergeDeals({ tx, enqueue, now }, deal.portalId, {
      from: [deal.dealId],
      into: current.dealId,
      primary: null,
    });
    await enqueue(tx, 'deal.automate', { payload: current, background: true });
  });
  return done;
};

const runRules = async (deps: Deps, deal: Deal): Promise<JobEnd> => {
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const rules = await readRules(deps.db, deal.portalId);
    const open = await deps.db.ruleFiring.findMany({
      where: { ...deal, state: { in: ['doing', 'blocked', 'asking'] } },
      select: { missing: true },
    });
    if (rules.length === 0 && open.length === 0) return done;
    const pipelines = await deps.readPipelines(deal.portalId);
    if (!pipelines.ok) return notRead(deps, deal, pipelines.failure);
    const read = await readDealNow(deps, deal, {
      properties: propertiesOf(
        rules,
        open.flatMap(({ missing }) => readMissing(missing)),
      ),
      pipelines: pipelines.value,
    });
    if (!read.ok) return notRead(deps, deal, read.failure);
    if (read.value === null) {
      await giveUpAll(deps, deal);
      return done;
    }
    const current = await learnMerge(deps, deal, read.value.record);
    if (current.dealId !== deal.dealId) return goOn(deps, deal, current);
    const decided = await decideFirings(deps, deal, { now: read.value, pipelines: pipelines.value });
    if (decided === 'merged') return goOn(deps, deal, await currentDeal(deps.db, deal));
    const carried: Carried = await carryOut(deps, deal, { now: read.value, pipelines: pipelines.value });
    if (carried.is === 'wait') return carried.end;
    if (carried.is === 'settled') return done;
  }
  return later(1_000, 'the deal keeps moving; looking again');
};

/** Waiting for HubSpot spends no attempt. A portal that is not connected is left alone: its rules go on when it is. */
const notRead = async (
  deps: Deps,
  { portalId }: Deal,
  failure: HubSpotFailure | NotConnected,
): Promise<JobEnd> => {
  if (failure.kind === 'not_connected') return done;
  await vendorTrouble(deps, { portalId, vendor: 'hubspot', failure });
  return afterFailure(failure);
};

/**
 * The deal was deleted: nothing is done on a rule's behalf any more. What was begun is taken up when the deal comes
 * back, so it is noted that it went.
 */
const giveUpAll = async (deps: Deps, deal: Deal): Promise<void> => {
  const rows = await deps.db.ruleFiring.findMany({
    where: { ...deal, state: { in: ['doing', 'blocked', 'asking'] } },
  });
  await deps.db.$transaction(async (tx) => {
    for (const row of rows) {
      const firing = { ...row, effect: storedEffect(row.effect), ruleName: '' };
      await endFiring({ db: tx, now: deps.now }, firing, dealGone);
    }
    // Settles what else its absence means; it may be back, too, since it was read.
    await deps.enqueue(tx, 'deal.check', { payload: deal, background: true });
  });
};
