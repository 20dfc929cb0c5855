import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AutomationView, RuleContent } from '@dealdraft/wire/automation.ts';
import { ruleContent } from '@dealdraft/wire/automation.ts';
import {
  contentOf,
  draftOfRule,
  guardWords,
  missingOf,
  newRule,
  suggestedName,
  type RuleDraft,
  type RuleKind,
} from '@dealdraft/ui/settings/automation/rule-draft.ts';

const id = fc.stringMatching(/^[a-z0-9]{1,12}$/);
const property = fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/);
const operand = fc.oneof(
  fc.stringMatching(/^[a-zA-Z0-9 ]{1,8}$/).filter((text) => text.trim() !== ''),
  fc.integer(),
);
const condition = fc.oneof(
  fc.record({
    property,
    op: fc.constantFrom('eq' as const, 'neq' as const, 'gt' as const, 'lte' as const),
    value: operand,
  }),
  fc.record({
    property,
    op: fc.constantFrom('in' as const, 'notIn' as const),
    values: fc.array(operand, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ property, op: fc.constantFrom('empty' as const, 'notEmpty' as const) }),
);
const common = {
  name: fc.stringMatching(/^[a-zA-Z0-9]{1,20}$/),
  pipelineId: id,
  conditions: fc.array(condition, { maxLength: 3 }),
};
const again = {
  repeat: fc.constantFrom('once' as const, 'always' as const),
  coolDownMinutes: fc.integer({ min: 0, max: 43_200 }),
};
const entry = {
  ...common,
  ...again,
  stageId: id,
  templateId: fc.integer({ min: 1, max: 1e9 }),
  sendDespiteWarnings: fc.boolean(),
};
const rule: fc.Arbitrary<RuleContent> = fc.oneof(
  fc.record({
    kind: fc.constant('generate' as const),
    ...entry,
    ifOpen: fc.constantFrom('skip' as const, 'reuse' as const, 'another' as const),
    send: fc.constantFrom('no' as const, 'review' as const, 'signature' as const),
  }),
  fc.record({
    kind: fc.constant('send' as const),
    ...entry,
    sendFor: fc.constantFrom('review' as const, 'signature' as const),
  }),
  fc.record({
    kind: fc.constant('move' as const),
    ...common,
    ...again,
    setId: fc.uuid(),
    when: fc.constantFrom('executed' as const, 'declined' as const, 'voided' as const),
    toStageId: id,
    allowBackward: fc.boolean(),
    allowFromClosed: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('keep' as const),
    ...common,
    when: fc.constantFrom('moved_back' as const, 'lost' as const, 'reopened' as const),
    templateIds: fc.array(fc.integer({ min: 1, max: 1e9 }), { maxLength: 3 }),
    then: fc.constantFrom('leave' as const, 'ask_to_hold' as const, 'ask_to_void' as const),
  }),
);

describe('a rule in the form', () => {
  it('is the rule that was stored, when nothing is changed', () => {
    fc.assert(
      fc.property(rule, (content) => {
        const draft = draftOfRule(content);
        expect(missingOf(draft)).toEqual([]);
        expect(contentOf(draft, draft.name)).toEqual(content);
      }),
    );
  });

  it('is something the service takes as soon as nothing is missing', () => {
    fc.assert(
      fc.property(
        rule,
        fc.constantFrom<RuleKind>('generate', 'send', 'move', 'keep'),
        fc.constantFrom('', '0', '15', '1.5', '-1', 'x', '43201'),
        (content, kind, coolDown) => {
          const draft: RuleDraft = { ...draftOfRule(content), kind, coolDown };
          fc.pre(missingOf(draft).length === 0);
          const parsed = ruleContent.safeParse(contentOf(draft, 'Name'));
          expect(parsed.error).toBeUndefined();
        },
      ),
    );
  });

  it.each<[RuleKind, Partial<RuleDraft>, string[]]>([
    ['generate', {}, ['Choose the stage that starts it.', 'Choose a template.']],
    ['send', { stageId: 's' }, ['Choose a template.']],
    ['move', {}, ['Choose a contract set.', 'Choose the stage to move the deal to.']],
    ['keep', {}, []],
    ['keep', { pipelineId: '' }, ['Choose a pipeline.']],
    ['keep', { coolDown: 'x' }, []],
    [
      'generate',
      { stageId: 's', templateId: '1', coolDown: '2.5' },
      ['The rest is a whole number of minutes, at most 43,200.'],
    ],
    [
      'keep',
      { conditions: [{ property: '', op: 'eq', value: '1' }] },
      ['Choose the property of each condition.'],
    ],
    ['keep', { conditions: [{ property: 'amount', op: 'eq' }] }, ['Say what each condition compares with.']],
    [
      'keep',
      { conditions: [{ property: 'amount', op: 'in', values: [' '] }] },
      ['Say what each condition compares with.'],
    ],
    ['keep', { conditions: [{ property: 'amount', op: 'empty' }] }, []],
  ])('of kind %s with %j says what is missing', (kind, change, missing) => {
    expect(missingOf({ ...newRule(kind, 'default'), ...change })).toEqual(missing);
  });

  it('keeps what was chosen for another kind, and drops empty values of a list', () => {
    const draft: RuleDraft = {
      ...newRule('generate', 'default'),
      stageId: 'contractsent',
      templateId: '7',
      conditions: [{ property: 'plan', op: 'in', values: ['gold', ' '] }],
    };
    expect(contentOf({ ...draft, kind: 'send' }, 'Send')).toMatchObject({
      stageId: 'contractsent',
      templateId: 7,
      conditions: [{ values: ['gold'] }],
    });
  });
});

const view: AutomationView = {
  rules: [],
  sets: [{ id: 'set-1', version: 1, content: { name: 'Order and DPA', members: [] }, usedBy: [] }],
  pipelines: [
    {
      id: 'default',
      label: 'New business',
      stages: [
        { id: 'contractsent', label: 'Contract', isClosed: false, isWon: false },
        { id: 'closedwon', label: 'Closed won', isClosed: true, isWon: true },
      ],
    },
  ],
  pipelinesMessage: null,
  templates: [{ templateId: 7, name: 'Order Form', environment: 'production' }],
};

describe('words for a rule', () => {
  it.each<[RuleKind, Partial<RuleDraft>, string]>([
    ['generate', { stageId: 'contractsent', templateId: '7' }, 'Contract: generate Order Form'],
    ['send', { stageId: 'contractsent', templateId: '7' }, 'Contract: send Order Form'],
    ['generate', {}, 'a stage: generate a contract'],
    ['move', { setId: 'set-1', toStageId: 'closedwon' }, 'Order and DPA executed: move to Closed won'],
    ['keep', { turn: 'lost', then: 'ask_to_void' }, 'Lost: void contracts'],
    ['keep', { turn: 'reopened', then: 'leave' }, 'Reopened: leave contracts'],
    ['keep', { turn: 'moved_back', then: 'ask_to_hold' }, 'Moved back: hold contracts'],
  ])('of kind %s with %j suggest a name', (kind, change, name) => {
    expect(suggestedName({ ...newRule(kind, 'default'), ...change }, view)).toBe(name);
  });

  it('name the guards', () => {
    const move = contentOf({ ...newRule('move', 'default'), setId: 's', toStageId: 't' }, 'Move');
    expect(guardWords(move)).toEqual(['once per deal', 'forward only', 'never out of closed stages']);
    const open = {
      ...move,
      repeat: 'always',
      coolDownMinutes: 30,
      allowBackward: true,
      allowFromClosed: true,
    };
    expect(guardWords(open as RuleContent)).toEqual([
      'each time',
      'rests 30 minutes',
      'forward and backward',
      'also out of closed stages',
    ]);
    expect(guardWords(contentOf(newRule('keep', 'default'), 'Keep'))).toEqual([]);
  });
});
