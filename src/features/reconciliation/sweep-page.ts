import type { Prisma, SweepRun } from '../../platform/database/generated/client.ts';
import type { JobContext } from '../../platform/jobs/jobs.ts';
import { done, type JobEnd } from '../../platform/jobs/job-end.ts';
import { afterFailure, troubleOf } from '../../platform/jobs/after-failure.ts';
import type { VendorFailure } from '../../platform/vendor-failure.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { Deps } from '../deps.ts';
import { vendorIsBack, vendorTrouble } from '../vendors/vendor-trouble.ts';
import { askForNotices, askForProof } from '../connections/webhook-health.ts';
import { checkOpen } from './check-open.ts';
import { compareDeals } from './compare-deals.ts';
import { endSweep } from './end-sweep.ts';
import { findDocuments } from './find-documents.ts';
import { findForgotten } from './find-forgotten.ts';
import { readPosition, stepAfter, type Position } from './position.ts';
import { readChanges, readRecent } from './read-changes.ts';
import type { PageDone, SweepAround } from './repair.ts';
import { addRepairs } from './sum-repairs.ts';

/** A failure that is neither an outage nor a limit is tried so often before the run is given up. */
const mostAttempts = 5;

const takePage = (around: SweepAround, position: Position): Promise<Result<PageDone, VendorFailure>> => {
  switch (position.step) {
    case 'changes':
      return readChanges(around, position);
    case 'recent':
      return readRecent(around, position);
    case 'open':
      return checkOpen(around, position);
    case 'documents':
      return findDocuments(around, position);
    case 'deals':
      return compareDeals(around, position);
    case 'forgotten':
      return findForgotten(around, position);
  }
};

const asksSpotDraft = new Set<Position['step']>(['changes', 'recent', 'open']);

/**
 * Job `sweep.page`: one page of a sweep. What it did and where the next page begins are stored together with that
 * page's job, so a sweep goes on where it was, in whichever worker; a page that was cut off is done again, which
 * repairs nothing twice.
 */
export const sweepPage = async (
  deps: Deps,
  job: { portalId: number; workspaceId: string; runId: string },
  context: JobContext,
): Promise<JobEnd> => {
  const { portalId, workspaceId, runId } = job;
  const run = await deps.db.sweepRun.findFirst({
    where: { id: runId, portalId, workspaceId, state: 'running' },
  });
  if (run === null) return done;
  const client = await deps.vendors.spotdraft(workspaceId, 'background');
  if (!client.ok) return endSweep(deps, run, { state: 'failed', message: client.failure.message });
  const position = readPosition(run.position);
  const around = { deps, run, spotdraft: client.value, signal: context.signal };
  const started = performance.now();
  const page = await takePage(around, position);
  if (!page.ok) return onFailure(deps, run, { failure: page.failure, context });
  if (asksSpotDraft.has(position.step))
    await vendorIsBack(deps.db, { portalId, vendor: 'spotdraft', workspaceId });
  if (page.value.untold !== undefined && page.value.untold.length > 0)
    await askForNotices(
      deps,
      { portalId, workspaceId },
      { client: client.value, contracts: page.value.untold },
    );
  if (run.cause === 'silence' && position.step === 'forgotten' && page.value.next === null)
    await askForProof(deps, { portalId, workspaceId }, client.value);
  const ms = Math.round(performance.now() - started);
  return goOn(deps, run, { page: page.value, next: page.value.next ?? stepAfter(position.step), ms });
};

/** Stores the page with the next one's job; a page that another worker has done meanwhile counts once. */
const goOn = async (
  deps: Deps,
  run: SweepRun,
  { page, next, ms }: { page: PageDone; next: Position | null; ms: number },
): Promise<JobEnd> => {
  const { id, portalId, workspaceId, turn } = run;
  const taken = await deps.db.$transaction(async (tx) => {
    const { count } = await tx.sweepRun.updateMany({
      where: { id, portalId, state: 'running', turn },
      data: {
        turn: turn + 1,
        position: (next ?? run.position) as Prisma.InputJsonObject,
        pages: { increment: 1 },
        checked: { increment: page.checked },
        calls: { increment: page.calls },
        ms: { increment: ms },
        ...addRepairs(run, page.repairs),
        ...(page.message === undefined ? {} : { message: page.message }),
      },
    });
    if (count > 0 && next !== null)
      await deps.enqueue(tx, 'sweep.page', {
        payload: { portalId, workspaceId, runId: id },
        background: true,
      });
    return count > 0;
  });
  if (!taken || next !== null) return done;
  return endSweep(deps, await deps.db.sweepRun.findUniqueOrThrow({ where: { id } }), { state: 'done' });
};

const onFailure = async (
  deps: Deps,
  run: SweepRun,
  { failure, context }: { failure: VendorFailure; context: JobContext },
): Promise<JobEnd> => {
  const { portalId, workspaceId } = run;
  context.log.warn({ failure: failure.kind }, failure.text.log);
  await vendorTrouble(deps, { portalId, vendor: 'spotdraft', workspaceId, failure });
  const end = afterFailure(failure);
  const givesUp =
    end.end === 'give_up' ||
    troubleOf(failure) === 'credentials' ||
    (end.end === 'retry' && context.attempt >= mostAttempts);
  if (givesUp) return endSweep(deps, run, { state: 'failed', message: failure.text.admin });
  return end;
};
