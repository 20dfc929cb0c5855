import { tellDeadLetters } from '../problems/dead-letter-problems.ts';
import type { Deps } from '../deps.ts';
import { resumeStuckSweeps, startDueSweeps, wantSweepsAfterStart } from './due-sweeps.ts';
import { takeDuty } from '../../platform/jobs/duty.ts';
import { endUnreadable } from '../inbox/end-unreadable.ts';
import { deleteDue, lookForReturns, noticeLeavers } from '../privacy/leave.ts';
import { forgetOld } from '../privacy/retention.ts';
import { renewMissingWebhooks } from './renew-missing-webhooks.ts';

const minuteMs = 60_000;

/**
 * The clock of a worker: looks now and then for what is due. Every worker has one, and each duty is taken up by one of
 * them, so no worker is special and none is missed when it dies. A turn that fails, because the database is away, is
 * logged, and the next one comes.
 */
export const startUpkeep = (deps: Deps) => {
  const { db, log, settings } = deps;
  const { tickMs, sweepEveryMs } = settings.reconciliation;
  let isFirst = true;
  let turn: Promise<void> = Promise.resolve();
  let isStopped = false;

  const look = async (): Promise<void> => {
    if (isFirst) {
      await wantSweepsAfterStart(deps);
      isFirst = false;
    }
    await startDueSweeps(deps);
    if (await takeDuty(db, 'dead-letters', Math.min(minuteMs, tickMs * 2))) await tellDeadLetters(deps);
    if (await takeDuty(db, 'stuck-sweeps', minuteMs)) await resumeStuckSweeps(deps);
    if (await takeDuty(db, 'webhooks', Math.min(5 * minuteMs, sweepEveryMs)))
      await renewMissingWebhooks(deps);
    if (await takeDuty(db, 'leavers', Math.min(minuteMs, tickMs))) {
      await noticeLeavers(deps);
      await lookForReturns(deps);
      await deleteDue(deps);
    }
    if (await takeDuty(db, 'retention', 60 * minuteMs)) {
      const forgotten = await forgetOld(deps);
      await endUnreadable(db);
      if (Object.values(forgotten).some((count) => count > 0))
        log.info({ forgotten }, 'deleted what has served its time');
    }
  };
  const tick = (): void => {
    if (isStopped) return;
    turn = turn.then(async () => {
      try {
        if (!isStopped) await look();
      } catch (error) {
        log.warn({ err: error }, 'the upkeep could not look for what is due');
      }
    });
  };
  tick();
  const timer = setInterval(tick, tickMs);
  timer.unref();
  return {
    stop: async (): Promise<void> => {
      isStopped = true;
      clearInterval(timer);
      await turn;
    },
  };
};
