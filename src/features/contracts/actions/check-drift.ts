import { storedPlan } from '../create/stored-plan.ts';
import { toJson } from '../../../platform/database/to-json.ts';
import { createHash } from 'node:crypto';
import type { Contract } from '../../../platform/database/generated/client.ts';
import { done, later, type JobEnd } from '../../../platform/jobs/job-end.ts';
import { compareWithDeal, type Change } from '../../../mapping/afterwards/drift.ts';
import type { CardError, DriftCheckView } from '@dealdraft/wire/card.ts';
import type { Plan } from '@dealdraft/wire/plan.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { StoredDrift } from './action-facts.ts';
import type { Deps } from '../../deps.ts';
import { addEvent } from '../../history/events.ts';
import { freshPlans } from '../create/fresh-plan.ts';
import { currentDeal } from '../../merges/merged-records.ts';
import { isMetadataStale, refreshMetadata } from './refresh-metadata.ts';

const fingerprintOf = (changes: readonly Change[]): string =>
  createHash('sha256').update(JSON.stringify(changes)).digest('base64url').slice(0, 22);

export const driftOf = (
  changes: Change[],
  { at, kept }: { at: Date; kept: StoredDrift['kept'] },
): StoredDrift => ({ changes, computedAt: at.toISOString(), fingerprint: fingerprintOf(changes), kept });

type Compared = DriftCheckView & { stale: { contract: Contract; plan: Plan }[] };

/**
 * Compares each open contract of a deal with the deal as it is now, and remembers what differs. `stale` are those whose
 * metadata alone is behind: the job brings it up to date. Where more differs, it goes with the rest, so that the metadata
 * never names another quote, say, than the contract was made from.
 */
const compare = async (
  deps: Deps,
  asked: { portalId: number; dealId: string },
): Promise<Result<Compared, CardError>> => {
  const deal = await currentDeal(deps.db, asked);
  const contracts = await deps.db.contract.findMany({
    where: { ...deal, unlinkedAt: null, goneAt: null, status: { notIn: ['EXECUTED', 'VOIDED'] } },
  });
  const fresh = await freshPlans(
    deps,
    deal,
    contracts.filter(({ sentPlan }) => sentPlan !== null),
  );
  if (!fresh.ok) return fresh;
  let changed = 0;
  const stale: Compared['stale'] = [];
  for (const { contract, plan } of fresh.value) {
    const changes = compareWithDeal(storedPlan(contract.sentPlan), plan);
    if (changes.length > 0) changed += 1;
    else if (isMetadataStale(contract, plan)) stale.push({ contract, plan });
    await remember(deps, contract, changes);
  }
  return ok({ checked: fresh.value.length, changed, stale });
};

/** What the card asks for. What nobody waits for is left to the job. */
export const checkDrift = async (
  deps: Deps,
  asked: { portalId: number; dealId: string },
): Promise<Result<DriftCheckView, CardError>> => {
  const compared = await compare(deps, asked);
  if (!compared.ok) return compared;
  const { checked, changed, stale } = compared.value;
  if (stale.length > 0) {
    const payload = await currentDeal(deps.db, asked);
    await deps.db.$transaction((tx) => deps.enqueue(tx, 'deal.drift', { payload, background: true }));
  }
  return ok({ checked, changed });
};

/** While HubSpot cannot be asked; its next answer to anything ends the wait. */
const againMs = 300_000;

/**
 * Job `deal.drift`: the same after the deal changed in HubSpot, and metadata that is behind is written. What HubSpot refuses costs no
 * try: nobody is waiting.
 */
export const checkDriftJob = async (
  deps: Deps,
  job: { portalId: number; dealId: string },
): Promise<JobEnd> => {
  const compared = await compare(deps, job);
  if (compared.ok) return refreshAll(deps, compared.value.stale);
  if (!compared.failure.canRetry) return done;
  return later(againMs, compared.failure.detail ?? compared.failure.message);
};

/** One contract that cannot be updated does not keep the others from it; the job ends as the worst of them. */
const refreshAll = async (deps: Deps, stale: Compared['stale']): Promise<JobEnd> => {
  let end: JobEnd = done;
  for (const { contract, plan } of stale) {
    const refreshed = await refreshMetadata(deps, contract, plan);
    if (refreshed.end !== 'done') end = refreshed;
  }
  return end;
};

const remember = async (deps: Deps, contract: Contract, changes: Change[]): Promise<void> => {
  const { id, portalId } = contract;
  const before = contract.drift as StoredDrift | null;
  const fingerprint = fingerprintOf(changes);
  if (changes.length === 0 && before === null) return;
  if (before?.fingerprint === fingerprint) return;
  const drift = driftOf(changes, { at: deps.now(), kept: before?.kept ?? null });
  await deps.db.$transaction(async (tx) => {
    await tx.contract.updateMany({
      where: { id, portalId },
      data: { drift: toJson(drift) },
    });
    if (changes.length === 0) return;
    await addEvent(tx, {
      portalId,
      contractId: id,
      kind: 'drift_found',
      at: deps.now(),
      how: 'system',
      dedupeKey: `drift:${fingerprint}`,
      detail: { fields: changes.map(({ label }) => label) },
    });
  });
};
