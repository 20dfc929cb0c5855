import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DealUpdate } from '../../../src/hubspot/calls/deal-writes.ts';
import type { HubSpotFailure } from '../../../src/hubspot/transport/failure.ts';
import { translateAnswer } from '../../../src/hubspot/transport/translate-error.ts';
import { createWriteDeals } from '../../../src/hubspot/calls/write-deals.ts';

const failure = (status: number, body: unknown = {}): HubSpotFailure =>
  translateAnswer(
    { operation: 'batchUpdateDeals', effect: 'write', now: 0, timeZone: 'UTC' },
    { status, headers: {}, body: JSON.stringify(body) },
  );

/** A HubSpot that refuses a whole batch as long as `refuse` finds fault with it. */
const portal = (refuse: (batch: readonly DealUpdate[]) => HubSpotFailure | null) => {
  const batches: string[][] = [];
  const writeDeals = createWriteDeals((batch) => {
    batches.push(batch.map(({ id }) => id));
    const refused = refuse(batch);
    return Promise.resolve(
      refused === null
        ? { ok: true, value: { updated: batch.map(({ id }) => id), merged: [], failed: [] } }
        : { ok: false, failure: refused },
    );
  });
  const write = async (updates: readonly DealUpdate[]) => {
    const answer = await writeDeals(updates);
    if (!answer.ok) throw new Error(answer.failure.text.log);
    return { ...answer.value, failedIds: answer.value.failed.map(({ id }) => id) };
  };
  return { batches, write };
};

const deals = (
  count: number,
  properties: Record<string, string> = { dealdraft_status: 'draft' },
): DealUpdate[] => Array.from({ length: count }, (_, index) => ({ id: String(index), properties }));
const sorted = (ids: readonly string[]): string[] =>
  ids.toSorted((left, right) => Number(left) - Number(right));

describe('writing many deals', () => {
  it('never takes a deal for refused because another lacks a required value', async () => {
    const body = {
      errors: [
        {
          code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
          message: 'po_number is required because of a conditional property rule based on [dealdraft_status]',
          context: { propertyName: ['po_number'] },
        },
      ],
    };
    const { write } = portal((batch) => (batch.some(({ id }) => id === '42') ? failure(400, body) : null));
    const written = await write(deals(100));
    expect([written.updated.length, written.failedIds, written.stopped]).toEqual([99, ['42'], null]);
    expect(written.failed[0]?.failure).toMatchObject({
      kind: 'missing_values',
      values: [{ property: 'po_number', because: 'dealdraft_status' }],
    });
  });

  it('sends nothing for nothing, and a hundred a call', async () => {
    const { batches, write } = portal(() => null);
    expect(await write([])).toMatchObject({ updated: [], failed: [], stopped: null });
    expect((await write(deals(250))).updated).toHaveLength(250);
    expect(batches.map((batch) => batch.length)).toEqual([100, 100, 50]);
  });

  it('merges updates of one deal, the later value winning', async () => {
    let seen: readonly DealUpdate[] = [];
    const { write } = portal((batch) => {
      seen = batch;
      return null;
    });
    await write([
      { id: '1', properties: { a: '1', b: '1' } },
      { id: '2', properties: { a: '2' } },
      { id: '1', properties: { b: '3' } },
    ]);
    expect(seen).toEqual([
      { id: '1', properties: { a: '1', b: '3' } },
      { id: '2', properties: { a: '2' } },
    ]);
  });

  it('sets aside in one more call the deals that HubSpot names', async () => {
    const { batches, write } = portal((batch) => {
      const bad = batch.filter(({ id }) => id === '7' || id === '8').map(({ id }) => id);
      return bad.length > 0 ? failure(404, { context: { ids: bad } }) : null;
    });
    const written = await write(deals(100));
    expect([written.updated.length, written.failedIds, batches.length]).toEqual([98, ['7', '8'], 2]);
  });

  it('asks once when a property that all of them carry does not exist, also for later batches', async () => {
    const body = {
      message:
        'not valid: [{"isValid":false,"error":"PROPERTY_DOESNT_EXIST","name":"dealdraft_status","message":"no"}]',
    };
    const { batches, write } = portal(() => failure(400, body));
    const written = await write(deals(250));
    expect([written.failedIds.length, written.updated.length, batches.length, written.stopped]).toEqual([
      250,
      0,
      1,
      null,
    ]);
  });

  it('asks few times when all of them carry the same refused value', async () => {
    const body = {
      message:
        'not valid: [{"isValid":false,"error":"INVALID_OPTION","name":"dealdraft_status","message":"no"}]',
    };
    const { batches, write } = portal((batch) => (batch.length > 0 ? failure(400, body) : null));
    const written = await write(deals(100));
    expect(written.failedIds).toHaveLength(100);
    expect(batches.length).toBeLessThanOrEqual(8);
  });

  it('finds one bad deal among a hundred by halving', async () => {
    const { batches, write } = portal((batch) =>
      batch.some(({ id }) => id === '63') ? failure(400, {}) : null,
    );
    const written = await write(deals(100));
    expect(written.failedIds).toEqual(['63']);
    expect(sorted(written.updated)).toEqual(
      deals(100)
        .map(({ id }) => id)
        .filter((id) => id !== '63'),
    );
    expect(batches.length).toBeLessThanOrEqual(16);
  });

  it.each([401, 403, 429, 477, 500])(
    'stops at a %i, which is no deal’s fault, and says so of all that are left',
    async (status) => {
      let calls = 0;
      const { batches, write } = portal(() => ((calls += 1) === 2 ? failure(status) : null));
      const written = await write(deals(300));
      expect([written.updated.length, written.failedIds.length, batches.length]).toEqual([100, 200, 2]);
      expect(written.stopped?.status).toBe(status);
    },
  );

  it('leaves out locked deals, which can be written later, and writes the others', async () => {
    const { write } = portal((batch) =>
      batch.some(({ id }) => id === '9' || id === '80') ? failure(423) : null,
    );
    const written = await write(deals(100));
    expect([written.updated.length, written.failedIds, written.stopped]).toEqual([98, ['9', '80'], null]);
    expect(written.failed[0]?.failure).toMatchObject({ kind: 'locked', retryAfterMs: 2_000 });
  });

  it('stops soon when everything is locked', async () => {
    const { batches, write } = portal(() => failure(423));
    const written = await write(deals(100));
    expect([written.failedIds.length, new Set(written.failedIds).size, written.stopped?.kind]).toEqual([
      100,
      100,
      'locked',
    ]);
    expect(batches.length).toBeLessThanOrEqual(20);
  });

  it('writes every good deal, fails every bad one, each exactly once, whoever is bad', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 230 }),
        fc.uniqueArray(fc.nat(229), { maxLength: 9 }),
        fc.boolean(),
        async (count, bad, named) => {
          const isBad = ({ id }: { id: string }): boolean => bad.includes(Number(id));
          const { batches, write } = portal((batch) => {
            const culprit = batch.find(isBad);
            return culprit === undefined
              ? null
              : failure(400, named ? { context: { id: [culprit.id] } } : {});
          });
          const written = await write(deals(count));
          const expected = deals(count);
          expect(sorted(written.updated)).toEqual(
            expected.filter((deal) => !isBad(deal)).map(({ id }) => id),
          );
          expect(sorted(written.failedIds)).toEqual(expected.filter(isBad).map(({ id }) => id));
          expect(batches.length).toBeLessThanOrEqual(3 + 16 * expected.filter(isBad).length);
        },
      ),
      { numRuns: 60 },
    );
  });
});
