import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noteMerge, type Merge } from '../../../src/features/merges/merge-forest.ts';

const after = (merges: readonly Merge[], known = new Map<string, string>()): Map<string, string> => {
  let leads = known;
  for (const merge of merges) leads = new Map([...leads, ...noteMerge(leads, merge).changed]);
  return leads;
};
const merge = (into: string, ...from: string[]): Merge => ({ from, into });
const sorted = (leads: ReadonlyMap<string, string>) => Object.fromEntries([...leads].toSorted());

/**
 * Merges as HubSpot makes them: each takes records that are still there, and makes one with a higher number. With them,
 * for each old id, the record at which it ends.
 */
const history = fc
  .array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 12 })
  .map((picks) => {
    const there = ['1', '2', '3', '4', '5'];
    const merges: Merge[] = [];
    const next = new Map<string, string>();
    for (const [a, b, keepsPrimary] of picks) {
      if (there.length < 2) break;
      const [primary = ''] = there.splice(a % there.length, 1);
      const [merged = ''] = there.splice(b % there.length, 1);
      // As before 2026: the primary one remains.
      const into = keepsPrimary ? primary : String(10 + merges.length);
      there.push(into);
      merges.push(merge(into, ...[primary, merged].filter((id) => id !== into)));
      for (const id of [primary, merged]) if (id !== into) next.set(id, into);
    }
    const end = (id: string): string => {
      const into = next.get(id);
      return into === undefined ? id : end(into);
    };
    return { merges, ends: new Map([...next.keys()].map((id) => [id, end(id)])) };
  });
const inAnyOrder = history.chain(({ merges, ends }) =>
  fc
    .tuple(
      fc.shuffledSubarray(merges, { minLength: merges.length }),
      fc.array(fc.constantFrom(...merges), { maxLength: 6 }),
    )
    .map(([all, again]) => ({ told: [...all, ...again], ends })),
);

describe('merges that are noted', () => {
  it('lead every old id to the same record, in whatever order they come and however often', () => {
    fc.assert(
      fc.property(inAnyOrder, ({ told, ends }) => {
        expect(sorted(after(told))).toEqual(sorted(ends));
      }),
      { numRuns: 500 },
    );
  });

  it('lead there in one step and never in a circle, whatever is told', () => {
    const id = fc.constantFrom('1', '2', '3', '4', '5', '6');
    const anything = fc.array(fc.record({ into: id, from: fc.array(id, { maxLength: 3 }) }), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(anything, (merges) => {
        const leads = after(merges);
        for (const [from, into] of leads) {
          expect(into).not.toBe(from);
          expect(leads.has(into)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('move what hung on the old records to the end of the line', () => {
    fc.assert(
      fc.property(inAnyOrder, ({ told, ends }) => {
        const at = new Map([...ends.keys()].map((id) => [id, id]));
        let leads = new Map<string, string>();
        for (const each of told) {
          const { from, into, changed } = noteMerge(leads, each);
          leads = new Map([...leads, ...changed]);
          for (const [contract, dealId] of at) if (from.includes(dealId)) at.set(contract, into);
        }
        expect(sorted(at)).toEqual(sorted(ends));
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, [string, string][], Merge, ReturnType<typeof noteMerge>]>([
    [
      'a first merge',
      [],
      merge('30', '10', '20'),
      {
        into: '30',
        from: ['10', '20'],
        changed: new Map([
          ['10', '30'],
          ['20', '30'],
        ]),
      },
    ],
    [
      'the same again: nothing changes, and what came late moves along',
      [
        ['10', '30'],
        ['20', '30'],
      ],
      merge('30', '10', '20'),
      { into: '30', from: ['10', '20'], changed: new Map() },
    ],
    [
      'a merge of a merge',
      [['10', '30']],
      merge('40', '30'),
      {
        into: '40',
        from: ['30'],
        changed: new Map([
          ['30', '40'],
          ['10', '40'],
        ]),
      },
    ],
    [
      'the older merge after the newer one',
      [['30', '40']],
      merge('30', '10'),
      { into: '40', from: ['10', '30'], changed: new Map([['10', '40']]) },
    ],
    [
      'a read that tells the end, before the merge between was told',
      [['10', '30']],
      merge('40', '10'),
      {
        into: '40',
        from: ['10', '30'],
        changed: new Map([
          ['10', '40'],
          ['30', '40'],
        ]),
      },
    ],
    ['a record that leads to itself', [], merge('10', '10'), { into: '10', from: [], changed: new Map() }],
    [
      'news that would close a circle',
      [['10', '30']],
      merge('10', '30'),
      { into: '30', from: ['10'], changed: new Map() },
    ],
  ])('%s', (_name, known, told, noted) => {
    expect(noteMerge(new Map(known), told)).toEqual(noted);
  });
});
