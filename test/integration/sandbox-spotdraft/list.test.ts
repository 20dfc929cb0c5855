import { describe, expect, it } from 'vitest';
import { call, create, createSigned, masterAgreement, orderForm, startSandbox } from './fixture.ts';

interface Page {
  page: number;
  limit: number;
  total_results: number;
  results: { id: string; contract_status: string }[];
}

const list = async (sandbox: { origin: string }, query: Record<string, string>): Promise<Page> =>
  (await call(sandbox, `GET contracts/?${new URLSearchParams(query).toString()}`)).body as Page;

async function three() {
  const sandbox = await startSandbox();
  const draft = await create(sandbox, orderForm({ contract_name: 'Alpha, first' }));
  const review = await create(sandbox, masterAgreement());
  sandbox.control.act({ contractId: review.contract_id, action: 'send' });
  const signed = await createSigned(sandbox);
  return { sandbox, draft, review, signed };
}

describe('GET contracts/', () => {
  it('pages from 1, ten at a time, newest first, at most a hundred', async () => {
    const sandbox = await startSandbox();
    const made = [];
    for (let index = 0; index < 12; index += 1) made.push((await create(sandbox)).id);
    const first = await list(sandbox, {});
    expect(first).toMatchObject({ page: 1, limit: 10, total_results: 12 });
    const second = await list(sandbox, { page: '2' });
    expect([...first.results, ...second.results].map((one) => one.id)).toEqual(made.toReversed());
    expect(await list(sandbox, { limit: '500' })).toMatchObject({ limit: 100 });
    expect(await list(sandbox, { page: '9' })).toMatchObject({ page: 9, results: [] });
  });

  it.each([
    ['page', '0'],
    ['page', 'x'],
    ['limit', '-1'],
  ])('refuses %s=%s', async (name, value) => {
    expect(await call(await startSandbox(), `GET contracts/?${name}=${value}`)).toMatchObject({
      status: 400,
      body: { [name]: [expect.any(String)] },
    });
  });

  it('filters', async () => {
    const { sandbox, draft, review, signed } = await three();
    const found = async (query: Record<string, string>) =>
      (await list(sandbox, query)).results.map((one) => one.id);
    const all = [signed.id, review.id, draft.id];
    expect(await found({ 'filter__contract_id[$in]': `${draft.id},${signed.contract_id}` })).toEqual([
      signed.id,
      draft.id,
    ]);
    expect(await found({ filter__contract_id: review.id })).toEqual([review.id]);
    expect(await found({ 'filter__display_status[$ne]': 'DRAFT' })).toEqual([signed.id, review.id]);
    expect(await found({ 'filter__display_status[$eq]': 'EXECUTED' })).toEqual([signed.id]);
    expect(await found({ 'filter__contract_type_name[$in]': 'Order Form,None' })).toEqual([
      signed.id,
      draft.id,
    ]);
    expect(await found({ 'filter__contract_type_id[$gte]': '136' })).toEqual([review.id]);
    expect(await found({ filter__approvals_pending: 'true' })).toEqual([review.id]);
    expect(await found({ filter__signatures_completed_by: 'j.mueller@kunde.example' })).toEqual([signed.id]);
    expect(await found({ query: 'alpha' })).toEqual([draft.id]);
    expect(await found({ query: 'J.MUELLER@kunde' })).toEqual(all);
    expect(await found({ query: 'nothing like it' })).toEqual([]);
  });

  it('finds what changed since a moment, to the microsecond', async () => {
    const { sandbox, draft, review, signed } = await three();
    const stamp = sandbox.state.contracts.get(review.contract_id)?.updatedAt ?? '';
    const since = async (operator: string) =>
      (await list(sandbox, { [`filter__last_updated_on[${operator}]`]: stamp })).results.map((one) => one.id);
    expect(await since('$gte')).toEqual([signed.id, review.id]);
    expect(await since('$gt')).toEqual([signed.id]);
    expect(await since('$lt')).toEqual([draft.id]);
  });

  it.each([
    'filter__color=x',
    'filter__contract_id[$gt]=1',
    'filter__last_updated_on=yesterday',
    'filter__contract_type_id=x',
  ])('refuses %s', async (query) => {
    expect((await call(await startSandbox(), `GET contracts/?${query}`)).status).toBe(400);
  });
});

describe('GET contracts/by_external_metadata/', () => {
  it('matches the whole id, answers at most fifty, and nothing for a stranger', async () => {
    const sandbox = await startSandbox();
    const id = 'deal/ä 1';
    for (let index = 0; index < 52; index += 1)
      await create(sandbox, orderForm({ external_metadata: { id } }));
    const lookUp = async (text: string) =>
      (await call(sandbox, `GET contracts/by_external_metadata/${encodeURIComponent(text)}`))
        .body as unknown[];
    expect(await lookUp(id)).toHaveLength(50);
    expect(await lookUp('deal/ä')).toEqual([]);
  });

  it('forgets a deleted contract', async () => {
    const sandbox = await startSandbox();
    const { id, contract_id } = await create(sandbox);
    sandbox.control.act({ contractId: contract_id, action: 'delete' });
    expect((await call(sandbox, 'GET contracts/by_external_metadata/hubspot-deal-1')).body).toEqual([]);
    expect((await call(sandbox, `GET contracts/${id}/status`)).status).toBe(404);
    expect(await list(sandbox, {})).toMatchObject({ total_results: 0 });
  });
});
