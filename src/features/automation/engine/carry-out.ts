import { storedEffect } from '../rules/stored-effect.ts';
import { addEvent, type NewEvent } from '../../history/events.ts';
import type { Db } from '../../../platform/database/client.ts';
import type { Unfinished } from '../../../platform/jobs/job-end.ts';
import type { Deps } from '../../deps.ts';
import { readMissing } from '../../problems/missing-values.ts';
import { clearProblem, raiseProblem } from '../../problems/problems.ts';
import { firstRound } from '../../wake/firing-round.ts';
import { advance } from '../tasks/advance.ts';
import type { Advance, Ended, OnWarnings, Outcome, Progress, Task, Work } from '../tasks/task.ts';
import { blockFiring, endFiring } from './end-firing.ts';
import { settled, type Carried, type OpenFiring, type Surroundings } from './firing.ts';

/** Waits for HubSpot so many times, 15 s each; then a person looks. */
const mostWaits = 240;

/**
 * Does what the deal's firings want, each as far as it can go now. A firing knows how far it came (its request, its
 * actions), so this may be repeated at any time; one that waits for values or for SpotDraft is looked at again when
 * they come.
 */
export const carryOut = async (
  deps: Deps,
  deal: { portalId: number; dealId: string },
  around: Surroundings,
): Promise<Carried> => {
  const rows = await deps.db.ruleFiring.findMany({
    where: { ...deal, state: { in: ['doing', 'blocked', 'asking'] } },
    include: { rule: { select: { content: true } } },
    orderBy: { createdAt: 'asc' },
  });
  let result: Carried = settled;
  for (const { rule, ...row } of rows) {
    const ruleName = (rule.content as { name?: string }).name ?? 'a rule';
    const firing = { ...row, effect: storedEffect(row.effect), ruleName };
    const advanced = await advance(deps, taskOf(deps, firing), workOf(firing, around));
    const carried = await settle(deps, firing, advanced);
    if (carried.is === 'next') return carried;
    if (carried.is === 'wait') result = carried;
  }
  return result;
};

const taskOf = (deps: Deps, firing: OpenFiring): Task => ({
  portalId: firing.portalId,
  dealId: firing.dealId,
  requestId: firing.requestId,
  contractId: firing.contractId,
  actionIds: firing.actionIds,
  origin: 'stage_rule',
  by: `Rule “${firing.ruleName}”`,
  key: `rule:${firing.id}`,
  actionKey: `rule:${firing.id}:send`,
  keep: (progress) => keep(deps, firing, progress),
});

const workOf = (firing: OpenFiring, { now: { deal }, pipelines }: Surroundings): Work => {
  const { effect, why, ruleName: rule, state, answeredBy } = firing;
  switch (effect.do) {
    case 'generate':
      return { ...effect, reason: `Rule “${rule}”: ${why}`, onWarnings: onWarnings(firing) };
    case 'send':
      // Nobody is told of its status by the rule: it ends with the act.
      return { ...effect, statusGraceMs: 0, onWarnings: onWarnings(firing) };
    case 'move': {
      const refused =
        state === 'blocked' ? { missing: readMissing(firing.missing), refusedAt: firing.refusedAt } : null;
      return { ...effect, why, rule, deal, pipelines, refused };
    }
    case 'leave':
    case 'ask_to_hold':
    case 'ask_to_void': {
      const began = state !== 'doing';
      return { ...effect, why, rule, deal, pipelines, began, answeredBy, entry: firstRound(firing) };
    }
  }
};

/** Who answered a firing that sends has allowed it; one that is tried again asks again. */
const onWarnings = ({ effect, state, answeredBy }: OpenFiring): OnWarnings => {
  if (answeredBy !== null || ('sendDespiteWarnings' in effect && effect.sendDespiteWarnings)) return 'send';
  return state === 'asking' ? 'asked' : 'ask';
};

/** What the firing has come to, so that a repetition goes on from there. */
const keep = async (deps: Deps, { id, portalId }: OpenFiring, progress: Partial<Progress>): Promise<void> => {
  const { actionIds, ...its } = progress;
  await deps.db.ruleFiring.updateMany({
    where: { id, portalId, state: { in: ['doing', 'blocked', 'asking'] } },
    data: {
      ...its,
      ...(actionIds === undefined ? {} : { actionIds: [...actionIds] }),
      state: 'doing',
      text: null,
      missing: [],
      refusedAt: null,
    },
  });
  await clearProblem(deps.db, { portalId, kind: 'rule_blocked', about: id });
  await clearProblem(deps.db, { portalId, kind: 'rule_asks', about: id });
};

/** How a firing ends or waits, by what its task came to. */
const settle = async (deps: Deps, firing: OpenFiring, advanced: Advance): Promise<Carried> => {
  switch (advanced.is) {
    case 'waiting':
      if (firing.state === 'blocked') await lookedAt(deps, firing);
      return settled;
    case 'again':
      return { is: 'next' };
    case 'later':
      return comeBack(deps, firing, advanced.end);
    case 'blocked':
      await blockFiring(deps, firing, advanced);
      return settled;
    case 'asking':
      await askInRow(deps, firing, advanced);
      return settled;
    case 'ended':
      await endAs(deps, firing, advanced);
      return advanced.lookAgain === true ? { is: 'next' } : settled;
  }
};

const stateOf: Partial<Record<Outcome, 'refused' | 'overtaken'>> = {
  failed: 'refused',
  no_contract: 'refused',
  overtaken: 'overtaken',
};
const madeNothing = new Set<Outcome>(['skipped', 'reused']);

const endAs = (
  deps: Deps,
  firing: OpenFiring,
  { outcome, text, contract, events = [] }: Ended,
): Promise<void> =>
  deps.db.$transaction(async (tx) => {
    await addEvents(tx, events);
    await endFiring({ db: tx, now: deps.now }, firing, {
      state: stateOf[outcome] ?? 'done',
      text: madeNothing.has(outcome) ? `Nothing generated: ${text}` : text,
      ...(contract == null ? {} : { contractId: contract.id }),
    });
  });

/** It was looked at: the clock leaves it alone for a while. */
const lookedAt = async ({ db }: Deps, { id, portalId, text }: OpenFiring): Promise<void> => {
  await db.ruleFiring.updateMany({ where: { id, portalId, state: 'blocked' }, data: { text } });
};

/** A contract that nobody could ask for over an hour is for a person to look at; a move waits for as long as it takes. */
const comeBack = async (deps: Deps, firing: OpenFiring, end: Unfinished): Promise<Carried> => {
  const { id, portalId, effect } = firing;
  if (effect.do !== 'generate') return { is: 'wait', end };
  const { attempts } = await deps.db.ruleFiring.update({
    where: { id, portalId },
    data: { attempts: { increment: 1 } },
  });
  if (attempts < mostWaits) return { is: 'wait', end };
  await endFiring(deps, firing, { state: 'refused', text: end.why });
  return settled;
};

const askInRow = (
  deps: Deps,
  { id, portalId, dealId, ruleName, why }: OpenFiring,
  { text, wish, contracts, events }: Extract<Advance, { is: 'asking' }>,
): Promise<void> =>
  deps.db.$transaction(async (tx) => {
    await addEvents(tx, events);
    await tx.ruleFiring.updateMany({
      where: { id, portalId, state: 'doing' },
      data: { state: 'asking', text },
    });
    const context = { rule: ruleName, why: wish === 'send' ? text : why, contracts, wish };
    await raiseProblem(tx, { portalId, kind: 'rule_asks', about: id, dealId, context });
  });

const addEvents = async (tx: Db, events: readonly NewEvent[]): Promise<void> => {
  for (const event of events) await addEvent(tx, event);
};
