import { describe, expect, it } from 'vitest';
import { createMade, gone, once } from '../../../scripts/rehearse/base/made.ts';
import { couldNotRun, type Outcome } from '../../../scripts/rehearse/base/outcome.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';

const named = (what: string) => () => what;

describe('what the rehearsal made', () => {
  it('is removed once, the last one first', async () => {
    const made = createMade();
    const removed: number[] = [];
    for (const number of [1, 2, 3])
      await made.create({
        what: named(String(number)),
        make: () => Promise.resolve(ok(number)),
        remove: (value) => {
          removed.push(value);
          return Promise.resolve(gone);
        },
      });
    expect((await made.cleanUp()).removed.map(({ what }) => what)).toEqual(['3', '2', '1']);
    expect(await made.cleanUp()).toEqual({ removed: [], left: [] });
    expect(removed).toEqual([3, 2, 1]);
  });

  it('is removed even when it came into being while the rehearsal was being stopped', async () => {
    const made = createMade();
    let finish = (): void => undefined;
    const created = made.create({
      what: named('late'),
      make: () =>
        new Promise<Result<string, Outcome>>((resolve) => {
          finish = () => {
            resolve(ok('late'));
          };
        }),
      remove: () => Promise.resolve(gone),
    });
    const cleaning = made.cleanUp();
    finish();
    expect((await created).ok).toBe(true);
    expect(await cleaning).toEqual({ removed: [{ what: 'late' }], left: [] });
    const after = await made.create({
      what: named('too late'),
      make: () => Promise.reject(new Error('made after the end')),
      remove: () => Promise.resolve(gone),
    });
    expect(after).toEqual(fail(couldNotRun('The rehearsal was stopped.')));
  });

  it("is looked for when its creation got no answer, and told when it can't be", async () => {
    const made = createMade();
    const unclear = () => Promise.resolve(fail(couldNotRun('no answer', { maybe: true })));
    const refused = () => Promise.resolve(fail(couldNotRun('refused')));
    const removed: string[] = [];
    const remove = (value: string) => {
      removed.push(value);
      return Promise.resolve(gone);
    };
    await made.create({
      what: named('a'),
      make: unclear,
      remove,
      find: () => Promise.resolve(ok(['found'])),
    });
    await made.create({ what: named('b'), make: unclear, remove });
    await made.create({ what: named('c'), make: refused, remove });
    const { left } = await made.cleanUp();
    expect(removed).toEqual(['found']);
    expect(left).toEqual([
      { what: 'b', why: "the vendor didn't respond when it was created. Check whether it exists." },
    ]);
  });

  it('is tried again before it is told as left', async () => {
    const made = createMade({ retryMs: 1 });
    let tries = 0;
    const make = () => Promise.resolve(ok('x'));
    await made.create({
      what: named('stubborn'),
      make,
      remove: () => {
        tries += 1;
        return Promise.resolve(tries < 3 ? fail('away') : gone);
      },
    });
    expect(await made.cleanUp()).toEqual({ removed: [{ what: 'stubborn' }], left: [] });
    const never = createMade({ retryMs: 1 });
    await never.create({ what: named('stays'), make, remove: () => Promise.resolve(fail('away')) });
    expect(await never.cleanUp()).toEqual({ removed: [], left: [{ what: 'stays', why: 'away' }] });
  });

  it('is shared by the steps, and made again after a failure', async () => {
    let made = 0;
    const shared = once(() => {
      made += 1;
      return Promise.resolve(made === 1 ? fail('no') : ok(made));
    });
    expect(await shared()).toEqual(fail('no'));
    expect(await Promise.all([shared(), shared()])).toEqual([ok(2), ok(2)]);
  });
});
