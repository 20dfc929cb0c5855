import type { RuleContent } from '@dealdraft/wire/automation.ts';
import { conditionText, unmetCondition } from './conditions.ts';
import { orderOf, stageOf, type Decision, type Facts, type RuleFacts } from './facts.ts';
import { findLoop } from './loop-breaker.ts';
import { isNdaAlone, setState } from './set-state.ts';

export type MoveRule = RuleFacts<Extract<RuleContent, { kind: 'move' }>>;
export const isMoveRule = (rule: RuleFacts): rule is MoveRule => rule.content.kind === 'move';

const stateWords = { executed: 'executed', declined: 'declined', voided: 'void' } as const;

/**
 * Whether a rule moves the deal as things stand. It looks at the state of the set, not at the news that led there, so
 * that nothing is missed when several contracts change at once or a notice is lost.
 */
export const decideMove = (rule: MoveRule, facts: Facts): Decision => {
  const { id: ruleId, content } = rule;
  const { deal, pipelines, past, last, now } = facts;
  const not = (why: string): Decision => ({ ruleId, verdict: 'not', why });
  const hold = (why: string): Decision => ({
    ruleId,
    verdict: 'hold',
    round: `held:${String(last.seq)}`,
    why,
  });

  if (deal.pipelineId !== content.pipelineId) return not('The deal is in another pipeline.');
  const set = facts.sets.find(({ id }) => id === content.setId);
  if (set === undefined) return not('Its contract set does not exist any more.');
  const state = setState(set, facts.contracts);
  const outcome = state[content.when];
  if (outcome === null) {
    return not(
      content.when === 'executed' && state.missing.length > 0
        ? `“${set.name}” is not executed: ${state.missing.join(', ')} is missing.`
        : `“${set.name}” is not ${stateWords[content.when]}.`,
    );
  }
  if (outcome.at < rule.since)
    return not(`“${set.name}” was ${stateWords[content.when]} before the rule was switched on.`);
  const to = { pipelineId: content.pipelineId, stageId: content.toStageId };
  const target = stageOf(pipelines, to);
  const here = stageOf(pipelines, deal);
  if (target === null) return hold('The stage it moves to does not exist any more.');
  if (deal.stageId === content.toStageId) return not(`The deal is in ${target.label} already.`);
  const unmet = unmetCondition(content.conditions, deal);
  if (unmet !== null) return not(`The deal does not meet the condition: ${conditionText(unmet)}.`);
  const own = past.filter((firing) => firing.ruleId === ruleId);
  if (content.repeat === 'once' && own.length > 0)
    return not('It has moved this deal before, and does so once.');
  const latest = outcome.contractIds.at(-1) ?? '';
  if (own.some(({ beforeMerge }) => beforeMerge?.endsWith(`:${latest}`) === true))
    return not('It has moved a deal for this contract that was merged into this one.');
  if (here?.isClosed === true && !content.allowFromClosed)
    return hold(`The deal is closed (${here.label}), and the rule may not move closed deals.`);
  if (!content.allowBackward && orderOf(pipelines, to) < orderOf(pipelines, deal))
    return hold(
      `${target.label} comes before ${here?.label ?? deal.stageId}, and the rule moves deals forward only.`,
    );
  if (content.when === 'executed' && target.isClosed && target.isWon && isNdaAlone(set))
    return hold('A non-disclosure agreement alone does not close a deal.');
  if (own.some(({ at }) => now - at < content.coolDownMinutes * 60_000))
    return hold(`It moved this deal less than ${String(content.coolDownMinutes)} minutes ago.`);
  const loop = findLoop({ ruleId, cause: last.cause, since: rule.since, past, now });
  const why = `“${set.name}” is ${stateWords[content.when]}.`;
  if (loop !== null) return { ruleId, verdict: 'loop', rivalId: loop.rivalId, why };
  const round = content.repeat === 'once' ? 'once' : `move:${String(last.seq)}:${latest}`;
  return {
    ruleId,
    verdict: 'fire',
    round,
    effect: {
      do: 'move',
      from: { pipelineId: deal.pipelineId, stageId: deal.stageId },
      to,
      because: outcome.contractIds,
    },
    why,
  };
};
