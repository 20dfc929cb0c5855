import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portalId, until } from '../../../lab/world/world.ts';
import { countsOf, startSweepWorld, type SweepWorld } from './kit.ts';

let world: SweepWorld['world'];
let go: SweepWorld['go'];
let sweep: SweepWorld['sweep'];
let deaf: SweepWorld['deaf'];
beforeAll(async () => {
  ({ world, go, sweep, deaf } = await startSweepWorld({ WEBHOOK_PROBE_MS: '400' }));
});
afterAll(() => world.stop());

const freshDeal = (): string => {
  const [dealId] = world.hubspot.control.seedDeals(1);
  if (dealId === undefined) throw new Error('no deal');
  return dealId;
};

/** As a person does in SpotDraft; no webhook tells of it. */
const rename = (numericId: number, name: string): void => {
  const contract = world.spotdraft.state.contracts.get(numericId);
  if (contract === undefined) throw new Error('no such contract');
  Object.assign(contract, { name, updatedAt: new Date().toISOString() });
};

describe('a sweep', () => {
  it('finds nothing where all is well, and leaves its record', async () => {
    const { row } = await go.make(freshDeal());
    await go.quiet();
    const run = await sweep();
    expect(run).toMatchObject({ state: 'done', cause: 'demand', startedBy: 'ben@northwind.example' });
    expect(countsOf(run)).toEqual({});
    expect(run.pages).toBeGreaterThanOrEqual(6);
    expect(run.calls).toBeGreaterThanOrEqual(3);
    expect(run.checked).toBeGreaterThan(0);
    expect(run.endedAt).not.toBeNull();
    const after = await go.row(row.id);
    expect(after.verifiedAt.getTime()).toBeGreaterThan(row.verifiedAt.getTime());
  });

  it('learns a status, a name and a void that no webhook told, and brings them to the deals', async () => {
    const made = await Promise.all([freshDeal(), freshDeal(), freshDeal()].map((dealId) => go.make(dealId)));
    const [first, second, third] = made;
    if (first === undefined || second === undefined || third === undefined) throw new Error('not made');
    await go.quiet();
    await deaf(() => {
      go.person(first.numericId, 'send');
      rename(second.numericId, 'Another name');
      go.person(third.numericId, 'void');
    });
    const run = await sweep();
    expect(countsOf(run)).toMatchObject({ status: 2, details: 1 });
    expect(await go.row(first.row.id)).toMatchObject({ status: 'REDLINING', statusFrom: 'verified' });
    expect((await go.row(second.row.id)).name).toBe('Another name');
    await until('the deals say so', () => {
      return (
        go.dealProperties(first.dealId)['dealdraft_status'] === 'review' &&
        go.dealProperties(third.dealId)['dealdraft_status'] === 'voided'
      );
    });
    const event = await world.db.contractEvent.findFirst({
      where: { contractId: first.row.id, kind: 'status_verified' },
    });
    expect(event).toMatchObject({ how: 'sweep', fromStatus: 'DRAFT', toStatus: 'REDLINING' });
    await go.quiet();
    expect(countsOf(await sweep())).toEqual({});
  });

  it('adopts a contract that carries our metadata and had no row', async () => {
    const { row, dealId } = await go.make(freshDeal());
    await go.quiet();
    await world.db.contract.delete({ where: { id: row.id } });
    const run = await sweep();
    expect(countsOf(run)['adopted']).toBe(1);
    const adopted = await world.db.contract.findFirstOrThrow({ where: { portalId, dealId } });
    expect(adopted).toMatchObject({ spotdraftId: row.spotdraftId, requestId: row.requestId });
  });
});
