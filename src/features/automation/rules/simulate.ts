import type { SimulatedRule } from '@dealdraft/wire/automation.ts';
import { decideEntry, isEntryRule } from './decide-entry.ts';
import { decideMove, isMoveRule } from './decide-move.ts';
import {
  stageOf,
  type Decision,
  type Effect,
  type Facts,
  type PastFiring,
  type Place,
  type RuleFacts,
} from './facts.ts';

export type Simulated = {
  stageId: string;
  rules: SimulatedRule[];
  /** Labels of the stages that follow by themselves. */
  path: string[];
  loop: string | null;
};

export type SimulationParts = {
  rules: readonly (RuleFacts & { name: string })[];
  facts: Facts;
  /** An effect in words. */
  describe: (effect: Effect) => string;
  /** The warnings that sending a contract of the template would wait for. */
  warnings: ReadonlyMap<number, readonly string[]>;
};

/** More moves than any honest set of rules makes in one go. */
const mostSteps = 12;

const entering = (facts: Facts, to: Place, cause: 'person' | 'rule'): Facts => ({
  ...facts,
  deal: { ...facts.deal, ...to },
  last: {
    from: { pipelineId: facts.deal.pipelineId, stageId: facts.deal.stageId },
    to,
    seq: facts.last.seq + 1,
    at: facts.now,
    cause,
  },
});

const decide = (rule: RuleFacts, facts: Facts): Decision => {
  if (isMoveRule(rule)) return decideMove(rule, facts);
  if (isEntryRule(rule)) return decideEntry(rule, facts);
  return { ruleId: rule.id, verdict: 'not', why: 'This version does not know the rule.' };
};

const sends = (effect: Effect): effect is Extract<Effect, { sendDespiteWarnings: boolean }> =>
  effect.do === 'send' || (effect.do === 'generate' && effect.send !== 'no');

const shown = (
  decision: Decision,
  name: string,
  { describe, warnings }: Pick<SimulationParts, 'describe' | 'warnings'>,
): SimulatedRule => {
  const { ruleId, why } = decision;
  const waitsFor: string[] = [];
  switch (decision.verdict) {
    case 'fire':
      if (sends(decision.effect) && !decision.effect.sendDespiteWarnings)
        waitsFor.push(...(warnings.get(decision.effect.templateId) ?? []));
      return { ruleId, name, verdict: 'fires', why, would: describe(decision.effect), waitsFor };
    case 'hold':
      return { ruleId, name, verdict: 'held', why, would: null, waitsFor };
    case 'loop':
      return { ruleId, name, verdict: 'held', why: `It would be paused: ${why}`, would: null, waitsFor };
    case 'not':
      return { ruleId, name, verdict: 'not', why, would: null, waitsFor };
  }
};

/** What the rules would do if a person moved the deal to a stage now. The same judgments as the real run; nothing is done. */
export const simulateStage = ({ rules, facts, ...told }: SimulationParts, to: Place): Simulated => {
  const first = entering(facts, to, 'person');
  const decisions = rules.map((rule) => shown(decide(rule, first), rule.name, told));
  const path: string[] = [];
  const past: PastFiring[] = [...facts.past];
  let current = first;
  for (let step = 0; step < mostSteps; step += 1) {
    const moves = rules.flatMap((rule) => (isMoveRule(rule) ? [decideMove(rule, { ...current, past })] : []));
    const loop = moves.find(({ verdict }) => verdict === 'loop');
    if (loop !== undefined) {
      const names = [loop.ruleId, loop.verdict === 'loop' ? loop.rivalId : null].flatMap(
        (id) => rules.find((rule) => rule.id === id)?.name ?? [],
      );
      return {
        stageId: to.stageId,
        rules: decisions,
        path,
        loop: `“${names.join('” and “')}” move the deal round in circles.`,
      };
    }
    const move = moves.find(({ verdict }) => verdict === 'fire');
    if (move?.verdict !== 'fire' || move.effect.do !== 'move') break;
    past.push({ ruleId: move.ruleId, at: facts.now, cause: current.last.cause });
    path.push(stageOf(facts.pipelines, move.effect.to)?.label ?? move.effect.to.stageId);
    current = entering(current, move.effect.to, 'rule');
  }
  return { stageId: to.stageId, rules: decisions, path, loop: null };
};
