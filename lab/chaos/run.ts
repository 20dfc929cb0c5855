import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { playAutomation } from './people/automation-people.ts';
import { dealsStandRight, rulesMakeOne, workflowsEnd } from './checks/automation.ts';
import { joinIsWhole, oneContractEach, previewWasSent, stepsFollow } from './checks/contracts.ts';
import { dealsTellTheTruth, signedOnce, writtenIsWritten } from './checks/deals.ts';
import { nothingLost } from './checks/deliveries.ts';
import { readFacts, type Violation } from './checks/facts.ts';
import { logsKeepSecrets, noBugs, problemsEnd, queueIsEmpty } from './checks/house.ts';
import { emptyLedger, type Ledger } from './people/ledger.ts';
import { play } from './people/people.ts';
import { planRun } from './plan/plan.ts';
import { settle, sweepOnce, workWithoutJob } from './stage/settle.ts';
import type { Safeguard } from './stage/source-changes.ts';
import { setStage, type Stage } from './stage/stage.ts';
import { watchWritten } from './watch.ts';
import { liftFaults, strikeOnce, type Damage } from './strike.ts';

export type RunReport = {
  seed: number;
  violations: Violation[];
  damage: Damage;
  stories: number;
  clicks: number;
  accepted: number;
  contracts: number;
  executed: number;
  actions: number;
  deliveries: number;
  gaveUp: number;
  executions: number;
  ms: { start: number; traffic: number; settle: number; total: number };
  logDir: string;
};

export type RunOptions = {
  seed: number;
  requests: number;
  /** How long both vendors are away, besides everything else. */
  awayMs?: number;
  template: string;
  logDir: string;
  without?: Safeguard | null;
};

/** One run: sets the stage, lets people and faults loose, lifts the faults, waits for quiet, and checks every invariant. */
export const runSeed = async (options: RunOptions): Promise<RunReport> => {
  const plan = planRun(options.seed, options.requests, options.awayMs);
  const logDir = join(options.logDir, `seed-${String(options.seed)}`);
  const started = performance.now();
  const stage = await setStage(plan, {
    template: options.template,
    logDir,
    without: options.without ?? null,
  });
  const ledger = emptyLedger();
  const damage: Damage = {};
  const violations: Violation[] = [];
  const watch = watchWritten(stage, ledger);
  try {
    const begun = performance.now();
    const strikes = plan.strikes.map((strike) => strikeOnce(stage, damage, strike));
    const traffic = Promise.all([
      ...plan.stories.map((story) => play(stage, ledger, story)),
      ...plan.automation.map((story) => playAutomation(stage, ledger, story)),
    ]);
    // Faults end some time after the last click, whatever people still wait for.
    await Promise.all([
      Promise.race([traffic, wait(plan.trafficMs + plan.outlastMs)]),
      wait(plan.absenceEndsMs),
    ]);
    await Promise.all(strikes);
    liftFaults(stage, damage);
    await traffic;
    violations.push(...(await watch.stop()));
    const played = performance.now();
    violations.push(...(await bringToRest(stage, ledger)));
    const settled = performance.now();
    const facts = await readFacts(stage, ledger);
    violations.push(
      ...(await oneContractEach(facts)),
      ...joinIsWhole(facts),
      ...stepsFollow(facts),
      ...dealsTellTheTruth(facts),
      ...signedOnce(facts),
      ...nothingLost(facts),
      ...previewWasSent(facts),
      ...rulesMakeOne(facts),
      ...dealsStandRight(facts),
      ...workflowsEnd(facts),
      ...queueIsEmpty(facts),
      ...problemsEnd(facts),
      ...(await endInOrder(stage)),
      ...logsKeepSecrets(facts),
      ...noBugs(facts),
    );
    const accepted = new Set(
      ledger.wishes.flatMap(({ answer }) => (answer.kind === 'accepted' ? [answer.requestId] : [])),
    );
    return {
      seed: plan.seed,
      violations,
      damage,
      stories: plan.stories.length + plan.automation.length,
      clicks: ledger.clicks,
      accepted: accepted.size,
      contracts: facts.truth.length,
      executed: facts.truth.filter(({ status }) => status === 'EXECUTED').length,
      actions: ledger.actions.accepted,
      deliveries: facts.deliveries.length,
      gaveUp: ledger.gaveUp.length,
      executions: facts.executions.length,
      ms: {
        start: Math.round(begun - started),
        traffic: Math.round(played - begun),
        settle: Math.round(settled - played),
        total: Math.round(performance.now() - started),
      },
      logDir,
    };
  } finally {
    await watch.stop();
    await stage.close();
  }
};

/**
 * Quiet, a first look at what counts as written, then a whole sweep by the service's own clock, which repairs what no
 * webhook told, and quiet again. Nobody presses a button.
 */
const bringToRest = async (stage: Stage, ledger: Ledger): Promise<Violation[]> => {
  const unsettled = (left: readonly string[]): Violation[] =>
    left.length === 0 ? [] : [{ invariant: '7 it settles', text: `still under way: ${left.join('; ')}` }];
  const lost = await workWithoutJob(stage);
  if (lost.length > 0)
    return lost.map((what) => ({ invariant: '7 work has its job', text: `nothing will ever do ${what}` }));
  const first = await settle(stage);
  const early = writtenIsWritten(await readFacts(stage, ledger));
  const swept = await sweepOnce(stage);
  const second = await settle(stage);
  return [...unsettled(first), ...early, ...unsettled(swept), ...unsettled(second)];
};

/** Told to stop, every process ends in order, by itself, with nothing left behind. */
const endInOrder = async (stage: Stage): Promise<Violation[]> => {
  const codes = await Promise.all(
    stage.programs.map(async (one) => ({ name: one.name, code: await one.stop().catch(() => null) })),
  );
  return codes.flatMap(({ name, code }): Violation[] =>
    code === 0
      ? []
      : [
          {
            invariant: '7 no process left running',
            text: `${name} ended with ${String(code)} when it was told to stop`,
          },
        ],
  );
};
