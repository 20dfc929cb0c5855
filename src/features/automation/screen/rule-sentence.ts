import { conditionText } from '../rules/conditions.ts';
import { stageOf, type Effect, type PipelineFacts, type SetFacts } from '../rules/facts.ts';
import { isNdaAlone } from '../rules/set-state.ts';
import type { RuleContent } from '@dealdraft/wire/automation.ts';

/** The names that a rule's ids stand for now. `pipelines` is null while HubSpot cannot be asked. */
export type Names = {
  pipelines: readonly PipelineFacts[] | null;
  sets: readonly SetFacts[];
  templates: readonly { templateId: number; name: string }[];
};

const templateName = ({ templates }: Names, id: number): string =>
  templates.find(({ templateId }) => templateId === id)?.name ?? `template ${String(id)}`;
const stageName = ({ pipelines }: Names, pipelineId: string, stageId: string): string =>
  stageOf(pipelines ?? [], { pipelineId, stageId })?.label ?? stageId;
const setName = ({ sets }: Names, id: string): string =>
  sets.find((set) => set.id === id)?.name ?? 'a set that is gone';

const turns = { moved_back: 'is moved back', lost: 'is lost', reopened: 'is reopened' } as const;
const keeps = {
  leave: 'leave its open contracts as they are',
  ask_to_hold: 'ask to put its open contracts on hold in SpotDraft',
  ask_to_void: 'void its open contracts once somebody confirms',
} as const;
const ends = { executed: 'executed', declined: 'declined', voided: 'void' } as const;

/** What a rule's effect is, as the end of a sentence that begins with "would". */
export const effectText = (names: Names, effect: Effect): string => {
  switch (effect.do) {
    case 'generate': {
      const send = effect.send === 'no' ? '' : `, and send it for ${effect.send}`;
      const open = {
        skip: ', unless one is open',
        reuse: ', or use the one that is open',
        another: ', also when one is open',
      }[effect.ifOpen];
      return `generate “${templateName(names, effect.templateId)}”${open}${send}`;
    }
    case 'send':
      return `send “${templateName(names, effect.templateId)}” for ${effect.sendFor}`;
    case 'move':
      return `move the deal to ${stageName(names, effect.to.pipelineId, effect.to.stageId)}`;
    case 'leave':
    case 'ask_to_hold':
    case 'ask_to_void':
      return keeps[effect.do];
  }
};

/** "When a deal enters Contract, generate “Order Form”." */
export const ruleSentence = (names: Names, content: RuleContent): string => {
  const conditions =
    content.conditions.length === 0 ? '' : ` and ${content.conditions.map(conditionText).join(' and ')}`;
  switch (content.kind) {
    case 'generate':
      return `When a deal enters ${stageName(names, content.pipelineId, content.stageId)}${conditions}, ${effectText(names, { ...content, do: 'generate' })}.`;
    case 'send':
      return `When a deal enters ${stageName(names, content.pipelineId, content.stageId)}${conditions}, ${effectText(names, { ...content, do: 'send' })}.`;
    case 'move':
      return `When “${setName(names, content.setId)}” is ${ends[content.when]}${conditions}, move the deal to ${stageName(names, content.pipelineId, content.toStageId)}.`;
    case 'keep':
      return `When a deal ${turns[content.when]}${conditions}, ${keeps[content.then]}.`;
  }
};

/** What keeps a rule from working, each as a sentence. A rule with findings cannot be saved; one that gets them later shows them. */
export const ruleFindings = (names: Names, content: RuleContent): string[] => {
  const found: string[] = [];
  const { pipelines } = names;
  const missing = (stageId: string, what: string): void => {
    if (pipelines !== null && stageOf(pipelines, { pipelineId: content.pipelineId, stageId }) === null)
      found.push(`The stage ${what} is not in the pipeline any more; choose another.`);
  };
  if (pipelines !== null && !pipelines.some(({ id }) => id === content.pipelineId))
    found.push('The pipeline does not exist any more; choose another.');
  else if (content.kind === 'generate' || content.kind === 'send') missing(content.stageId, 'it acts on');
  else if (content.kind === 'move') missing(content.toStageId, 'it moves deals to');

  const templates =
    content.kind === 'generate' || content.kind === 'send'
      ? [content.templateId]
      : content.kind === 'keep'
        ? content.templateIds
        : [];
  for (const id of templates)
    if (!names.templates.some(({ templateId }) => templateId === id))
      found.push(`Template ${String(id)} is not mapped and published; map it, or choose another.`);

  if (content.kind === 'move') {
    const set = names.sets.find(({ id }) => id === content.setId);
    const target = stageOf(pipelines ?? [], { pipelineId: content.pipelineId, stageId: content.toStageId });
    if (set === undefined) found.push('Its contract set does not exist any more; choose another.');
    else if (content.when === 'executed' && target?.isWon === true && isNdaAlone(set))
      found.push(
        'A non-disclosure agreement alone does not close a deal; add the contract that does to the set.',
      );
  }
  return found;
};
