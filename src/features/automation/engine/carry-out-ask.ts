import { stageOf, type Effect } from '../rules/facts.ts';
import { isOpen, type ContractStatus } from '@dealdraft/wire/contract-status.ts';
import { addEvent } from '../../history/events.ts';
import { raiseProblem } from '../../problems/problems.ts';
import type { Deps } from '../../deps.ts';
import { settled, type Carried, type OpenFiring, type Surroundings } from './firing.ts';
import { endFiring } from './end-firing.ts';
import { firstRound } from '../../wake/firing-round.ts';

type AskFiring = OpenFiring & { effect: Extract<Effect, { do: 'leave' | 'ask_to_hold' | 'ask_to_void' }> };

const wishes = {
  leave: 'left as it is, by the rule',
  ask_to_hold: 'to be put on hold in SpotDraft, by the rule',
  ask_to_void: 'to be voided once somebody confirms, by the rule',
} as const;

/** What the admin chose for contracts of a deal that went another way: written down for each, and asked where a person must act. */
export const askPeople = async (deps: Deps, firing: AskFiring, around: Surroundings): Promise<Carried> => {
  const { portalId, dealId, effect } = firing;
  const contracts = await deps.db.contract.findMany({
    where: { portalId, id: { in: [...effect.contractIds] }, unlinkedAt: null },
  });
  if (firing.state === 'doing' && firing.actionIds.length === 0) {
    await begin(deps, firing, contracts);
    return settled;
  }
  const left = contracts.filter(
    ({ status }) =>
      isOpen(status as ContractStatus) && !(effect.do === 'ask_to_hold' && status === 'ON_HOLD'),
  );
  if (left.length === 0) {
    await endFiring(deps, firing, {
      state: 'done',
      text: effect.do === 'ask_to_hold' ? 'On hold, or ended.' : 'No contract of these is open any more.',
    });
    return settled;
  }
  if (firing.actionIds.length > 0) return waitForVoids(deps, firing);
  const row = await deps.db.dealStage.findUnique({ where: { portalId_dealId: { portalId, dealId } } });
  if (row !== null && firstRound(firing) !== `entry:${String(row.seq)}`) {
    const label = stageOf(around.pipelines, around.now.deal)?.label ?? 'another stage';
    await endFiring(deps, firing, {
      state: 'overtaken',
      text: `The deal went on to ${label} before anybody answered.`,
    });
  }
  return settled;
};

const begin = async (
  deps: Deps,
  firing: AskFiring,
  contracts: readonly { id: string; name: string }[],
): Promise<void> => {
  const { portalId, dealId, effect } = firing;
  const names = contracts.map(({ name }) => `“${name}”`).join(', ');
  await deps.db.$transaction(async (tx) => {
    for (const { id } of contracts)
      await addEvent(tx, {
        portalId,
        contractId: id,
        kind: 'deal_went_another_way',
        at: deps.now(),
        how: 'stage_rule',
        dedupeKey: `rule:${firing.id}`,
        detail: { reason: `${firing.why} This contract is ${wishes[effect.do]} “${firing.ruleName}”` },
      });
    if (effect.do === 'leave') {
      await endFiring({ db: tx, now: deps.now }, firing, {
        state: 'done',
        text: `${firing.why} Left as they are: ${names}.`,
      });
      return;
    }
    const wish = effect.do === 'ask_to_hold' ? 'hold' : 'void';
    await tx.ruleFiring.updateMany({
      where: { id: firing.id, portalId, state: 'doing' },
      data: {
        state: 'asking',
        text: `${firing.why} ${wish === 'hold' ? 'To be put on hold' : 'To be voided'}: ${names}.`,
      },
    });
    await raiseProblem(tx, {
      portalId,
      kind: 'rule_asks',
      about: firing.id,
      dealId,
      context: { rule: firing.ruleName, why: firing.why, contracts: names, wish },
    });
  });
};

/** Somebody confirmed: the voids are under way as actions like those of the card. */
const waitForVoids = async (deps: Deps, firing: AskFiring): Promise<Carried> => {
  const actions = await deps.db.contractAction.findMany({
    where: { portalId: firing.portalId, id: { in: firing.actionIds } },
  });
  const failed = actions.find(({ state }) => state === 'failed');
  if (failed !== undefined) {
    const { message } = (failed.failure ?? {}) as { message?: string };
    await endFiring(deps, firing, {
      state: 'refused',
      text: message ?? 'SpotDraft refused to void a contract.',
    });
  } else if (actions.every(({ state }) => state === 'done')) {
    await endFiring(deps, firing, {
      state: 'done',
      text: `Voided after ${firing.answeredBy ?? 'somebody'} confirmed.`,
    });
  }
  return settled;
};
