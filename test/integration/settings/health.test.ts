import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type {
  AuditView,
  CallsView,
  DeadLettersView,
  DeliveriesView,
  DeliveryView,
  HealthView,
  OrphanContractsView,
  OrphanDealsView,
  OrphanScanView,
  ProblemsView,
  ReplayAccepted,
  ReplayPreview,
  SweepsView,
} from '@dealdraft/wire/settings.ts';
import { clearProblem, clearProblems, raiseProblem } from '../../../src/features/problems/problems.ts';
import { journey, roomyHubSpot, type Journey, type Made } from '../../../lab/world/journey.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';
import { claim, settingsOf, type Settings } from '../../../lab/world/settings.ts';

let world: World;
let settings: Settings;
let go: Journey;
let made: Made;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), ...roomyHubSpot });
  settings = settingsOf(world);
  await claim(settings);
  go = journey(world);
  const [dealId = ''] = world.hubspot.control.seedDeals(1);
  made = await go.make(dealId, 'Mutual NDA (Individual)');
  go.person(made.numericId, 'send_for_review');
  await go.quiet();
});
afterAll(() => world.stop());

describe('health', () => {
  it('says in one sentence that all is well, with the facts', async () => {
    // The tests come in any order, and what the one before changed may still be on its way to the deal.
    const health = await until('every deal is written', async () => {
      const now = await settings.get<HealthView>('/health');
      return now.writeBack.waiting === 0 ? now : null;
    });
    expect(health).toMatchObject({
      hubspot: { state: 'well' },
      workspaces: [{ workspaceId: world.workspaceId, environment: 'production' }],
      queue: { deadLetters: 0 },
      writeBack: { waiting: 0, parked: 0 },
    });
    expect(health.text).toMatch(/\.$/);
    expect(health.workspaces[0]?.lastWebhookAt).not.toBeNull();
    expect(health.deliveries.received).toBeGreaterThan(0);
    expect(health.budgets.map(({ limit }) => limit).every((limit) => limit > 0)).toBe(true);
  });
  it('calls are listed, by vendor and by failure', async () => {
    const calls = await until('the log of calls is written', async () => {
      const page = await settings.get<CallsView>('/calls?vendor=spotdraft');
      return page.calls.length > 0 ? page.calls : null;
    });
    expect(new Set(calls.map(({ vendor }) => vendor))).toEqual(new Set(['spotdraft']));
    const failed = await settings.get<CallsView>('/calls?failed=true');
    expect(failed.calls.every(({ status }) => status === null || status >= 400)).toBe(true);
  });
});

describe('deliveries', () => {
  it('are searched, opened, tried and replayed, and a replay changes nothing twice', async () => {
    const all = await settings.get<DeliveriesView>('/deliveries');
    expect(all.outcomes.length).toBeGreaterThan(5);
    const ours = await settings.get<DeliveriesView>(
      `/deliveries?source=spotdraft&search=${made.row.spotdraftId}`,
    );
    expect(ours.deliveries.length).toBeGreaterThan(0);
    expect(new Set(ours.deliveries.map(({ contract }) => contract?.id))).toEqual(new Set([made.row.id]));
    const [first] = ours.deliveries;
    const path = `/deliveries/${first?.id ?? ''}`;
    const opened = await settings.get<DeliveryView>(path);
    expect(opened).toMatchObject({ canReplay: true, bodyCut: false });
    expect(JSON.parse(opened.body)).toBeTypeOf('object');
    expect(JSON.stringify(opened.headers)).not.toMatch(/sd-sandbox-production-secret/);

    const before = await go.row(made.row.id);
    const preview = await settings.get<ReplayPreview>(`${path}/replay-preview`);
    expect(preview).toMatchObject({ deliveryId: first?.id, contract: { statusAfter: before.status } });
    expect(preview.text).toMatch(/\.$/);
    expect((await settings.get<DeliveryView>(path)).outcome).toBe(first?.outcome);

    const events = await world.db.contractEvent.count({ where: { contractId: made.row.id } });
    expect(await settings.post<ReplayAccepted>('/deliveries/replay', { ids: [first?.id] })).toEqual({
      replayed: 1,
    });
    await go.quiet();
    const whole = await settings.post<ReplayAccepted>('/deliveries/replay', {
      wholeFilter: { source: 'spotdraft' },
    });
    expect(whole.replayed).toBeGreaterThan(0);
    await go.quiet();
    expect((await go.row(made.row.id)).status).toBe(before.status);
    expect(await world.db.contractEvent.count({ where: { contractId: made.row.id } })).toBe(events);
    expect((await settings.get<AuditView>('/audit?action=delivery_replayed')).entries).toHaveLength(2);
    expect(await settings.refused('POST', '/deliveries/replay', {})).toMatchObject({ code: 'invalid' });
    for (const door of [`/deliveries/${randomUUID()}`, `/deliveries/${randomUUID()}/replay-preview`])
      expect(await settings.refused('GET', door)).toMatchObject({ code: 'not_found' });
  });
  it('pages through many without gap or repeat', async () => {
    const at = Date.UTC(2026, 0, 1);
    await world.db.delivery.createMany({
      data: Array.from({ length: 130 }, (_, index) => ({
        portalId,
        source: 'hubspot',
        scope: 'many',
        dedupeKey: `many-${String(index)}`,
        activity: 'many',
        body: Buffer.from('{}'),
        headers: {},
        outcome: 'ignored',
        receivedAt: new Date(at + Math.floor(index / 7)),
      })),
    });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: DeliveriesView = await settings.get<DeliveriesView>(
        `/deliveries?activity=many${cursor === '' ? '' : `&before=${encodeURIComponent(cursor)}`}`,
      );
      seen.push(...page.deliveries.map(({ id }) => id));
      cursor = page.before;
    }
    expect(new Set(seen).size).toBe(130);
    expect(seen).toHaveLength(130);
    expect(
      (await settings.get<DeliveriesView>('/deliveries?activity=many&from=2026-06-01T00:00:00Z')).deliveries,
    ).toEqual([]);
  });
});

describe('problems and given-up work', () => {
  it('a problem of the upkeep is tried again by those who know it', async () => {
    await raiseProblem(world.db, {
      portalId,
      kind: 'sweep_failed',
      about: world.workspaceId,
      workspaceId: world.workspaceId,
      context: { workspace: 'Northwind production' },
    });
    const { problems, kinds } = await settings.get<ProblemsView>('/problems?kind=sweep_failed');
    expect(kinds).toMatchObject([{ kind: 'sweep_failed', count: 1 }]);
    const [problem] = problems;
    expect(problem).toMatchObject({
      retry: expect.any(String) as string,
      workspace: { name: 'Northwind production' },
    });
    expect(await settings.post(`/problems/${problem?.id ?? ''}/acknowledge`)).toMatchObject({
      problem: { acknowledged: { by: 'ada.lindqvist@northwind-robotics.example' } },
    });
    expect(await settings.post(`/problems/${problem?.id ?? ''}/retry`)).toMatchObject({
      message: 'SpotDraft is being asked.',
    });
    await until('the sweep has cleared it', async () => {
      const page = await settings.get<ProblemsView>('/problems?state=cleared&kind=sweep_failed');
      return page.problems.length === 1;
    });
    expect(await settings.refused('POST', `/problems/${randomUUID()}/retry`)).toMatchObject({
      code: 'not_found',
    });
  });

  it('one that is seen again counts on; one that comes back after its end is another, and both are in the history', async () => {
    const fault = { portalId, kind: 'deal_gone', about: '4711' } as const;
    for (let time = 0; time < 3; time += 1) await raiseProblem(world.db, fault);
    const list = (state: string) => settings.get<ProblemsView>(`/problems?kind=deal_gone&state=${state}`);
    const [first] = (await list('open')).problems;
    expect(first).toMatchObject({ count: 3, clearedAt: null });
    expect(first?.operator).toMatch(/\.$/);
    expect(await clearProblem(world.db, fault)).toBe(1);
    expect(await clearProblem(world.db, fault)).toBe(0);
    expect((await list('open')).problems).toEqual([]);
    await raiseProblem(world.db, fault);
    const [second] = (await list('open')).problems;
    expect(second).toMatchObject({ count: 1 });
    expect(second?.id).not.toBe(first?.id);
    expect((await list('cleared')).problems).toMatchObject([{ id: first?.id, clearedBy: 'system' }]);
    await clearProblem(world.db, fault);
    expect((await list('cleared')).problems.map(({ id }) => id)).toEqual([second?.id, first?.id]);
  });

  it('pages through a hundred of them without gap or repeat', async () => {
    const abouts = Array.from({ length: 120 }, (_, index) => `many-${String(index)}`);
    for (const about of abouts) await raiseProblem(world.db, { portalId, kind: 'contract_gone', about });
    const ids: string[] = [];
    for (let before: string | null = ''; before !== null;) {
      const page: ProblemsView = await settings.get<ProblemsView>(
        `/problems?kind=contract_gone${before === '' ? '' : `&before=${before}`}`,
      );
      ids.push(...page.problems.map(({ id }) => id));
      before = page.before;
    }
    expect(ids).toHaveLength(120);
    expect(new Set(ids).size).toBe(120);
    await clearProblems(world.db, { portalId, kind: 'contract_gone', abouts });
  });

  it('a job that was given up is listed, put back or given up for good', async () => {
    const letter = (id: string) => world.db.$executeRaw`
      INSERT INTO "pgboss"."job" ("id", "name", "data", "state", "source_name", "source_output")
      VALUES (${id}::uuid, 'dead-letter', ${JSON.stringify({ portalId, dealId: made.dealId })}::jsonb, 'created', 'deal.drift', '{"message":"It broke."}'::jsonb)`;
    const [again, never] = [randomUUID(), randomUUID()];
    await letter(again);
    await letter(never);
    const list = await settings.get<DeadLettersView>('/dead-letters');
    expect(list).toMatchObject({ total: 2, before: null });
    expect(list.jobs.find(({ id }) => id === again)).toMatchObject({
      job: 'deal.drift',
      label: 'Compare with the deal',
      message: 'It broke.',
      dealId: made.dealId,
    });
    expect((await settings.get<HealthView>('/health')).queue).toMatchObject({
      deadLetters: 2,
      state: 'attention',
    });
    expect(await settings.post('/dead-letters/redrive', { ids: [again] })).toEqual({ done: 1 });
    expect(await settings.post('/dead-letters/delete', { ids: [never, again] })).toEqual({ done: 1 });
    await go.quiet();
    expect((await settings.get<DeadLettersView>('/dead-letters')).total).toBe(0);
  });
});

describe('sweeps', () => {
  it('are started by an admin and listed', async () => {
    await settings.post('/sweeps', { workspaceId: world.workspaceId, since: '2026-01-01T00:00:00Z' });
    const sweep = await until('the sweep has ended', async () => {
      const page = await settings.get<SweepsView>(`/sweeps?workspaceId=${world.workspaceId}`);
      return page.sweeps.find(({ cause, state }) => state === 'done' && /demand|asked|admin/i.test(cause));
    });
    expect(sweep).toMatchObject({ workspaceName: 'Northwind production' });
    expect(sweep.text).toMatch(/\.$/);
    expect(await settings.refused('POST', '/sweeps', { workspaceId: randomUUID() })).toMatchObject({
      code: 'not_found',
    });
  });
});

describe('orphans', () => {
  it('a contract whose deal was lost is found with the reason why it may belong, and linked', async () => {
    expect(await settings.get('/orphans/scan')).toBeNull();
    const { pipelines } = await settings.get<{
      pipelines: { id: string; stages: { id: string }[] }[];
    }>(`/workspaces/${world.workspaceId}/choices`);
    const [pipeline] = pipelines;
    const [dealId = ''] = world.hubspot.control.seedDeals(1);
    const orphan = await go.make(dealId, 'Mutual NDA (Individual)');
    await go.quiet();
    // As somebody would have made it in SpotDraft: nothing of ours on it, and no row.
    await world.db.contract.delete({ where: { id: orphan.row.id } });
    const there = world.spotdraft.control.truth().contracts.find(({ id }) => id === orphan.numericId);
    if (there === undefined) throw new Error('it is not at SpotDraft');
    there.externalMetadata = null;
    const scan = await settings.post<OrphanScanView>('/orphans/scan', {
      workspaceId: world.workspaceId,
      pipelineId: pipeline?.id,
      stageIds: pipeline?.stages.map(({ id }) => id),
    });
    expect(scan.state).toBe('running');
    const ended = await until('the scan has ended', async () => {
      const now = await settings.get<OrphanScanView | null>('/orphans/scan');
      return now?.state === 'running' ? null : now;
    });
    expect(ended).toMatchObject({ state: 'done', pollAfterMs: null });
    const found = await settings.get<OrphanContractsView>('/orphans/contracts');
    const contract = found.contracts.find(({ spotdraftId }) => spotdraftId === orphan.row.spotdraftId);
    const match = contract?.matches.find((each) => each.dealId === dealId);
    expect(match?.reasons.length).toBeGreaterThan(0);
    const deals = await settings.get<OrphanDealsView>('/orphans/deals');
    expect(deals.deals.map((deal) => deal.dealId)).not.toContain(made.dealId);
    const [lonely] = deals.deals.filter((deal) => deal.dealId !== dealId);
    await settings.post('/orphans/dismiss', { dealId: lonely?.dealId });
    expect((await settings.get<OrphanDealsView>('/orphans/deals')).total).toBe(deals.total - 1);
    await settings.post('/orphans/link', {
      workspaceId: world.workspaceId,
      spotdraftId: orphan.row.spotdraftId,
      dealId,
    });
    expect((await go.view(dealId)).contracts).toMatchObject([{ spotdraftId: orphan.row.spotdraftId }]);
    expect((await settings.get<OrphanContractsView>('/orphans/contracts')).total).toBe(found.total - 1);
    expect((await settings.get<AuditView>('/audit?action=contract_linked')).entries).toHaveLength(1);
  });
});
