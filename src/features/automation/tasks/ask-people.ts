import { isOpen } from '@dealdraft/wire/contract-status.ts';
import type { Contract } from '../../../platform/database/generated/client.ts';
import type { Deps } from '../../deps.ts';
import type { NewEvent } from '../../history/events.ts';
import { stageOf } from '../rules/facts.ts';
import { ended, waiting, type Advance, type AskWork, type Task } from './task.ts';

const wishes = {
  leave: 'left as it is, by the rule',
  ask_to_hold: 'to be put on hold in SpotDraft, by the rule',
  ask_to_void: 'to be voided once somebody confirms, by the rule',
} as const;

/** What the admin chose for contracts of a deal that went another way: written down for each, and asked where a person must act. */
export const askPeople = async (deps: Deps, task: Task, work: AskWork): Promise<Advance> => {
  const { portalId, dealId, actionIds } = task;
  const contracts = await deps.db.contract.findMany({
    where: { portalId, id: { in: [...work.contractIds] }, unlinkedAt: null },
  });
  if (!work.began && actionIds.length === 0) return begin(deps, { task, work }, contracts);
  const left = contracts.filter(
    ({ status }) => isOpen(status) && !(work.do === 'ask_to_hold' && status === 'ON_HOLD'),
  );
  if (left.length === 0)
    return ended(
      'answered',
      work.do === 'ask_to_hold' ? 'On hold, or ended.' : 'No contract of these is open any more.',
    );
  if (actionIds.length > 0) return waitForVoids(deps, task, work);
  const row = await deps.db.dealStage.findUnique({ where: { portalId_dealId: { portalId, dealId } } });
  if (row === null || work.entry === `entry:${String(row.seq)}`) return waiting;
  const label = stageOf(work.pipelines, work.deal)?.label ?? 'another stage';
  return ended('overtaken', `The deal went on to ${label} before anybody answered.`);
};

const begin = (
  { now }: Deps,
  { task, work }: { task: Task; work: AskWork },
  contracts: readonly Contract[],
): Advance => {
  const { why, rule } = work;
  const names = contracts.map(({ name }) => `“${name}”`).join(', ');
  const events = contracts.map(({ id }): NewEvent => ({
    portalId: task.portalId,
    contractId: id,
    kind: 'deal_went_another_way',
    at: now(),
    how: 'stage_rule',
    dedupeKey: task.key,
    detail: { reason: `${why} This contract is ${wishes[work.do]} “${rule}”` },
  }));
  if (work.do === 'leave') return { ...ended('answered', `${why} Left as they are: ${names}.`), events };
  const wish = work.do === 'ask_to_hold' ? 'hold' : 'void';
  const text = `${why} ${wish === 'hold' ? 'To be put on hold' : 'To be voided'}: ${names}.`;
  return { is: 'asking', text, wish, contracts: names, events };
};

/** Somebody confirmed: the voids are under way as actions like those of the card. */
const waitForVoids = async ({ db }: Deps, task: Task, work: AskWork): Promise<Advance> => {
  const actions = await db.contractAction.findMany({
    where: { portalId: task.portalId, id: { in: [...task.actionIds] } },
  });
  const failed = actions.find(({ state }) => state === 'failed');
  if (failed !== undefined) {
    const { message } = (failed.failure ?? {}) as { message?: string };
    return ended('failed', message ?? 'SpotDraft refused to void a contract.');
  }
  return actions.every(({ state }) => state === 'done')
    ? ended('answered', `Voided after ${work.answeredBy ?? 'somebody'} confirmed.`)
    : waiting;
};
