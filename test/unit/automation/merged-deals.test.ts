import { describe, expect, it } from 'vitest';
import type { PastFiring } from '../../../src/features/automation/rules/facts.ts';
import { decideEntry } from '../../../src/features/automation/rules/decide-entry.ts';
import { decideMove } from '../../../src/features/automation/rules/decide-move.ts';
import { findLoop } from '../../../src/features/automation/rules/loop-breaker.ts';
import { firstRound, toPast } from '../../../src/features/wake/firing-round.ts';
import {
  judgeTransition,
  type Part,
  type Seen,
} from '../../../src/features/automation/engine/judge-transition.ts';
import { toDealNow } from '../../../src/features/automation/engine/read-deal.ts';
import type { StageVersion } from '../../../src/hubspot/calls/stage-history.ts';
import { executedBoth, facts, generate, minute, move, now, place, sales } from './facts-kit.ts';

const version = (stageId: string, at: number, type = 'CRM_UI'): StageVersion => ({
  stageId,
  at,
  source: { type, id: null },
});
const dealNow = (...stages: StageVersion[]) =>
  toDealNow(
    {
      record: {
        id: '30',
        objectType: 'deals',
        properties: { pipeline: 'sales', dealstage: stages[0]?.stageId ?? '' },
        archived: false,
        updatedAt: null,
      },
      stages,
    },
    { pipelines: [sales], appId: 1, now },
  );

describe('how a merged deal came to its stage', () => {
  it.each<[string, StageVersion[], object]>([
    [
      'nothing is known when HubSpot keeps only the merge',
      [version('contract', now, 'MERGE_OBJECTS')],
      { at: now, from: null, byMerge: true },
    ],
    [
      'the merge left it where it was: what counts is the move before',
      [
        version('contract', now, 'MERGE_OBJECTS'),
        version('contract', now - minute),
        version('new', now - 9 * minute),
      ],
      { at: now - minute, from: place('new'), cause: 'person', byMerge: false },
    ],
    [
      'the merge brought it there',
      [version('contract', now, 'MERGE_OBJECTS'), version('new', now - minute)],
      { at: now, from: place('new'), byMerge: true },
    ],
    [
      'it was moved since',
      [version('won', now), version('contract', now - minute, 'MERGE_OBJECTS')],
      { at: now, from: place('contract'), cause: 'person', byMerge: false },
    ],
  ])('%s', (_name, stages, entry) => {
    expect(dealNow(...stages).entry).toMatchObject(entry);
  });
});

const seen = (stageId: string | null, more: Partial<Seen> = {}): Seen => ({
  pipelineId: stageId === null ? null : 'sales',
  stageId,
  fromPipelineId: stageId === null ? null : 'sales',
  fromStageId: stageId === null ? null : 'new',
  seq: stageId === null ? 0 : 2,
  enteredAt: stageId === null ? null : new Date(now - 5 * minute),
  cause: 'person',
  ...more,
});
const part = (dealId: string, its: Seen | null, isPrimary = false): Part => ({
  dealId,
  isPrimary,
  seen: its,
});

describe('the first look at a merged deal', () => {
  const onlyMerge = dealNow(version('contract', now, 'MERGE_OBJECTS'));
  const kept = dealNow(version('contract', now, 'MERGE_OBJECTS'), version('contract', now - 5 * minute));
  const keptNew = dealNow(version('contract', now, 'MERGE_OBJECTS'), version('contract', now - minute));
  it.each<
    [string, Part[], ReturnType<typeof dealNow>, { entered: boolean; seq: number; carriedOn: string | null }]
  >([
    [
      'is where its primary deal was seen: nothing is entered',
      [part('10', seen('contract'), true), part('20', seen('new', { seq: 7 }))],
      onlyMerge,
      { entered: false, seq: 8, carriedOn: '10' },
    ],
    [
      'is where the other deal was seen, and its primary one was elsewhere: that one moved',
      [part('10', seen('proposal'), true), part('20', seen('contract'))],
      onlyMerge,
      { entered: true, seq: 3, carriedOn: null },
    ],
    [
      'was never seen: nothing is entered',
      [part('10', null, true), part('20', null)],
      onlyMerge,
      { entered: false, seq: 1, carriedOn: null },
    ],
    [
      'was never seen, but told to have moved',
      [part('10', seen(null), true), part('20', null)],
      onlyMerge,
      { entered: true, seq: 1, carriedOn: null },
    ],
    [
      'has a primary deal that was never seen; the other one was elsewhere',
      [part('10', null, true), part('20', seen('new'))],
      onlyMerge,
      { entered: false, seq: 3, carriedOn: null },
    ],
    [
      'came of deals of which nobody told the primary one: any of them may have been there',
      [part('10', null), part('20', seen('new'))],
      onlyMerge,
      { entered: false, seq: 3, carriedOn: null },
    ],
    [
      'came of deals that were all seen elsewhere',
      [part('10', seen('proposal')), part('20', seen('new'))],
      onlyMerge,
      { entered: true, seq: 3, carriedOn: null },
    ],
    [
      'has its history, which tells the entry that was judged',
      [part('10', seen('contract')), part('20', null)],
      kept,
      { entered: false, seq: 3, carriedOn: '10' },
    ],
    [
      'has its history, which tells another entry of the same stage',
      [part('10', seen('contract')), part('20', null)],
      keptNew,
      { entered: true, seq: 3, carriedOn: null },
    ],
  ])('%s', (_name, parts, at, { entered, seq, carriedOn }) => {
    const judged = judgeTransition({ seen: null, parts }, at);
    expect(judged).toMatchObject({ entered, isNew: true, last: { seq, to: place('contract') } });
    expect(judged.carriedOn?.dealId ?? null).toBe(carriedOn);
    const { last } = judged;
    const row = seen('contract', {
      seq: last.seq,
      enteredAt: new Date(last.at),
      fromPipelineId: last.from?.pipelineId ?? null,
      fromStageId: last.from?.stageId ?? null,
    });
    expect(judged.isUnknown).toBe(!entered && carriedOn === null);
    // Looked at again, nothing is entered any more, whether or not its parts are remembered.
    for (const again of [parts, []])
      expect(judgeTransition({ seen: row, parts: again }, at)).toMatchObject({
        entered: false,
        isNew: false,
        last: { seq: last.seq },
      });
    const moved = dealNow(version('won', now + minute), version('contract', now, 'MERGE_OBJECTS'));
    expect(judgeTransition({ seen: row, parts: [] }, moved)).toMatchObject({
      entered: true,
      last: { seq: last.seq + 1, from: place('contract') },
    });
  });
});

describe('rules of a merged deal', () => {
  const fired = (round: string, ruleId = 'rule-1'): PastFiring =>
    toPast({ ruleId, createdAt: new Date(now - 20 * minute), cause: 'rule', round });

  it('know in which round a firing was made for the deal before', () => {
    expect(fired('entry:2')).not.toHaveProperty('beforeMerge');
    expect(fired('move:2:c1/retry:x/merged:10/merged:30').beforeMerge).toBe('move:2:c1');
    expect(firstRound({ round: 'once/merged:10' })).toBe('once');
  });

  it('fire once for both deals together', () => {
    const again = decideEntry(generate(), facts('contract', { past: [fired('once/merged:10')] }));
    expect(again).toMatchObject({ verdict: 'not' });
  });

  it('do not move it for what one of the deals was moved for', () => {
    const always = move({ repeat: 'always', coolDownMinutes: 0 });
    const given = (past: PastFiring[]) => facts('contract', { contracts: executedBoth, past });
    expect(decideMove(always, given([fired('move:2:c1')]))).toMatchObject({ verdict: 'fire' });
    expect(decideMove(always, given([fired('move:2:c9/merged:10')]))).toMatchObject({ verdict: 'fire' });
    const judged = decideMove(always, given([fired('move:2:c2/merged:10')]));
    expect(judged).toMatchObject({ verdict: 'not' });
  });

  it('are not taken for a loop because each deal had its rounds', () => {
    const check = (past: PastFiring[]) => findLoop({ ruleId: 'rule-1', cause: 'rule', since: 0, past, now });
    expect(check([fired('entry:1'), fired('entry:2')])).not.toBeNull();
    expect(check([fired('entry:1/merged:10'), fired('entry:1/merged:20'), fired('entry:3')])).toBeNull();
  });
});
