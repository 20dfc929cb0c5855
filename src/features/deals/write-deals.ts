import { setTimeout as wait } from 'node:timers/promises';
import type { DealProjection } from '../../platform/database/generated/client.ts';
import type { HubSpotClient } from '../../hubspot/client.ts';
import type { HubSpotFailure } from '../../hubspot/transport/failure.ts';
import type { JobContext } from '../../platform/jobs/jobs.ts';
import { done, type JobEnd } from '../../platform/jobs/job-end.ts';
import { wakeWritten } from '../wake/wake-automation.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { Deps } from '../deps.ts';
import { labelMissing, labelsOf } from '../problems/missing-values.ts';
import { withHubSpot } from '../vendors/with-vendor.ts';
import type { DealProperties } from './headline.ts';
import { clearProblems, raiseProblem } from '../problems/problems.ts';

/** HubSpot takes a hundred deals a call. */
const batchSize = 100;
/** Calls under way at the same time, while the shared limit allows: the next is made ready while HubSpot works on one. */
const callsAtOnce = 2;
/** After so many batches the job hands over to a fresh one, so that no single job runs for ever. */
const batchesPerJob = 50;

/** Full calls go at once. One that is not waits for the rest of a burst, while that is being applied: but not for long. */
const burstPatienceMs = 1_500;
const lookAgainMs = 30;

/** Only what differs from the last write is sent; the first write sends everything. */
const changed = (row: DealProjection): DealProperties => {
  const desired = row.desired as DealProperties;
  const written = row.written as DealProperties | null;
  if (written === null) return desired;
  return Object.fromEntries(Object.entries(desired).filter(([name, value]) => written[name] !== value));
};

/**
 * Job `deal.write`: writes a portal's dirty deals, a hundred to a call, until none is left. One runs per portal. What
 * was written is marked by the fingerprint that was read, so a deal that changed meanwhile stays dirty.
 */
export const writeDeals = async (
  deps: Deps,
  job: { portalId: number },
  context: JobContext,
): Promise<JobEnd> => {
  const { portalId } = job;
  return withHubSpot(deps, { portalId }, (client) => writeBatches(deps, client, { portalId, context }));
};

const writeBatches = async (
  deps: Deps,
  client: HubSpotClient,
  { portalId, context }: { portalId: number; context: JobContext },
): Promise<Result<JobEnd, HubSpotFailure> | JobEnd> => {
  let asked = false;
  for (let batch = 0; batch < batchesPerJob && !context.signal.aborted;) {
    const rows = await deps.db.dealProjection.findMany({
      where: { portalId, dirtySince: { not: null }, parked: null },
      orderBy: { dirtySince: 'asc' },
      take: batchSize * callsAtOnce,
    });
    if (rows.length === 0) return asked ? ok(done) : done;
    const full = rows.length - (rows.length % batchSize);
    const isPartial = full < rows.length;
    const ready = isPartial && (await moreIsComing(deps, portalId, rows)) ? rows.slice(0, full) : rows;
    if (ready.length === 0) {
      await wait(lookAgainMs);
      continue;
    }
    batch += callsAtOnce;
    asked = true;
    const calls = [ready.slice(0, batchSize), ready.slice(batchSize)].filter(({ length }) => length > 0);
    const ends = await Promise.all(calls.map((some) => writeSome(deps, client, { portalId, rows: some })));
    const failed = ends.find((end) => !end.ok);
    if (failed !== undefined) return failed;
  }
  await deps.db.$transaction((tx) =>
    deps.enqueue(tx, 'deal.write', { payload: { portalId }, background: true }),
  );
  return asked ? ok(done) : done;
};

/** One call, and what becomes of each of its deals. */
const writeSome = async (
  deps: Deps,
  client: HubSpotClient,
  { portalId, rows }: { portalId: number; rows: readonly DealProjection[] },
): Promise<Result<JobEnd, HubSpotFailure>> => {
  await forgetWritten(deps, portalId, rows);
  const updates = rows.map((row) => ({ id: row.dealId, properties: changed(row) }));
  const answer = await client.writeDeals(
    updates.filter((update) => Object.keys(update.properties).length > 0),
  );
  if (!answer.ok) return answer;
  const { failed, merged, stopped } = answer.value;
  const failures = new Map(failed.map(({ id, failure }) => [id, failure]));
  const written = rows.filter((row) => !failures.has(row.dealId));
  await markWritten(deps, portalId, written);
  await checkMerged(deps, portalId, merged);
  if (stopped !== null) return fail(stopped);
  for (const row of rows) {
    const failure = failures.get(row.dealId);
    if (failure !== undefined) await park(deps, client, { row, failure });
  }
  return ok(done);
};

/**
 * Rows are locked in the order in which sets of deals are projected, or the two would wait for each other. While a write is under way, nobody knows what HubSpot holds: until it is marked, by this process, everything counts
 * as unwritten. A write that was cut off or not clearly answered is so repeated whole, for the next difference would be
 * taken from values that HubSpot may no longer have.
 */
const forgetWritten = async (
  deps: Deps,
  portalId: number,
  rows: readonly DealProjection[],
): Promise<void> => {
  const dealIds = rows.filter(({ written }) => written !== null).map(({ dealId }) => dealId);
  if (dealIds.length === 0) return;
  await deps.db.$executeRaw`
    UPDATE "deal_projection" AS p SET "written" = NULL, "writtenHash" = NULL
    FROM (SELECT "dealId" FROM "deal_projection" WHERE "portalId" = ${portalId} AND "dealId" = ANY(${dealIds}::text[])
      ORDER BY "dealId" COLLATE "C" FOR UPDATE) AS locked
    WHERE p."portalId" = ${portalId} AND p."dealId" = locked."dealId"`;
};

/** HubSpot wrote to another deal than was named: the one was merged into the other, and no webhook has told so yet. */
const checkMerged = async (deps: Deps, portalId: number, dealIds: readonly string[]): Promise<void> => {
  if (dealIds.length === 0) return;
  await deps.db.$transaction((tx) =>
    deps.enqueue(
      tx,
      'deal.check',
      dealIds.map((dealId) => ({ payload: { portalId, dealId }, background: true })),
    ),
  );
};

const moreIsComing = async (
  deps: Deps,
  portalId: number,
  rows: readonly DealProjection[],
): Promise<boolean> => {
  const oldest = rows[0]?.dirtySince?.getTime() ?? 0;
  if (deps.now().getTime() - oldest >= burstPatienceMs) return false;
  const pending = await deps.db.delivery.findFirst({
    where: { portalId, source: 'spotdraft', outcome: 'pending', alone: false },
    select: { id: true },
  });
  return pending !== null;
};

/**
 * Marks what HubSpot now has. The fingerprint tells whether the deal changed meanwhile, and `dirtySince` whether somebody
 * asked for the whole deal to be written anew: both stay to be written.
 */
const markWritten = async (deps: Deps, portalId: number, rows: readonly DealProjection[]): Promise<void> => {
  const dealIds = rows.map((row) => row.dealId);
  const hashes = rows.map((row) => row.desiredHash);
  const values = rows.map((row) => JSON.stringify(row.desired));
  const since = rows.map((row) => row.dirtySince?.toISOString() ?? '');
  await deps.db.$executeRaw`
    UPDATE "deal_projection" AS p SET "writtenAt" = now(),
      "written" = CASE WHEN p."dirtySince" = w.since::timestamptz THEN w.value::jsonb END,
      "writtenHash" = CASE WHEN p."dirtySince" = w.since::timestamptz THEN w.hash END,
      "dirtySince" = CASE WHEN p."desiredHash" = w.hash AND p."dirtySince" = w.since::timestamptz THEN NULL
        ELSE COALESCE(p."dirtySince", now()) END
    FROM unnest(${dealIds}::text[], ${hashes}::text[], ${values}::text[], ${since}::text[]) AS w(deal, hash, value, since)
      JOIN (SELECT "dealId" FROM "deal_projection" WHERE "portalId" = ${portalId} AND "dealId" = ANY(${dealIds}::text[])
        ORDER BY "dealId" COLLATE "C" FOR UPDATE) AS locked ON locked."dealId" = w.deal
    WHERE p."portalId" = ${portalId} AND p."dealId" = w.deal`;
  await clearProblems(deps.db, { portalId, kind: 'deal_write_refused', abouts: dealIds });
  await deps.db.$transaction((tx) => wakeWritten({ tx, enqueue: deps.enqueue }, portalId, dealIds));
};

/** Sets one deal aside with its problem, so that the others are not held up. */
const park = async (
  deps: Deps,
  client: HubSpotClient,
  { row, failure }: { row: DealProjection; failure: HubSpotFailure },
): Promise<void> => {
  const { portalId, dealId } = row;
  const gone = failure.kind === 'not_found';
  const missing = failure.kind === 'missing_values' ? await labelMissing(deps, client, failure.values) : [];
  await deps.db.$transaction(async (tx) => {
    const left = gone ? await tx.contract.count({ where: { portalId, dealId, unlinkedAt: null } }) : null;
    if (left === 0) {
      // Its contracts were linked elsewhere: nothing has to stand on it any more.
      await tx.dealProjection.deleteMany({ where: { portalId, dealId, desiredHash: row.desiredHash } });
      await clearProblems(tx, { portalId, kind: 'deal_gone', abouts: [dealId] });
      return;
    }
    // The expected fingerprint: a change that came meanwhile deserves its own try.
    await tx.dealProjection.updateMany({
      where: { portalId, dealId, desiredHash: row.desiredHash },
      data: {
        parked: failure.text.admin,
        missing,
        refusedAt: missing.length === 0 ? null : deps.now(),
      },
    });
    await raiseProblem(tx, {
      portalId,
      kind: gone ? 'deal_gone' : 'deal_write_refused',
      about: dealId,
      dealId,
      context: { reason: failure.text.admin, missing: labelsOf(missing) },
      fields: missing,
      detail: failure.text.log,
    });
  });
};
