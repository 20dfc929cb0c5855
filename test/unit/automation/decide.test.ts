import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideEntry, turnOf } from '../../../src/features/automation/rules/decide-entry.ts';
import { decideMove } from '../../../src/features/automation/rules/decide-move.ts';
import type { Cause, Facts, PastFiring, Place } from '../../../src/features/automation/rules/facts.ts';
import { findLoop, loopWindowMs } from '../../../src/features/automation/rules/loop-breaker.ts';
import {
  contract,
  executedBoth,
  facts,
  generate,
  keep,
  minute,
  move,
  now,
  place,
  renewals,
  sales,
  setId,
} from './facts-kit.ts';

const fired = (over: Partial<PastFiring> = {}): PastFiring => ({
  ruleId: 'rule-1',
  at: now - 5 * minute,
  cause: 'person',
  ...over,
});

describe('a rule for entering a stage', () => {
  it('fires for the stage it is about, once for the deal', () => {
    expect(decideEntry(generate(), facts('contract'))).toEqual({
      ruleId: 'rule-1',
      verdict: 'fire',
      why: 'The deal entered Contract.',
      round: 'once',
      effect: { do: 'generate', templateId: 1, ifOpen: 'skip', send: 'no', sendDespiteWarnings: false },
    });
  });

  it('gives each entry a round of its own when it may fire always', () => {
    expect(decideEntry(generate({ repeat: 'always' }), facts('contract', { past: [fired()] }))).toMatchObject(
      { verdict: 'fire', round: 'entry:4' },
    );
  });

  it.each<[string, object, Facts, string]>([
    ['another stage', {}, facts('proposal'), 'acts on the stage Contract'],
    [
      'another pipeline',
      {},
      facts('contract', {
        last: { from: null, to: place('contract', 'renewals'), seq: 1, at: now, cause: 'person' },
      }),
      'another pipeline',
    ],
    [
      'an entry before it was switched on',
      {},
      facts('contract', {
        last: { from: null, to: place('contract'), seq: 1, at: now - 61 * minute, cause: 'person' },
      }),
      'before the rule was switched on',
    ],
    [
      'an unmet condition',
      { conditions: [{ property: 'amount', op: 'gt', value: 10 }] },
      facts('contract'),
      'amount is more than 10',
    ],
    ['a deal it has fired for', {}, facts('contract', { past: [fired()] }), 'fires once'],
  ])('is silent about %s', (_name, over, given, why) => {
    expect(decideEntry(generate(over), given)).toMatchObject({
      verdict: 'not',
      why: expect.stringContaining(why) as string,
    });
  });

  it('rests as long as it is told', () => {
    const resting = generate({ repeat: 'always', coolDownMinutes: 10 });
    expect(decideEntry(resting, facts('contract', { past: [fired()] }))).toMatchObject({
      verdict: 'hold',
      round: 'held:4',
    });
    expect(
      decideEntry(resting, facts('contract', { past: [fired({ at: now - 11 * minute })] })),
    ).toMatchObject({ verdict: 'fire' });
  });
});

describe('the turn a deal takes', () => {
  it.each<[Place | null, Place, string]>([
    [place('new'), place('contract'), 'forward'],
    [place('contract'), place('new'), 'moved_back'],
    [place('contract'), place('lost'), 'lost'],
    [null, place('lost'), 'lost'],
    [place('lost'), place('proposal'), 'reopened'],
    [place('won'), place('contract'), 'reopened'],
    [place('contract'), place('won'), 'forward'],
    [place('won'), place('lost'), 'lost'],
    [null, place('proposal'), 'elsewhere'],
    [place('contract'), place('new', 'renewals'), 'elsewhere'],
    [place('contract'), place('nowhere'), 'elsewhere'],
  ])('from %j to %j is %s', (from, to, turn) => {
    expect(turnOf({ pipelines: [sales, renewals] }, { from, to, seq: 1, at: now, cause: 'person' })).toBe(
      turn,
    );
  });

  it.each([
    ['lost', 'ask_to_void', ['c1', 'c2', 'c4']],
    ['lost', 'ask_to_hold', ['c1', 'c2']],
    ['lost', 'leave', ['c1', 'c2', 'c4']],
  ] as const)('%s, %s: is about the open contracts only', (when, then, contractIds) => {
    const contracts = [
      contract({ id: 'c1' }),
      contract({ id: 'c2', status: 'SIGN', templateId: 2 }),
      contract({ id: 'c3', status: 'EXECUTED' }),
      contract({ id: 'c4', status: 'ON_HOLD', templateId: null }),
    ];
    expect(decideEntry(keep(when, then), facts('lost', { contracts }))).toMatchObject({
      verdict: 'fire',
      effect: { do: then, contractIds },
    });
    expect(decideEntry(keep(when, then, [2]), facts('lost', { contracts }))).toMatchObject({
      effect: { contractIds: ['c2'] },
    });
    expect(decideEntry(keep(when, then), facts('lost'))).toMatchObject({ verdict: 'not' });
  });
});

describe('a rule that moves deals', () => {
  it('moves when every required contract is executed', () => {
    expect(decideMove(move(), facts('contract', { contracts: executedBoth }))).toMatchObject({
      verdict: 'fire',
      round: 'once',
      effect: { do: 'move', from: place('contract'), to: place('won'), because: ['c1', 'c2'] },
    });
  });

  const closedRule = { allowBackward: true, toStageId: 'proposal' };
  it.each<[string, object, Facts, 'not' | 'hold' | 'fire', string]>([
    [
      'one is missing',
      {},
      facts('contract', { contracts: executedBoth.slice(0, 1) }),
      'not',
      'DPA is missing',
    ],
    [
      'it was executed before the rule was switched on',
      {},
      facts('contract', { contracts: executedBoth.map((one) => ({ ...one, statusAt: now - 90 * minute })) }),
      'not',
      'before the rule was switched on',
    ],
    ['the deal is there already', {}, facts('won', { contracts: executedBoth }), 'not', 'already'],
    [
      'the deal is in another pipeline',
      {},
      facts('contract', {
        contracts: executedBoth,
        deal: { ...place('contract', 'renewals'), properties: {} },
      }),
      'not',
      'another pipeline',
    ],
    [
      'it would go back',
      { toStageId: 'new' },
      facts('contract', { contracts: executedBoth }),
      'hold',
      'forward only',
    ],
    [
      'it may go back',
      { toStageId: 'new', allowBackward: true },
      facts('contract', { contracts: executedBoth }),
      'fire',
      '',
    ],
    [
      'the deal is closed',
      closedRule,
      facts('lost', { contracts: executedBoth }),
      'hold',
      'may not move closed deals',
    ],
    [
      'it may move closed deals',
      { ...closedRule, allowFromClosed: true },
      facts('lost', { contracts: executedBoth }),
      'fire',
      '',
    ],
    [
      'its stage is gone',
      { toStageId: 'gone' },
      facts('contract', { contracts: executedBoth }),
      'hold',
      'does not exist',
    ],
    [
      'its set is gone',
      {},
      facts('contract', { contracts: executedBoth, sets: [] }),
      'not',
      'set does not exist',
    ],
    [
      'it moved the deal before',
      {},
      facts('contract', { contracts: executedBoth, past: [fired()] }),
      'not',
      'does so once',
    ],
    [
      'it rests',
      { repeat: 'always', coolDownMinutes: 30 },
      facts('contract', { contracts: executedBoth, past: [fired()] }),
      'hold',
      '30 minutes',
    ],
    [
      'a condition is not met',
      { conditions: [{ property: 'dealtype', op: 'eq', value: 'new' }] },
      facts('contract', { contracts: executedBoth }),
      'not',
      'dealtype is new',
    ],
  ])('when %s', (_name, over, given, verdict, why) => {
    expect(decideMove(move(over), given)).toMatchObject({
      verdict,
      why: expect.stringContaining(why) as string,
    });
  });

  it('never closes a deal by a non-disclosure agreement alone', () => {
    const sets = [
      {
        id: setId,
        name: 'Secrecy',
        members: [{ templateId: 9, templateName: 'Mutual NDA', required: true }],
      },
    ];
    const contracts = [contract({ templateId: 9, status: 'EXECUTED' })];
    expect(decideMove(move(), facts('contract', { sets, contracts }))).toMatchObject({
      verdict: 'hold',
      why: expect.stringContaining('alone') as string,
    });
    expect(decideMove(move({ toStageId: 'contract' }), facts('proposal', { sets, contracts }))).toMatchObject(
      { verdict: 'fire' },
    );
  });

  it('goes by declined and void contracts, too', () => {
    const declined = [contract({ status: 'SIGN', declinedAt: now })];
    expect(
      decideMove(move({ when: 'declined', toStageId: 'lost' }), facts('contract', { contracts: declined })),
    ).toMatchObject({ verdict: 'fire' });
    const voided = [contract({ status: 'VOIDED' })];
    expect(
      decideMove(move({ when: 'voided', toStageId: 'lost' }), facts('contract', { contracts: voided })),
    ).toMatchObject({ verdict: 'fire' });
  });

  it('is not disturbed by a second contract of the same template', () => {
    const more = [
      ...executedBoth,
      contract({ id: 'c3', status: 'DRAFT' }),
      contract({ id: 'c4', status: 'VOIDED' }),
    ];
    expect(decideMove(move(), facts('contract', { contracts: more }))).toMatchObject({ verdict: 'fire' });
  });
});

describe('the loop breaker', () => {
  const check = (past: PastFiring[], cause: Cause = 'rule') =>
    findLoop({ ruleId: 'rule-1', cause, since: now - loopWindowMs, past, now });
  it.each<[string, PastFiring[], Cause, object | null]>([
    ['nothing happened yet', [], 'rule', null],
    ['one round', [fired()], 'rule', null],
    ['two rounds, the second by itself', [fired({ cause: 'rule' }), fired()], 'rule', { rivalId: null }],
    [
      'two rounds and a rival',
      [fired({ cause: 'rule' }), fired({ ruleId: 'other', at: now - minute }), fired()],
      'rule',
      { rivalId: 'other' },
    ],
    ['two rounds that a person made, then a machine', [fired(), fired()], 'machine', null],
    [
      'two rounds by itself, now a person',
      [fired({ cause: 'rule' }), fired({ cause: 'rule' })],
      'person',
      null,
    ],
    [
      'rounds that are long past',
      [
        fired({ cause: 'rule', at: now - 2 * loopWindowMs }),
        fired({ cause: 'rule', at: now - 2 * loopWindowMs }),
      ],
      'rule',
      null,
    ],
  ])('%s', (_name, past, cause, found) => {
    expect(check(past, cause)).toEqual(found);
  });

  it('ends every set of moving rules within three rounds of each, whatever they are', () => {
    const stageIds = sales.stages.map(({ id }) => id);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...stageIds), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...stageIds),
        (targets, start) => {
          const rules = targets.map((toStageId, index) =>
            move(
              { toStageId, repeat: 'always', allowBackward: true, allowFromClosed: true },
              `rule-${String(index)}`,
            ),
          );
          const paused = new Set<string>();
          const past: PastFiring[] = [];
          let at = start;
          let cause: Cause = 'person';
          let moves = 0;
          for (; moves < 100; moves += 1) {
            const given = facts(at, {
              contracts: executedBoth,
              past,
              last: { from: null, to: place(at), seq: moves, at: now, cause },
            });
            const decisions = rules
              .filter(({ id }) => !paused.has(id))
              .map((rule) => decideMove(rule, given));
            for (const { ruleId, verdict } of decisions) if (verdict === 'loop') paused.add(ruleId);
            const next = decisions.find(({ verdict }) => verdict === 'fire');
            if (next?.verdict !== 'fire' || next.effect.do !== 'move') break;
            past.push({ ruleId: next.ruleId, at: now, cause });
            at = next.effect.to.stageId;
            cause = 'rule';
          }
          expect(moves).toBeLessThan(100);
          for (const { id } of rules)
            expect(past.filter(({ ruleId }) => ruleId === id).length).toBeLessThanOrEqual(3);
        },
      ),
    );
  });
});
