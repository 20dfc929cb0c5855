import { describe, expect, it } from 'vitest';
import { call, clientOf, dealId, refusalOf, startSandbox } from './kit.ts';

interface BatchError {
  category: string;
  context: Record<string, string[]>;
  errors?: { code: string }[];
}
const errorsOf = (body: Record<string, unknown>): BatchError[] => body['errors'] as BatchError[];

describe('a batch', () => {
  it('of 100 is read and written in one call, and counted with its size', async () => {
    const sandbox = await startSandbox();
    const ids = sandbox.control.seedDeals(100);
    const { batchApi } = clientOf(sandbox).crm.deals;
    const read = await batchApi.read({
      inputs: ids.map((id) => ({ id })),
      properties: ['dealname'],
      propertiesWithHistory: [],
    });
    expect(read.results.map((one) => one.id)).toEqual(ids);
    await batchApi.update({ inputs: ids.map((id) => ({ id, properties: { po_number: id } })) });
    expect(ids.every((id) => sandbox.control.record('deals', id).properties['po_number'] === id)).toBe(true);
    expect(sandbox.control.stats().batches.map((one) => one.size)).toEqual([100, 100]);
  });

  it('of 101 is refused, and so is an id that comes twice', async () => {
    const sandbox = await startSandbox();
    const id = dealId(sandbox, 'Copperleaf');
    for (const what of ['read', 'update', 'archive']) {
      const inputs = Array.from({ length: 101 }, (_, index) => ({ id: String(index), properties: {} }));
      expect((await call(sandbox, `POST /crm/v3/objects/deals/batch/${what}`, { inputs })).status).toBe(400);
    }
    const twice = await call(sandbox, 'POST /crm/v3/objects/deals/batch/update', {
      inputs: [1, 2].map((amount) => ({ id, properties: { amount: String(amount) } })),
    });
    expect(twice.status).toBe(400);
    expect(sandbox.control.record('deals', id).properties['amount']).toBe('54000');
  });

  it('goes on around ids that do not exist and answers 207', async () => {
    const sandbox = await startSandbox();
    const id = dealId(sandbox, 'Copperleaf');
    const read = await call(sandbox, 'POST /crm/v3/objects/deals/batch/read', {
      inputs: [{ id }, { id: '1' }, { id: '2' }],
    });
    expect(read).toMatchObject({ status: 207, body: { numErrors: 1 } });
    expect(errorsOf(read.body)[0]).toMatchObject({
      category: 'OBJECT_NOT_FOUND',
      context: { ids: ['1', '2'] },
    });
    const update = await call(sandbox, 'POST /crm/v3/objects/deals/batch/update', {
      inputs: [
        { id: '1', properties: { amount: '1' } },
        { id, properties: { amount: '2' } },
      ],
    });
    expect(update.status).toBe(207);
    expect(sandbox.control.record('deals', id).properties['amount']).toBe('2');
  });

  it('without trace ids is refused whole for one wrong value; with them it says which input', async () => {
    const sandbox = await startSandbox();
    const [good, bad] = [dealId(sandbox, 'Copperleaf'), dealId(sandbox, 'Domtoren')];
    const inputs = [
      { id: good, properties: { amount: '7' } },
      { id: bad, properties: { amount: 'x' } },
    ];
    const whole = await refusalOf(clientOf(sandbox).crm.deals.batchApi.update({ inputs }));
    expect(whole.code).toBe(400);
    expect(sandbox.control.record('deals', good).properties['amount']).toBe('54000');

    const traced = await call(sandbox, 'POST /crm/v3/objects/deals/batch/update', {
      inputs: inputs.map((one) => ({ ...one, objectWriteTraceId: `trace-${one.id}` })),
    });
    expect(traced.status).toBe(207);
    expect((traced.body['results'] as object[])[0]).toMatchObject({
      id: good,
      objectWriteTraceId: `trace-${good}`,
    });
    const [error] = errorsOf(traced.body);
    expect(error).toMatchObject({
      category: 'VALIDATION_ERROR',
      context: { objectWriteTraceId: [`trace-${bad}`] },
    });
    expect(error?.errors?.[0]?.code).toBe('INVALID_DOUBLE');
    expect(sandbox.control.record('deals', good).properties['amount']).toBe('7');
  });

  it('names a deal that was merged by its trace id and writes to the new one', async () => {
    const sandbox = await startSandbox();
    const [primary, merged] = [dealId(sandbox, 'Copperleaf'), dealId(sandbox, 'Domtoren')];
    const united = sandbox.control.mergeDeals(primary, merged);
    const answer = await call(sandbox, 'POST /crm/v3/objects/deals/batch/update', {
      inputs: [{ id: merged, properties: { amount: '3' }, objectWriteTraceId: merged }],
    });
    expect(answer.body['results']).toMatchObject([{ id: united, objectWriteTraceId: merged }]);
  });

  it('makes and archives records', async () => {
    const sandbox = await startSandbox();
    const { batchApi } = clientOf(sandbox).crm.deals;
    const made = await batchApi.create({
      inputs: ['a', 'b'].map((dealname) => ({ properties: { dealname }, associations: [] })),
    });
    const ids = made.results.map((one) => one.id);
    expect(ids.map((id) => sandbox.control.record('deals', id).properties['dealname'])).toEqual(['a', 'b']);
    await batchApi.archive({ inputs: ids.map((id) => ({ id })) });
    expect(ids.every((id) => sandbox.control.record('deals', id).archived)).toBe(true);
    expect(
      (
        await refusalOf(
          batchApi.create({
            inputs: [
              { properties: { dealname: 'c' }, associations: [] },
              { properties: { nope: '1' }, associations: [] },
            ],
          }),
        )
      ).code,
    ).toBe(400);
    expect(
      [...sandbox.control.portal().records.values()].some((one) => one.properties['dealname'] === 'c'),
    ).toBe(false);
  });

  it('meets a locked deal with 423 and a read-only one with an error of its own', async () => {
    const sandbox = await startSandbox();
    const [lockedId, readOnlyId] = [dealId(sandbox, 'Copperleaf'), dealId(sandbox, 'Domtoren')];
    const portalId = sandbox.control.portal().portalId;
    const update = (ids: string[]) =>
      call(sandbox, 'POST /crm/v3/objects/deals/batch/update', {
        inputs: ids.map((id) => ({ id, properties: { amount: '1' }, objectWriteTraceId: id })),
      });

    sandbox.control.addFault({ kind: 'read-only-deal', portalId, dealId: readOnlyId });
    const partly = await update([lockedId, readOnlyId]);
    expect(partly.status).toBe(207);
    expect(errorsOf(partly.body)[0]).toMatchObject({
      context: { objectWriteTraceId: [readOnlyId] },
      errors: [{ code: 'READ_ONLY_VALUE' }],
    });

    sandbox.control.addFault({ kind: 'lock-deal', portalId, dealId: lockedId, ms: 60_000 });
    expect((await update([lockedId])).status).toBe(423);
    expect(
      (await call(sandbox, `PATCH /crm/v3/objects/deals/${lockedId}`, { properties: { amount: '2' } }))
        .status,
    ).toBe(423);
    sandbox.control.clearFaults();
    expect((await update([lockedId, readOnlyId])).status).toBe(200);
  });
});
