import { describe, expect, it } from 'vitest';
import { coalesceReads } from '../../../src/hubspot/coalesce-reads.ts';
import { gather } from '../../../src/hubspot/gather.ts';
import type { HubSpotClient } from '../../../src/hubspot/client.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';

describe('gathering', () => {
  it('makes one call of many that come together, and another of those that come later', async () => {
    const asked: string[][] = [];
    const ask = gather<string, number>(100, (items) => {
      asked.push(items);
      return Promise.resolve(items.length);
    });
    expect(await Promise.all([ask(['a', 'b']), ask(['b']), ask(['c'])])).toEqual([3, 3, 3]);
    expect(await ask(['d'])).toBe(1);
    expect(asked).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('goes out at once when it is full, without losing anybody', async () => {
    const sizes: number[] = [];
    const ask = gather<number, string>(10, (items) => {
      sizes.push(items.length);
      return Promise.resolve(items.join());
    });
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, index) =>
        ask([index]).then((all) => all.split(',').includes(String(index))),
      ),
    );
    expect(answers.every(Boolean)).toBe(true);
    expect(sizes).toEqual([10, 10, 5]);
  });

  it('gives everybody the failure, and begins anew after it', async () => {
    let calls = 0;
    const ask = gather<string, string>(5, () => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('away')) : Promise.resolve('back');
    });
    const both = await Promise.allSettled([ask(['a']), ask(['b'])]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await ask(['a'])).toBe('back');
  });
});

describe('reads of many deals', () => {
  const record = (id: string) => ({
    id,
    objectType: 'deals',
    properties: { dealname: `Deal ${id}` },
    archived: false,
    updatedAt: null,
  });
  const calls: string[] = [];
  const stub = {
    readBatch: (type: string, ids: string[]) => {
      calls.push(`${type}:${ids.join()}`);
      const known = ids.filter((id) => id !== 'gone');
      return Promise.resolve(ok({ records: known.map(record), missing: ids.filter((id) => id === 'gone') }));
    },
    getDeal: (id: string) => {
      calls.push(`alone:${id}`);
      return Promise.resolve(fail({ kind: 'not_found' }));
    },
    readAssociations: (ids: string[]) => {
      calls.push(`associations:${ids.join()}`);
      return Promise.resolve(ok({ found: new Map([['1', [{ toId: '9', types: [] }]]]), incomplete: ['2'] }));
    },
    getAssociations: (id: string) => {
      calls.push(`all associations:${id}`);
      return Promise.resolve(ok([{ toId: '8', types: [] }]));
    },
    getOwner: (id: string) => {
      calls.push(`owner:${id}`);
      return Promise.resolve(ok({ id }));
    },
  } as unknown as HubSpotClient;

  it('share their calls; what is missing is asked for alone, what is incomplete is read in full', async () => {
    calls.length = 0;
    const client = coalesceReads(stub, () => 0);
    const [one, two, gone] = await Promise.all([
      client.getDeal('1', ['b', 'a']),
      client.getDeal('2', ['a', 'b']),
      client.getDeal('gone', ['a', 'b']),
    ]);
    expect([one.ok && one.value.id, two.ok && two.value.id, gone.ok]).toEqual(['1', '2', false]);
    expect(calls).toEqual(['deals:1,2,gone', 'alone:gone']);
    const [first, second, third] = await Promise.all(
      ['1', '2', '3'].map((id) => client.getAssociations(id, 'companies')),
    );
    expect(
      [first, second, third].map((each) => (each?.ok === true ? each.value.map(({ toId }) => toId) : null)),
    ).toEqual([['9'], ['8'], []]);
    await Promise.all([client.getOwner('5'), client.getOwner('5')]);
    expect(calls.filter((call) => call.startsWith('owner'))).toHaveLength(1);
  });
});
