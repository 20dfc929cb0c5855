import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contract as AtSpotDraft } from '../../../sandbox/spotdraft/state/model.ts';
import { readChanges } from '../../../src/features/reconciliation/read-changes.ts';
import { resumeStuckSweeps } from '../../../src/features/reconciliation/due-sweeps.ts';
import { retryProblem } from '../../../src/features/health/act-on-problem.ts';
import { Prisma } from '../../../src/platform/database/generated/client.ts';
import { portalId, until } from '../../../lab/world/world.ts';
import { countsOf, startSweepWorld, type SweepWorld } from './kit.ts';

let world: SweepWorld['world'];
let go: SweepWorld['go'];
let begin: SweepWorld['begin'];
let ended: SweepWorld['ended'];
beforeAll(async () => {
  ({ world, go, begin, ended } = await startSweepWorld());
});
afterAll(() => world.stop());

const freshDeals = (count: number): string[] => world.hubspot.control.seedDeals(count);
const make = async () => {
  const [dealId = ''] = freshDeals(1);
  const made = await go.make(dealId);
  await go.quiet();
  return made;
};
const repaired = async (): Promise<Record<string, number>> => countsOf(await ended(await begin()));
const problem = (kind: string) =>
  world.db.problem.findFirst({ where: { portalId, kind, clearedAt: null }, orderBy: { openedAt: 'desc' } });
const remote = (numericId: number): AtSpotDraft => {
  const found = world.spotdraft.state.contracts.get(numericId);
  if (found === undefined) throw new Error('SpotDraft has no such contract');
  return found;
};
/** Another contract at SpotDraft that is like one that is there. */
const clone = (of: AtSpotDraft, changes: Partial<AtSpotDraft>): AtSpotDraft => {
  // Far from the numbers that SpotDraft gives next.
  const id = Math.max(900_000, ...world.spotdraft.state.contracts.keys()) + 1;
  const copy = { ...structuredClone(of), id, referenceId: `SD-${String(id)}`, ...changes };
  world.spotdraft.state.contracts.set(id, copy);
  return copy;
};

describe('a sweep repairs', () => {
  it('deal properties that somebody edited, and only those', async () => {
    const [edited, other] = [await make(), await make()];
    const drop = world.hubspot.control.addFault({ kind: 'webhook-drop', portalId });
    world.hubspot.control.editDeal(
      edited.dealId,
      { dealdraft_status: 'none', dealdraft_contract_name: 'scribbled over' },
      { portalId },
    );
    world.hubspot.control.clearFaults(drop.id);
    await go.quiet();
    expect(await repaired()).toMatchObject({ deal: 1 });
    await until('the true values are back', () => {
      const properties = go.dealProperties(edited.dealId);
      return (
        properties['dealdraft_status'] === 'draft' &&
        properties['dealdraft_contract_name'] === edited.row.name
      );
    });
    expect(go.dealProperties(other.dealId)['dealdraft_status']).toBe('draft');
    await go.quiet();
    expect(await repaired()).toEqual({});
  });

  it('a signed document that never reached its deal', async () => {
    const { row, numericId, dealId } = await make();
    const drop = world.spotdraft.control.addFault({ kind: 'webhook-drop' });
    for (const action of ['mark', 'sign-all']) go.person(numericId, action);
    await world.spotdraft.control.idle();
    world.spotdraft.control.clearFaults(drop.id);
    // The status was taken in, and the work that follows was lost.
    await world.db.contract.update({
      where: { id: row.id },
      data: { status: 'EXECUTED', executedAt: new Date(), statusFrom: 'verified' },
    });
    expect((await repaired())['document']).toBe(1);
    const finished = await go.rowWhen(
      'the document is attached',
      row.id,
      ({ attachedAt }) => attachedAt !== null,
    );
    expect(finished.fileId).not.toBeNull();
    await go.quiet();
    expect(go.dealProperties(dealId)['dealdraft_signed_document']).toBe(finished.fileId);
  });

  it('a contract that SpotDraft does not have any more: it is said, and ends when it is back', async () => {
    const { row, numericId } = await make();
    const there = remote(numericId);
    world.spotdraft.state.contracts.delete(numericId);
    // Open contracts are asked about when they were not verified for a day.
    await world.db.contract.update({
      where: { id: row.id },
      data: { verifiedAt: new Date(Date.now() - 25 * 3_600_000) },
    });
    expect(await repaired()).toMatchObject({ gone: 1 });
    expect((await go.row(row.id)).goneAt).not.toBeNull();
    expect(await problem('contract_gone')).toMatchObject({ contractId: row.id });
    world.spotdraft.state.contracts.set(numericId, { ...there, updatedAt: new Date().toISOString() });
    await repaired();
    await go.rowWhen('it is back', row.id, ({ goneAt }) => goneAt === null);
    expect(await problem('contract_gone')).toBeNull();
  });

  it('two contracts for one request: both are shown, the younger is voided when somebody agrees', async () => {
    const { row, numericId } = await make();
    const twin = clone(remote(numericId), {
      createdAt: new Date().toISOString(),
      updatedAt: new Date().toISOString(),
    });
    expect(await repaired()).toMatchObject({ doubled: 1 });
    const found = await problem('two_contracts');
    expect(found?.context).toMatchObject({ first: row.spotdraftId, second: `T-${String(twin.id)}` });
    const told = await retryProblem(
      world.app.deps,
      { portalId, by: 'ada@northwind.example' },
      found?.id ?? '',
    );
    expect(told).toMatchObject({ ok: true, value: { message: `T-${String(twin.id)} is being voided.` } });
    await until('the younger is void', () => remote(twin.id).status === 'VOIDED');
    expect(remote(numericId).status).toBe('DRAFT');
    await go.quiet();
    await repaired();
    expect(await problem('two_contracts')).toBeNull();
  });

  it('nothing when the deals are as they should be, which one call for all of them tells', async () => {
    const before = world.hubspot.control.calls().length;
    expect(await repaired()).toEqual({});
    const calls = world.hubspot.control.calls().slice(before);
    expect(calls.filter(({ path }) => path.endsWith('/deals/batch/read')).length).toBeLessThanOrEqual(1);
    expect(calls.length).toBeLessThanOrEqual(2);
  });
});

describe('a sweep that is cut off', () => {
  it('goes on where it was, in whichever worker', async () => {
    const runId = await begin();
    await ended(runId);
    // As a worker leaves it that dies between two pages and takes its job with it.
    await world.db.sweepRun.update({
      where: { id: runId },
      data: { state: 'running', endedAt: null, position: { step: 'documents', after: null }, pages: 3 },
    });
    await world.db.$executeRaw(
      Prisma.sql`UPDATE "sweep_run" SET "updatedAt" = now() - interval '11 minutes' WHERE "id" = ${runId}::uuid`,
    );
    await resumeStuckSweeps(world.app.deps);
    const run = await ended(runId);
    expect(run.state).toBe('done');
    // documents, deals, forgotten: the pages before are not read again.
    expect(run.pages).toBe(6);
  });
});

describe('a list that changes while it is read', () => {
  it('hides no change: what leaves the window moves the others towards the first page', async () => {
    const { row, numericId } = await make();
    const hourAgo = (minutes: number): string =>
      new Date(Date.now() - 3_600_000 - minutes * 60_000).toISOString();
    const old = Array.from({ length: 350 }, (_unused, index) =>
      clone(remote(numericId), {
        externalMetadata: null,
        name: `Not of ours ${String(index)}`,
        createdAt: hourAgo(600),
        updatedAt: hourAgo(index % 300),
      }),
    );
    Object.assign(remote(numericId), { name: 'Renamed meanwhile', updatedAt: hourAgo(150) });
    const runId = await begin();
    const run = await ended(runId);
    await world.db.contract.update({ where: { id: row.id }, data: { name: 'As it was' } });
    const client = await world.app.deps.vendors.spotdraft(world.workspaceId, 'background');
    if (!client.ok) throw new Error(client.failure.message);
    let touched = 0;
    const moving = {
      ...client.value,
      listContracts: async (...call: Parameters<typeof client.value.listContracts>) => {
        const answer = await client.value.listContracts(...call);
        // Between two pages forty contracts change anew, and leave the closed window.
        for (const contract of old.slice(touched, touched + 40))
          contract.updatedAt = new Date().toISOString();
        touched += 40;
        return answer;
      },
    };
    const window = {
      windowFrom: new Date(Date.now() - 24 * 3_600_000),
      windowTo: new Date(Date.now() - 600_000),
    };
    const around = {
      deps: world.app.deps,
      run: { ...run, ...window },
      spotdraft: moving,
      signal: AbortSignal.timeout(20_000),
    };
    let position: { step: 'changes'; page: number | null } | null = { step: 'changes', page: null };
    let pages = 0;
    while (position !== null) {
      const page: Awaited<ReturnType<typeof readChanges>> = await readChanges(around, position);
      if (!page.ok) throw new Error(page.failure.kind);
      pages += 1;
      position = page.value.next as typeof position;
    }
    expect(pages).toBeGreaterThanOrEqual(4);
    expect((await go.row(row.id)).name).toBe('Renamed meanwhile');
  });
});
