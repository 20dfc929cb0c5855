import type {
  ContractFacts,
  Facts,
  PipelineFacts,
  Place,
  RuleFacts,
} from '../../../src/features/automation/rules/facts.ts';
import { ruleContent, type RuleContentInput } from '@dealdraft/wire/automation.ts';

export const now = Date.parse('2026-11-21T12:00:00Z');
export const minute = 60_000;

export const sales: PipelineFacts = {
  id: 'sales',
  label: 'Sales',
  stages: [
    { id: 'new', label: 'New', isClosed: false, isWon: false },
    { id: 'proposal', label: 'Proposal', isClosed: false, isWon: false },
    { id: 'contract', label: 'Contract', isClosed: false, isWon: false },
    { id: 'won', label: 'Won', isClosed: true, isWon: true },
    { id: 'lost', label: 'Lost', isClosed: true, isWon: false },
  ],
};
export const renewals: PipelineFacts = { ...sales, id: 'renewals', label: 'Renewals' };

export const place = (stageId: string, pipelineId = 'sales'): Place => ({ pipelineId, stageId });
export const setId = '01a1fcd9-40a7-76f4-9071-5ce0aed818ca';

export const contract = (over: Partial<ContractFacts> = {}): ContractFacts => ({
  id: 'c1',
  name: 'Order form for Acme',
  templateId: 1,
  status: 'DRAFT',
  declinedAt: null,
  statusAt: now - minute,
  createdAt: now - 10 * minute,
  ...over,
});

/** A deal that a person has just moved from one stage to another. */
export const facts = (
  stageId: string,
  over: Partial<Facts> = {},
  from: Place | null = place('new'),
): Facts => ({
  deal: { ...place(stageId), properties: {} },
  pipelines: [sales, renewals],
  contracts: [],
  sets: [
    {
      id: setId,
      name: 'Order form and DPA',
      members: [
        { templateId: 1, templateName: 'Order form', required: true },
        { templateId: 2, templateName: 'DPA', required: true },
      ],
    },
  ],
  past: [],
  last: { from, to: place(stageId), seq: 4, at: now - 1000, cause: 'person' },
  now,
  ...over,
});

/** A rule that was switched on an hour ago. */
const rule = <Kind extends RuleContentInput['kind']>(
  content: Extract<RuleContentInput, { kind: Kind }>,
  id = 'rule-1',
): RuleFacts<Extract<ReturnType<typeof ruleContent.parse>, { kind: Kind }>> => ({
  id,
  since: now - 60 * minute,
  content: ruleContent.parse(content) as Extract<ReturnType<typeof ruleContent.parse>, { kind: Kind }>,
});

export const generate = (over: object = {}) =>
  rule<'generate'>({
    kind: 'generate',
    name: 'Make it',
    pipelineId: 'sales',
    stageId: 'contract',
    templateId: 1,
    ...over,
  });
export const move = (over: object = {}, id = 'rule-1') =>
  rule<'move'>(
    {
      kind: 'move',
      name: 'Move it',
      pipelineId: 'sales',
      setId,
      when: 'executed',
      toStageId: 'won',
      ...over,
    },
    id,
  );
export const keep = (
  when: 'moved_back' | 'lost' | 'reopened',
  then: 'leave' | 'ask_to_hold' | 'ask_to_void',
  templateIds: number[] = [],
) => rule<'keep'>({ kind: 'keep', name: 'Keep', pipelineId: 'sales', when, then, templateIds });

export const executedBoth = [
  contract({ id: 'c1', templateId: 1, status: 'EXECUTED' }),
  contract({ id: 'c2', templateId: 2, status: 'EXECUTED' }),
];
