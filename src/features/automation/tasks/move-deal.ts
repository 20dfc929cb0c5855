import { afterFailure } from '../../../platform/jobs/after-failure.ts';
import type { Deps } from '../../deps.ts';
import { isWorthTrying, labelMissing, labelsOf } from '../../problems/missing-values.ts';
import { vendorTrouble } from '../../vendors/vendor-trouble.ts';
import { samePlace, stageOf } from '../rules/facts.ts';
import { ended, waiting, type Advance, type MoveWork, type Task } from './task.ts';

/** Moves the deal, unless somebody moved it elsewhere since the rule decided: people are never overruled by an old decision. */
export const moveDeal = async (deps: Deps, task: Task, work: MoveWork): Promise<Advance> => {
  const { deal, pipelines, to, from, refused } = work;
  const label = stageOf(pipelines, to)?.label ?? to.stageId;
  if (samePlace(deal, to)) return moved(deps, { task, work }, label);
  if (!samePlace(deal, from)) {
    const text = `The deal was moved elsewhere before it could be moved to ${label}.`;
    // While it waited for values, other moves waited for it: they are judged now.
    return { ...ended('overtaken', text), lookAgain: refused !== null };
  }
  // HubSpot refused this move for want of values that the deal does not have yet either: it is not asked the same again.
  if (refused !== null && !isWorthTrying(refused, deal.properties, deps.now())) return waiting;
  return (await write(deps, { task, work }, label)) ?? moved(deps, { task, work }, label);
};

type Moving = { task: Task; work: MoveWork };

/** Null when HubSpot took it. */
const write = async (deps: Deps, { task, work }: Moving, label: string): Promise<Advance | null> => {
  const { portalId, dealId } = task;
  const client = await deps.vendors.hubspot(portalId, 'background');
  if (!client.ok) return ended('failed', client.failure.message);
  const answer = await client.value.updateDeal(dealId, {
    pipeline: work.to.pipelineId,
    dealstage: work.to.stageId,
  });
  if (answer.ok) return null;
  const { failure } = answer;
  // It went since it was read: reading it again tells how that ends.
  if (failure.kind === 'not_found') return { is: 'again' };
  if (failure.kind === 'missing_values') {
    const missing = await labelMissing(deps, client.value, failure.values);
    const text = `HubSpot requires ${labelsOf(missing)} before the deal can move to ${label}.`;
    return { is: 'blocked', text, missing };
  }
  await vendorTrouble(deps, { portalId, vendor: 'hubspot', failure });
  const end = afterFailure(failure);
  return end.end === 'give_up' ? ended('failed', failure.text.admin) : { is: 'later', end };
};

const moved = ({ now }: Deps, { task, work }: Moving, label: string): Advance => ({
  ...ended('moved', `Moved to ${label}. ${work.why}`),
  lookAgain: true,
  events: work.because.map((contractId) => ({
    portalId: task.portalId,
    contractId,
    kind: 'deal_moved',
    at: now(),
    how: 'stage_rule',
    dedupeKey: task.key,
    detail: { label, reason: `Rule “${work.rule}” moved the deal to ${label}` },
  })),
});
