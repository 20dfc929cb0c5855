import type { AutomationView, DealCondition, RuleContent } from '@dealdraft/wire/automation.ts';

export type RuleKind = RuleContent['kind'];
type Of<Kind extends RuleKind> = Extract<RuleContent, { kind: Kind }>;

/** A rule as it stands in the form: every field of every kind, so that changing the kind loses nothing that was chosen. */
export type RuleDraft = {
  kind: RuleKind;
  name: string;
  pipelineId: string;
  conditions: DealCondition[];
  repeat: 'once' | 'always';
  coolDown: string;
  stageId: string;
  templateId: string;
  ifOpen: Of<'generate'>['ifOpen'];
  send: Of<'generate'>['send'];
  sendFor: Of<'send'>['sendFor'];
  sendDespiteWarnings: boolean;
  setId: string;
  when: Of<'move'>['when'];
  toStageId: string;
  allowBackward: boolean;
  allowFromClosed: boolean;
  turn: Of<'keep'>['when'];
  templateIds: string[];
  then: Of<'keep'>['then'];
};

export const newRule = (kind: RuleKind, pipelineId: string): RuleDraft => ({
  kind,
  name: '',
  pipelineId,
  conditions: [],
  repeat: 'once',
  coolDown: '0',
  stageId: '',
  templateId: '',
  ifOpen: 'skip',
  send: 'no',
  sendFor: 'signature',
  sendDespiteWarnings: false,
  setId: '',
  when: 'executed',
  toStageId: '',
  allowBackward: false,
  allowFromClosed: false,
  turn: 'lost',
  templateIds: [],
  then: 'ask_to_void',
});

export const draftOfRule = (content: RuleContent): RuleDraft => {
  const { kind, name, pipelineId, conditions } = content;
  const draft = { ...newRule(kind, pipelineId), name, conditions };
  if (content.kind === 'keep')
    return {
      ...draft,
      turn: content.when,
      templateIds: content.templateIds.map(String),
      then: content.then,
    };
  const again = { repeat: content.repeat, coolDown: String(content.coolDownMinutes) };
  if (content.kind === 'move') {
    const { setId, when, toStageId, allowBackward, allowFromClosed } = content;
    return { ...draft, ...again, setId, when, toStageId, allowBackward, allowFromClosed };
  }
  const { stageId, templateId, sendDespiteWarnings } = content;
  const entry = { ...draft, ...again, stageId, templateId: String(templateId), sendDespiteWarnings };
  return content.kind === 'send'
    ? { ...entry, sendFor: content.sendFor }
    : { ...entry, ifOpen: content.ifOpen, send: content.send };
};

const MOST_MINUTES = 43_200;
const withoutOperand = ['empty', 'notEmpty'];
const withList = ['in', 'notIn'];

const conditionFaults = (conditions: readonly DealCondition[]): string[] => {
  if (conditions.some(({ property }) => property === '')) return ['Choose the property of each condition.'];
  const open = conditions.some(({ op, value, values = [] }) => {
    if (withoutOperand.includes(op)) return false;
    return withList.includes(op)
      ? values.filter((each) => String(each).trim() !== '').length === 0
      : value === undefined || String(value).trim() === '';
  });
  return open ? ['Say what each condition compares with.'] : [];
};

/** What is still to be chosen, each as a sentence. */
export const missingOf = (draft: RuleDraft): string[] => {
  const { kind, coolDown } = draft;
  const entry = kind === 'generate' || kind === 'send';
  const minutes = coolDown.trim() === '' ? 0 : Number(coolDown);
  const wrongMinutes = !Number.isInteger(minutes) || minutes < 0 || minutes > MOST_MINUTES;
  return [
    ...(draft.pipelineId === '' ? ['Choose a pipeline.'] : []),
    ...(entry && draft.stageId === '' ? ['Choose the stage that starts it.'] : []),
    ...(entry && draft.templateId === '' ? ['Choose a template.'] : []),
    ...(kind === 'move' && draft.setId === '' ? ['Choose a contract set.'] : []),
    ...(kind === 'move' && draft.toStageId === '' ? ['Choose the stage to move the deal to.'] : []),
    ...conditionFaults(draft.conditions),
    ...(kind !== 'keep' && wrongMinutes ? ['The rest is a whole number of minutes, at most 43,200.'] : []),
  ];
};

const trimmed = (condition: DealCondition): DealCondition =>
  condition.values === undefined
    ? condition
    : { ...condition, values: condition.values.filter((each) => String(each).trim() !== '') };

/** The rule as the service keeps it; call it when nothing is missing. */
export const contentOf = (draft: RuleDraft, name: string): RuleContent => {
  const { kind, pipelineId, stageId } = draft;
  const common = { name, pipelineId, conditions: draft.conditions.map(trimmed) };
  if (kind === 'keep') {
    const templateIds = draft.templateIds.map(Number);
    return { kind, ...common, when: draft.turn, templateIds, then: draft.then };
  }
  const again = { ...common, repeat: draft.repeat, coolDownMinutes: Number(draft.coolDown) };
  if (kind === 'move') {
    const { setId, when, toStageId, allowBackward, allowFromClosed } = draft;
    return { kind, ...again, setId, when, toStageId, allowBackward, allowFromClosed };
  }
  const { sendDespiteWarnings } = draft;
  const entry = { ...again, stageId, templateId: Number(draft.templateId), sendDespiteWarnings };
  return kind === 'send'
    ? { kind, ...entry, sendFor: draft.sendFor }
    : { kind, ...entry, ifOpen: draft.ifOpen, send: draft.send };
};

const turnNames = { moved_back: 'Moved back', lost: 'Lost', reopened: 'Reopened' } as const;

/** A name from what was chosen, for those who do not want to think of one. */
export const suggestedName = (draft: RuleDraft, view: AutomationView): string => {
  const stages = view.pipelines.find(({ id }) => id === draft.pipelineId)?.stages ?? [];
  const stage = (id: string): string => stages.find((each) => each.id === id)?.label ?? 'a stage';
  const template =
    view.templates.find(({ templateId }) => String(templateId) === draft.templateId)?.name ?? 'a contract';
  const set = view.sets.find(({ id }) => id === draft.setId)?.content.name ?? 'A set';
  switch (draft.kind) {
    case 'generate':
      return `${stage(draft.stageId)}: generate ${template}`;
    case 'send':
      return `${stage(draft.stageId)}: send ${template}`;
    case 'move':
      return `${set} ${draft.when}: move to ${stage(draft.toStageId)}`;
    case 'keep':
      return `${turnNames[draft.turn]}: ${draft.then === 'leave' ? 'leave contracts' : draft.then === 'ask_to_void' ? 'void contracts' : 'hold contracts'}`;
  }
};

/** The guards of a rule in short words. */
export const guardWords = (content: RuleContent): string[] => {
  if (content.kind === 'keep') return [];
  const rest = content.coolDownMinutes;
  return [
    content.repeat === 'once' ? 'once per deal' : 'each time',
    ...(rest > 0 ? [`rests ${String(rest)} minutes`] : []),
    ...(content.kind === 'move'
      ? [
          content.allowBackward ? 'forward and backward' : 'forward only',
          content.allowFromClosed ? 'also out of closed stages' : 'never out of closed stages',
        ]
      : []),
  ];
};
