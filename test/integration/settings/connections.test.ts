import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import type {
  ChoicesView,
  ConnectionTest,
  ConsequencesView,
  DealsView,
  OverviewView,
  PropertiesView,
  RemovedView,
  WorkspacesView,
  WorkspaceView,
} from '@dealdraft/wire/settings.ts';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { journey, roomyHubSpot } from '../../../lab/world/journey.ts';
import { startWorld, until, type World } from '../../../lab/world/world.ts';
import {
  addWorkspace,
  claim,
  install,
  settingsOf,
  workspaceForm,
  type Settings,
} from '../../../lab/world/settings.ts';

let world: World;
let settings: Settings;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), ...roomyHubSpot });
  settings = settingsOf(world);
  await claim(settings);
});
afterAll(() => world.stop());

const tested = async (path: string): Promise<ConnectionTest> => {
  await settings.post<ConnectionTest>(path);
  return until('the test has ended', async () => {
    const test = await settings.get<ConnectionTest | null>(path);
    return test !== null && test.state !== 'running' ? test : null;
  });
};
const states = (test: ConnectionTest): Record<string, string> =>
  Object.fromEntries(test.checks.map(({ id, state }) => [id, state]));

describe('connecting a workspace', () => {
  let world: World;
  let settings: Settings;
  beforeAll(async () => {
    world = await startWorld({ databaseUrl: inject('databaseUrl'), connected: false, ...roomyHubSpot });
    await install(world);
    settings = settingsOf(world);
    await claim(settings);
  });
  afterAll(() => world.stop());

  it('begins with nothing, says so, and goes on step by step until it is in use and removed', async () => {
    const empty = await settings.get<OverviewView>('/overview');
    expect(empty).toMatchObject({ workspaces: [], uatBanner: null, firstRun: { done: false } });
    expect(empty.firstRun.steps[0]).toMatchObject({ id: 'connect', state: 'next' });

    // What does not hold is not stored.
    const wrong = await settings.refused('POST', '/workspaces', {
      ...workspaceForm(world),
      clientSecret: 'not-it',
    });
    expect(wrong).toMatchObject({ code: 'vendor' });
    expect(wrong.message).toMatch(/[a-z].*\./);
    expect(
      await settings.refused('POST', '/workspaces', {
        ...workspaceForm(world),
        place: { baseUrl: 'ftp://spotdraft' },
      }),
    ).toMatchObject({ code: 'invalid' });
    expect(await world.db.workspace.count()).toBe(0);

    const made = await addWorkspace(world, settings, 'uat');
    expect(made).toMatchObject({
      environment: 'uat',
      state: 'active',
      webhook: { state: 'active' },
      templates: { published: 5, mapped: 0, reading: null, message: null },
      contracts: { open: 0, total: 0 },
    });
    expect(made.secretMask).toMatch(/^••••/);
    const overview = await settings.get<OverviewView>('/overview');
    expect(overview.uatBanner).toMatch(/UAT/);
    expect(overview.firstRun.steps.map(({ state }) => state).slice(0, 2)).toEqual(['done', 'next']);

    const list = await settings.get<WorkspacesView>('/workspaces');
    expect(list.workspaces).toHaveLength(1);
    expect(list.regions.map(({ id }) => id)).toEqual(['us', 'eu', 'in', 'me']);
    expect(JSON.stringify(list)).not.toContain(sandboxCredentials.uat.clientSecret);

    const path = `/workspaces/${made.workspaceId}`;
    const renamed = await settings.post<WorkspaceView>(path, {
      name: 'Testing',
      place: { baseUrl: world.spotdraft.origin },
      userEmail: null,
    });
    expect(renamed.name).toBe('Testing');
    expect(await settings.refused('POST', `${path}/secret`, { clientSecret: 'wrong again' })).toMatchObject({
      code: 'vendor',
    });
    expect(
      await settings.post<WorkspaceView>(`${path}/secret`, {
        clientSecret: sandboxCredentials.uat.clientSecret,
      }),
    ).toMatchObject({ state: 'active' });
    expect(await settings.post<WorkspaceView>(`${path}/webhook`)).toMatchObject({
      webhook: { state: 'active' },
    });

    expect(await settings.post<WorkspaceView>(`${path}/pause`)).toMatchObject({ state: 'paused' });
    expect(await settings.post<WorkspaceView>(`${path}/resume`)).toMatchObject({ state: 'active' });

    const meaning = await settings.get<ConsequencesView>(`${path}/consequences`);
    for (const part of [meaning.pause, meaning.remove, meaning.removeWithHistory])
      expect(part.stops.length + part.stays.length + part.deleted.length).toBeGreaterThan(1);
    expect(meaning.pause.deleted).toEqual([]);
    expect(meaning.remove.deleted.join(' ')).toMatch(/secret|credentials/i);

    expect(await settings.refused('POST', `${path}/remove`, { confirmName: 'Other' })).toMatchObject({
      message: expect.stringMatching(/name/i) as string,
    });
    expect(await settings.post<RemovedView>(`${path}/remove`, { confirmName: 'Testing' })).toEqual({
      removed: true,
      webhookLeft: null,
    });
    const gone = await world.db.workspace.findUniqueOrThrow({ where: { id: made.workspaceId } });
    expect(gone).toMatchObject({ state: 'removed', hmacKey: null });
    // What was made stays on record, and the list says that it is history.
    expect((await settings.get<WorkspacesView>('/workspaces')).workspaces).toMatchObject([
      { state: 'removed', secretMask: 'deleted', templates: { published: 0, reading: null } },
    ]);
    expect((await settings.get<OverviewView>('/overview')).uatBanner).toBeNull();
  });
});

describe('a workspace', () => {
  it('is not read into once it is removed, though its templates were being read', async () => {
    const world = await startWorld({
      databaseUrl: inject('databaseUrl'),
      connected: false,
      ...roomyHubSpot,
    });
    onTestFinished(() => world.stop());
    await install(world);
    const settings = settingsOf(world);
    await claim(settings);
    const made = await addWorkspace(world, settings, 'uat');
    const { id } = world.spotdraft.control.addFault({
      kind: 'slow',
      ms: 1_500,
      when: 'after',
      method: 'GET',
      path: 'metadata',
    });
    await settings.post('/templates/refresh', { workspaceId: made.workspaceId });
    await until('a template is being read', () =>
      world.spotdraft.control.faults().some((each) => each.id === id && each.hits > 0),
    );
    await settings.post(`/workspaces/${made.workspaceId}/remove`, { confirmName: made.name });
    world.spotdraft.control.clearFaults();
    await journey(world).quiet();
    expect(await world.db.template.count({ where: { workspaceId: made.workspaceId } })).toBe(0);
    const { workspaces } = await settings.get<WorkspacesView>('/workspaces');
    expect(workspaces.find(({ workspaceId }) => workspaceId === made.workspaceId)).toMatchObject({
      state: 'removed',
      templates: { published: 0, reading: null },
    });
  });
});

describe('removing a workspace with its history', () => {
  it('deletes every row about its contracts; deals keep what is on them, and SpotDraft its contracts', async () => {
    const world = await startWorld({ databaseUrl: inject('databaseUrl'), ...roomyHubSpot });
    try {
      const settings = settingsOf(world);
      await claim(settings);
      const go = journey(world);
      const [signedOn = '', openOn = ''] = world.hubspot.control.seedDeals(2);
      const signed = await go.make(signedOn, 'Mutual NDA (Individual)');
      await go.make(openOn, 'Mutual NDA (Individual)');
      for (const action of ['mark', 'sign-all']) go.person(signed.numericId, action);
      await go.rowWhen('attached', signed.row.id, ({ attachedAt }) => attachedAt !== null);
      await go.quiet();
      const before = [signedOn, openOn].map((dealId) => ({ ...go.dealProperties(dealId) }));
      const { db, workspaceId } = world;
      const { name } = await db.workspace.findUniqueOrThrow({ where: { id: workspaceId } });

      expect(
        await settings.post<RemovedView>(`/workspaces/${workspaceId}/remove`, {
          confirmName: name,
          deleteHistory: true,
        }),
      ).toEqual({ removed: true, webhookLeft: null });
      const left = await Promise.all([
        db.workspace.count(),
        db.contract.count(),
        db.contractEvent.count(),
        db.contractAction.count(),
        db.request.count(),
        db.template.count(),
        db.mapping.count(),
        db.mappingVersion.count(),
      ]);
      expect(left).toEqual(left.map(() => 0));
      await go.quiet();
      expect([signedOn, openOn].map((dealId) => ({ ...go.dealProperties(dealId) }))).toEqual(before);
      expect(go.atSpotDraft(signedOn)).toHaveLength(1);
      expect((await go.view(signedOn)).contracts).toEqual([]);
      expect((await settings.get<WorkspacesView>('/workspaces')).workspaces).toEqual([]);
    } finally {
      await world.stop();
    }
  });
});

describe('the test of a connection', () => {
  const path = () => `/workspaces/${world.workspaceId}/test`;
  beforeEach(() => world.db.connectionTest.deleteMany());

  it('says what is not proven while SpotDraft has no contract, and then that a signed notice came', async () => {
    expect(await settings.get(path())).toBeNull();
    const before = await tested(path());
    expect(before.state).toBe('unproven');
    expect(states(before)).toEqual({
      credentials: 'passed',
      developer_settings: 'passed',
      templates: 'passed',
      webhook: 'passed',
      delivery: 'unproven',
    });
    const go = journey(world);
    await go.make(world.dealId('Włókna Łódź'));
    await go.quiet();
    const after = await tested(path());
    expect(after.checks.filter(({ state }) => state !== 'passed')).toEqual([]);
    expect(after).toMatchObject({ state: 'passed', startedBy: 'ada.lindqvist@northwind-robotics.example' });
  });

  it('tells a part of SpotDraft that does not answer from a permission that is missing', async () => {
    world.spotdraft.control.addFault({ kind: 'error-before', path: 'hmac_key' });
    const test = await tested(path());
    world.spotdraft.control.clearFaults();
    expect(test.state).toBe('failed');
    expect(states(test)).toMatchObject({ credentials: 'passed', developer_settings: 'failed' });
    expect(test.checks.find(({ state }) => state === 'failed')?.fix).toMatch(/Test again/);
  });

  it('skips the rest when the credentials hold no more', async () => {
    const own = await startWorld({ databaseUrl: inject('databaseUrl'), ...roomyHubSpot });
    try {
      const ada = settingsOf(own);
      await claim(ada);
      own.spotdraft.control.addFault({ kind: 'revoke-credentials', workspace: 'production' });
      const test = await ada.post<ConnectionTest>(`/workspaces/${own.workspaceId}/test`);
      expect(test.state).toBe('failed');
      expect(test.checks[0]).toMatchObject({
        state: 'failed',
        fix: expect.stringMatching(/new secret/) as string,
      });
      expect(states(test)).toMatchObject({ templates: 'skipped', delivery: 'skipped' });
    } finally {
      await own.stop();
    }
  });
});

describe('what can be chosen from', () => {
  it('is read, searched and paged', async () => {
    const { workspaceId } = world;
    const choices = await settings.get<ChoicesView>(`/workspaces/${workspaceId}/choices`);
    expect(choices.messages).toEqual([]);
    expect(choices.pipelines.length).toBeGreaterThan(0);
    expect(choices.pipelines[0]?.stages.some(({ isWon }) => isWon)).toBe(true);
    expect(choices.entities.some(({ isPrimary }) => isPrimary)).toBe(true);
    expect(choices.organizationTypes.map(({ label }) => label)).toContain('Limited liability company');
    expect(choices.contractTypes.length).toBeGreaterThan(0);
    expect(choices.statusProperties.map(({ name }) => name)).toContain('dealdraft_status');

    const found = await settings.get<PropertiesView>('/properties?object=deal&search=amount&limit=5');
    expect(found.properties[0]).toMatchObject({ name: 'amount' });
    const named = await settings.get<PropertiesView>('/properties?object=deal&names=amount,dealname,no_such');
    expect(named.properties.map(({ name }) => name).sort()).toEqual(['amount', 'dealname']);
    // The owner is a person, with properties of its own.
    const owner = await settings.get<PropertiesView>('/properties?object=owner&search=email');
    expect(owner.properties.map(({ name }) => name)).toContain('email');
    expect(await settings.refused('GET', '/properties?object=elephant')).toMatchObject({ code: 'invalid' });

    const deals = await settings.get<DealsView>('/deals');
    expect(deals.deals.length).toBeGreaterThan(3);
    const [first] = deals.deals;
    const search = await settings.get<DealsView>(`/deals?search=${encodeURIComponent(first?.name ?? '')}`);
    expect(search.deals.map(({ id }) => id)).toContain(first?.id);
    // Several words, in any order, as people type them.
    const words = await settings.get<DealsView>('/deals?search=automation%20copperleaf');
    expect(words.deals.map(({ name }) => name)).toEqual(['Copperleaf – lab automation']);
    const [pipeline] = choices.pipelines;
    const inPipeline = await settings.get<DealsView>(`/deals?pipelineId=${pipeline?.id ?? ''}`);
    expect(inPipeline.deals.every(({ pipelineId }) => pipelineId === pipeline?.id)).toBe(true);
  });
});

describe('credentials and another place', () => {
  /** Whom an admin who was fooled, or is one no more, would like to have the secret. */
  const startThief = async () => {
    const heard: string[] = [];
    const server = createServer((request, response) => {
      heard.push(JSON.stringify(request.headers));
      response.writeHead(401).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const close = (): void => {
      server.closeAllConnections();
      server.close();
    };
    return { heard, close, origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` };
  };

  it('the stored secret goes to no other host, and whatever is tried there leaves a trace before it is', async () => {
    const thief = await startThief();
    try {
      const path = `/workspaces/${world.workspaceId}`;
      const elsewhere = { name: 'Moved', place: { baseUrl: thief.origin }, userEmail: null };
      const audits = (): Promise<{ action: string; text: string }[]> =>
        world.db.auditEntry.findMany({
          where: { action: { in: ['workspace_tried', 'workspace_changed'] } },
          select: { action: true, text: true },
        });
      const before = await audits();
      const { baseUrl } = await world.db.workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
      expect(await settings.refused('POST', path, elsewhere)).toMatchObject({
        code: 'invalid',
        fields: [{ target: 'clientSecret' }],
      });
      expect(thief.heard).toEqual([]);
      expect(await audits()).toEqual(before);

      expect(
        await settings.refused('POST', path, { ...elsewhere, clientSecret: 'typed-anew' }),
      ).toMatchObject({
        code: 'vendor',
      });
      expect(thief.heard).not.toHaveLength(0);
      expect(thief.heard.join()).not.toContain(sandboxCredentials.production.clientSecret);
      expect((await audits()).slice(before.length)).toEqual([
        { action: 'workspace_tried', text: expect.stringContaining(thief.origin) as string },
      ]);
      const stored = await world.db.workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
      expect(stored.baseUrl).toBe(baseUrl);
    } finally {
      thief.close();
    }
  });

  it('the same secret, typed again, moves the workspace', async () => {
    const other = world.spotdraft.origin.replace('127.0.0.1', 'localhost');
    const path = `/workspaces/${world.workspaceId}`;
    const wish = { name: 'Moved', place: { baseUrl: other }, userEmail: null };
    const { clientSecret } = sandboxCredentials.production;
    expect(await settings.post<WorkspaceView>(path, { ...wish, clientSecret })).toMatchObject({
      name: 'Moved',
      baseUrl: other,
    });
  });

  it.each(['?x=', '#x', '/a?b', '/a%20b'])('an address that ends in %s is refused', async (end) => {
    const place = { baseUrl: `${world.spotdraft.origin}${end}` };
    expect(await settings.refused('POST', '/workspaces', { ...workspaceForm(world), place })).toMatchObject({
      code: 'invalid',
      fields: [{ target: 'place.baseUrl' }],
    });
  });
});
