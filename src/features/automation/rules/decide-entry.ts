import type { RuleContent } from '@dealdraft/wire/automation.ts';
import { isOpen } from '@dealdraft/wire/contract-status.ts';
import { conditionText, unmetCondition } from './conditions.ts';
import {
  orderOf,
  stageOf,
  type Decision,
  type Effect,
  type Facts,
  type RuleFacts,
  type Transition,
} from './facts.ts';
import { findLoop } from './loop-breaker.ts';

type EntryContent = Extract<RuleContent, { kind: 'generate' | 'send' | 'keep' }>;
export type EntryRule = RuleFacts<EntryContent>;

export const isEntryRule = (rule: RuleFacts): rule is EntryRule => rule.content.kind !== 'move';

export type Turn = 'forward' | 'moved_back' | 'lost' | 'reopened' | 'elsewhere';

/** What a change of stage means. A change of pipeline is none of these: stages of two pipelines have no order. */
export const turnOf = ({ pipelines }: Pick<Facts, 'pipelines'>, { from, to }: Transition): Turn => {
  const after = stageOf(pipelines, to);
  const before = from === null ? null : stageOf(pipelines, from);
  if (after === null) return 'elsewhere';
  if (after.isClosed)
    return after.isWon ? 'forward' : before?.isClosed === true && !before.isWon ? 'elsewhere' : 'lost';
  if (before === null || from === null) return 'elsewhere';
  if (before.isClosed) return 'reopened';
  if (from.pipelineId !== to.pipelineId) return 'elsewhere';
  return orderOf(pipelines, to) < orderOf(pipelines, from) ? 'moved_back' : 'forward';
};

const turnWords: Record<'moved_back' | 'lost' | 'reopened', string> = {
  moved_back: 'The deal was moved back',
  lost: 'The deal was lost',
  reopened: 'The deal was reopened',
};

const effectOf = (content: EntryContent, facts: Facts): Effect => {
  switch (content.kind) {
    case 'generate': {
      const { templateId, ifOpen, send, sendDespiteWarnings } = content;
      return { do: 'generate', templateId, ifOpen, send, sendDespiteWarnings };
    }
    case 'send': {
      const { templateId, sendFor, sendDespiteWarnings } = content;
      return { do: 'send', templateId, sendFor, sendDespiteWarnings };
    }
    case 'keep':
      return {
        do: content.then,
        contractIds: facts.contracts
          .filter(
            ({ status, templateId }) =>
              isOpen(status) &&
              (content.then !== 'ask_to_hold' || status !== 'ON_HOLD') &&
              (content.templateIds.length === 0 ||
                (templateId !== null && content.templateIds.includes(templateId))),
          )
          .map(({ id }) => id),
      };
  }
};

/** What one rule makes of the deal's last change of stage. */
export const decideEntry = (rule: EntryRule, facts: Facts): Decision => {
  const { id: ruleId, content } = rule;
  const { last, deal, past, now } = facts;
  const not = (why: string): Decision => ({ ruleId, verdict: 'not', why });
  const hold = (why: string): Decision => ({
    ruleId,
    verdict: 'hold',
    round: `held:${String(last.seq)}`,
    why,
  });

  if (last.to.pipelineId !== content.pipelineId) return not('The deal is in another pipeline.');
  const label = stageOf(facts.pipelines, last.to)?.label ?? last.to.stageId;
  if (content.kind === 'keep') {
    const turn = turnOf(facts, last);
    if (turn !== content.when) return not(`It acts when a deal is ${content.when.replace('_', ' ')}.`);
  } else if (last.to.stageId !== content.stageId) {
    const own = stageOf(facts.pipelines, { pipelineId: content.pipelineId, stageId: content.stageId });
    return not(`It acts on the stage ${own?.label ?? content.stageId}.`);
  }
  if (last.at < rule.since) return not('The deal was there before the rule was switched on.');
  const unmet = unmetCondition(content.conditions, deal);
  if (unmet !== null) return not(`The deal does not meet the condition: ${conditionText(unmet)}.`);
  const effect = effectOf(content, facts);
  if ('contractIds' in effect && effect.contractIds.length === 0)
    return not('The deal has no open contract that it is about.');

  if (content.kind !== 'keep') {
    const own = past.filter((firing) => firing.ruleId === ruleId);
    if (content.repeat === 'once' && own.length > 0)
      return not('It has fired for this deal before, and fires once.');
    const rests = own.some(({ at }) => now - at < content.coolDownMinutes * 60_000);
    if (rests)
      return hold(`It fired for this deal less than ${String(content.coolDownMinutes)} minutes ago.`);
    const loop = findLoop({ ruleId, cause: last.cause, since: rule.since, past, now });
    if (loop !== null)
      return { ruleId, verdict: 'loop', rivalId: loop.rivalId, why: `The deal came to ${label} in circles.` };
  }
  const round = content.kind !== 'keep' && content.repeat === 'once' ? 'once' : `entry:${String(last.seq)}`;
  const why = content.kind === 'keep' ? `${turnWords[content.when]}.` : `The deal entered ${label}.`;
  return { ruleId, verdict: 'fire', round, effect, why };
};
