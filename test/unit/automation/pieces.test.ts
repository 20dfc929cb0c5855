import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionText, unmetCondition } from '../../../src/features/automation/rules/conditions.ts';
import { expectedAt, perMinute } from '../../../src/features/wake/queue-estimate.ts';
import { isNdaAlone, looksLikeNda, setState } from '../../../src/features/automation/rules/set-state.ts';
import { simulateStage } from '../../../src/features/automation/rules/simulate.ts';
import { waitVerdict } from '../../../src/features/automation/rules/wait-verdict.ts';
import { dealCondition, ruleContent, type DealCondition } from '@dealdraft/wire/automation.ts';
import type { PropertyKind } from '../../../src/mapping/records/property-kind.ts';
import { contractStatuses } from '@dealdraft/wire/contract-status.ts';
import { contract, executedBoth, facts, generate, move, now, place, setId } from './facts-kit.ts';

const holds = (condition: DealCondition, value: string | null): boolean =>
  unmetCondition([condition], { properties: { x: value } }) === null;

describe('conditions', () => {
  it.each<[Omit<DealCondition, 'property'>, string | null, boolean]>([
    [{ op: 'eq', value: 'new business' }, 'New Business', true],
    [{ op: 'eq', value: '1000' }, '1000.00', true],
    [{ op: 'eq', value: 'x' }, null, false],
    [{ op: 'neq', value: 'x' }, null, true],
    [{ op: 'gt', value: 9 }, '10', true],
    [{ op: 'gt', value: 9 }, '', false],
    [{ op: 'gte', value: '0.1' }, '0.10000', true],
    [{ op: 'lt', value: '2027-01-01' }, '2026-12-31', true],
    [{ op: 'lte', value: '99999999999999999999.2' }, '99999999999999999999.1', true],
    [{ op: 'in', values: ['a', 'B'] }, 'b', true],
    [{ op: 'notIn', values: ['a', 'B'] }, 'b', false],
    [{ op: 'notIn', values: ['a'] }, null, true],
    [{ op: 'empty' }, '  ', true],
    [{ op: 'notEmpty' }, '0', true],
  ])('%j of %j is %s', (condition, value, expected) => {
    expect(holds({ property: 'x', ...condition }, value)).toBe(expected);
  });

  it.each<[Omit<DealCondition, 'property'>, PropertyKind, string, boolean]>([
    [{ op: 'lte', value: '2026-03-31' }, 'datetime', '2026-03-31T10:00:00Z', true],
    [{ op: 'eq', value: '2026-03-31' }, 'datetime', '2026-04-01T02:00:00Z', true],
    [{ op: 'eq', value: '2026-03-31' }, 'date', '2026-03-31', true],
    [{ op: 'in', values: ['a'] }, 'choices', 'a;b', true],
    [{ op: 'eq', value: 'a' }, 'choices', 'a;b', false],
    [{ op: 'eq', value: 'b;a' }, 'choices', 'a;b', true],
    [{ op: 'eq', value: '1E2' }, 'text', '100', false],
    [{ op: 'eq', value: '01234' }, 'text', '1234', false],
    [{ op: 'gt', value: '9' }, 'number', '10', true],
    [{ op: 'eq', value: 'yes' }, 'checkbox', 'true', true],
    [{ op: 'empty' }, 'richText', '<p>&nbsp;</p>', true],
  ])('%j goes by what the property is: %s %s is %s', (condition, kind, value, expected) => {
    const comparing = { x: { kind, timeZone: 'America/New_York', locale: 'en' } };
    expect(
      unmetCondition([{ property: 'x', ...condition }], { properties: { x: value }, comparing }) === null,
    ).toBe(expected);
  });

  it('says which one is not met, in words', () => {
    const unmet = unmetCondition(
      [
        { property: 'amount', op: 'gte', value: 5 },
        { property: 'region', op: 'in', values: ['EU', 'UK'] },
      ],
      { properties: { amount: '6' } },
    );
    expect(unmet === null ? '' : conditionText(unmet)).toBe('region is one of EU, UK');
  });

  it('a comparison and its opposite never agree on a value that is there', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
        fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
        (left, right) => {
          const is = (op: DealCondition['op']) => holds({ property: 'x', op, value: right }, left);
          expect(is('eq')).toBe(!is('neq'));
          expect(is('lt')).toBe(!is('gte'));
          expect(is('gt')).toBe(!is('lte'));
        },
      ),
    );
  });

  it('without a value to compare with is refused when it is saved', () => {
    expect(dealCondition.safeParse({ property: 'amount', op: 'gt' }).success).toBe(false);
    expect(dealCondition.safeParse({ property: 'amount', op: 'in', values: [] }).success).toBe(false);
    expect(dealCondition.safeParse({ property: 'amount', op: 'empty' }).success).toBe(true);
  });
});

describe('contract sets', () => {
  const set = facts('new').sets[0];
  if (set === undefined) throw new Error('no set');
  it.each([
    ['nothing', [], { executed: null, declined: null, voided: null, missing: ['Order form', 'DPA'] }],
    [
      'both executed',
      executedBoth,
      { executed: { at: now - 60_000, contractIds: ['c1', 'c2'] }, missing: [] },
    ],
    [
      'one declined',
      [contract({ status: 'SIGN', declinedAt: 7 })],
      { executed: null, declined: { at: 7, contractIds: ['c1'] } },
    ],
    [
      'declined, then executed by another',
      [contract({ status: 'SIGN', declinedAt: 7 }), contract({ id: 'c9', status: 'EXECUTED' })],
      { declined: null },
    ],
    [
      'all of a member void',
      [contract({ status: 'VOIDED' }), contract({ id: 'c9', status: 'VOIDED' })],
      { voided: { contractIds: ['c1', 'c9'] } },
    ],
    ['one void, a new one open', [contract({ status: 'VOIDED' }), contract({ id: 'c9' })], { voided: null }],
    [
      'contracts of other templates',
      [contract({ templateId: 5, status: 'EXECUTED' }), contract({ templateId: null, status: 'EXECUTED' })],
      { executed: null, voided: null },
    ],
  ])('of %s', (_name, contracts, expected) => {
    expect(setState(set, contracts)).toMatchObject(expected);
  });

  it('are executed exactly when each required member has an executed contract', () => {
    const some = fc.record({
      templateId: fc.constantFrom(1, 2, 3, null),
      status: fc.constantFrom(...contractStatuses),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 8 }), (rows) => {
        const contracts = rows.map((row, index) => contract({ id: `c${String(index)}`, ...row }));
        const has = (id: number): boolean =>
          contracts.some(({ templateId, status }) => templateId === id && status === 'EXECUTED');
        expect(setState(set, contracts).executed !== null).toBe(has(1) && has(2));
      }),
    );
  });

  it.each([
    ['Mutual NDA (Individual)', true],
    ['Non-Disclosure Agreement', true],
    ['Geheimhaltungsvereinbarung', true],
    ['Order form', false],
    ['Agenda', false],
  ])('%s looks like an NDA: %s', (name, expected) => {
    expect(looksLikeNda(name)).toBe(expected);
    expect(
      isNdaAlone({
        id: 's',
        name: 's',
        members: [
          { templateId: 1, templateName: name, required: true },
          { templateId: 2, templateName: 'MSA', required: false },
        ],
      }),
    ).toBe(expected);
  });
});

describe('waits', () => {
  it.each([
    ['EXECUTED', 'SIGN', [], null],
    ['EXECUTED', 'EXECUTED', [], 'reached'],
    ['EXECUTED', 'VOIDED', [], 'unreachable'],
    ['SIGN', 'EXECUTED', [], 'reached'],
    ['REDLINING', 'SIGN', [], 'reached'],
    ['ON_HOLD', 'SIGN', ['ON_HOLD'], 'reached'],
    ['ON_HOLD', 'EXECUTED', [], 'unreachable'],
    ['VOIDED', 'EXECUTED', [], 'unreachable'],
    ['VOIDED', 'ON_HOLD', [], null],
    ['SIGN', 'ON_HOLD', [], null],
  ] as const)('for %s at %s, having seen %j: %s', (wanted, status, seen, end) => {
    expect(waitVerdict({ wanted, status, seen })?.end ?? null).toBe(end);
  });

  it('always end once the contract is at an end', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...contractStatuses),
        fc.constantFrom('EXECUTED' as const, 'VOIDED' as const),
        (wanted, status) => {
          expect(waitVerdict({ wanted, status, seen: [] })).not.toBeNull();
        },
      ),
    );
  });
});

describe('the queue', () => {
  it.each([
    [{ made: 0, windowMs: 60_000, mostPerMinute: 600 }, 300],
    [{ made: 60, windowMs: 10_000, mostPerMinute: 600 }, 360],
    [{ made: 100, windowMs: 1_000, mostPerMinute: 600 }, 600],
    [{ made: 10, windowMs: 60_000_000, mostPerMinute: 600 }, 1],
  ])('at %j makes %i a minute', (pace, expected) => {
    expect(perMinute(pace)).toBe(expected);
  });
  it('expects the first after one and the last after all', () => {
    expect(expectedAt(1, 600, now)).toBe(now + 100);
    expect(expectedAt(500, 600, now)).toBe(now + 50_000);
  });
});

describe('the simulator', () => {
  const describeEffect = ({ do: what }: { do: string }): string => what;
  it('shows what follows by itself, and where it would go round in circles', () => {
    const there = {
      ...move({ toStageId: 'contract', repeat: 'always', allowBackward: true }, 'a'),
      name: 'There',
    };
    const back = { ...move({ toStageId: 'new', repeat: 'always', allowBackward: true }, 'b'), name: 'Back' };
    const given = facts('proposal', { contracts: executedBoth });
    const simulated = simulateStage(
      { rules: [there, back], facts: given, describe: describeEffect, warnings: new Map() },
      place('proposal'),
    );
    expect(simulated.path.slice(0, 3)).toEqual(['Contract', 'New', 'Contract']);
    expect(simulated.loop).toMatch(/There.*Back|Back.*There/);
  });

  it('judges each stage as the real run would, and ends where nothing moves', () => {
    const rules = [
      { ...generate(), name: 'Make it' },
      { ...move({}, 'b'), name: 'Close' },
    ];
    const at = (stageId: string) =>
      simulateStage(
        {
          rules,
          facts: facts('proposal', { contracts: executedBoth }),
          describe: describeEffect,
          warnings: new Map([[1, ['Nobody sends.']]]),
        },
        place(stageId),
      );
    expect(at('contract')).toEqual({
      stageId: 'contract',
      rules: [
        {
          ruleId: 'rule-1',
          name: 'Make it',
          verdict: 'fires',
          why: 'The deal entered Contract.',
          would: 'generate',
          waitsFor: [],
        },
        {
          ruleId: 'b',
          name: 'Close',
          verdict: 'fires',
          why: '“Order form and DPA” is executed.',
          would: 'move',
          waitsFor: [],
        },
      ],
      path: ['Won'],
      loop: null,
    });
    expect(at('lost').rules[1]).toMatchObject({ verdict: 'held' });
  });
});

describe('the wire', () => {
  it.each([
    [{ kind: 'generate', name: ' ', pipelineId: 'p', stageId: 's', templateId: 1 }],
    [{ kind: 'move', name: 'x', pipelineId: 'p', setId: 'no uuid', when: 'executed', toStageId: 's' }],
    [{ kind: 'keep', name: 'x', pipelineId: 'p', when: 'lost', then: 'hold' }],
    [{ kind: 'other', name: 'x' }],
    [{ kind: 'generate', name: 'x', pipelineId: 'p', stageId: 's', templateId: 1, coolDownMinutes: -1 }],
  ])('refuses %j', (content) => {
    expect(ruleContent.safeParse(content).success).toBe(false);
  });
  it('gives a rule its careful defaults', () => {
    expect(
      ruleContent.parse({
        kind: 'move',
        name: 'x',
        pipelineId: 'p',
        setId,
        when: 'executed',
        toStageId: 's',
      }),
    ).toMatchObject({
      repeat: 'once',
      allowBackward: false,
      allowFromClosed: false,
      conditions: [],
    });
  });
});
