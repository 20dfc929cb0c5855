import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { appId, oauthClientId } from '../../../sandbox/hubspot/state/accounts.ts';
import { routeOf } from '../../../sandbox/hubspot/web/src/shell/routes.ts';
import { installScopes } from '../../../src/hubspot/transport/scopes.ts';
import type { OverviewView } from '@dealdraft/wire/settings.ts';
import { portalId, startWorld, type World } from '../../../lab/world/world.ts';
import { settingsOf } from '../../../lab/world/settings.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({
    databaseUrl: inject('databaseUrl'),
    connected: false,
  });
});
afterAll(() => world.stop());

const service = (path: string): string => `${world.config.PUBLIC_ORIGIN}${path}`;

const begin = async (path = '/oauth/install'): Promise<{ consent: URL; state: string; cookie: string }> => {
  const install = await fetch(service(path), { redirect: 'manual' });
  expect(install.status).toBe(302);
  const consent = new URL(install.headers.get('location') ?? '');
  expect(consent.searchParams.get('client_id')).toBe(oauthClientId);
  expect(consent.searchParams.get('scope')?.split(' ')).toEqual(installScopes.scopes);
  expect(consent.searchParams.get('optional_scope')?.split(' ')).toEqual(installScopes.optionalScopes);
  return {
    consent,
    state: consent.searchParams.get('state') ?? '',
    cookie: (install.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
  };
};

const comeBack = (query: Record<string, string>, cookie: string) =>
  fetch(service(`/oauth/callback?${new URLSearchParams(query).toString()}`), {
    headers: { cookie },
    redirect: 'manual',
  });

const code = () => world.hubspot.control.authorize({ portalId, redirectUri: service('/oauth/callback') });

/** The sandbox's page for what the service sends a person to. */
const consentPage = (consent: URL): URL => new URL(`/oauth/authorize${consent.search}`, world.hubspot.origin);
const approvalOf = (consent: URL): URL =>
  new URL(`/oauth/${String(portalId)}/approve${consent.search}`, world.hubspot.origin);

/** The whole way: from the install link through HubSpot's consent back to the service. */
const connect = async (path?: string): Promise<{ status: number; body: string }> => {
  const { consent, cookie } = await begin(path);
  expect((await fetch(consentPage(consent))).status).toBe(200);
  const approved = await fetch(approvalOf(consent), { redirect: 'manual' });
  const back = new URL(approved.headers.get('location') ?? '');
  const answer = await fetch(back, { headers: { cookie } });
  return { status: answer.status, body: await answer.text() };
};
const without = (...scopes: string[]): void => {
  world.hubspot.control.portal(portalId).unavailableScopes = scopes;
};
afterEach(() => {
  without();
});
const permissions = async () => {
  const { hubspot } = await settingsOf(world).get<OverviewView>('/overview');
  return { consentAgain: hubspot.consentAgain, absent: hubspot.absent };
};

describe('installing the app', () => {
  it('refuses a state that it did not give to this browser', async () => {
    const portals = await world.db.portal.count();
    const { state, cookie } = await begin();
    const other = await begin();
    expect((await comeBack({ code: code(), state }, other.cookie)).status).toBe(400);
    expect((await comeBack({ code: code(), state: `${state}x` }, cookie)).status).toBe(400);
    expect((await comeBack({ code: code(), state }, '')).status).toBe(400);
    expect(await world.db.portal.count()).toBe(portals);
  });

  it('is walked through in a browser, from the link to the settings in HubSpot', async () => {
    const install = await fetch(service('/oauth/install'), { redirect: 'manual' });
    const consent = await fetch(install.headers.get('location') ?? '');
    const way = /href="(\/oauth\/8811001\/approve[^"]+)"/.exec(await consent.text())?.[1] ?? '';
    const approved = await fetch(new URL(way.replaceAll('&amp;', '&'), consent.url), { redirect: 'manual' });
    const answer = await fetch(approved.headers.get('location') ?? '', {
      headers: { cookie: (install.headers.get('set-cookie') ?? '').split(';')[0] ?? '' },
    });
    expect(answer.status).toBe(200);
    const page = await answer.text();
    expect(page).toContain('DealDraft is installed');
    const link = /<a [^>]*href="([^"]+)">Open DealDraft settings<\/a>/.exec(page)?.[1] ?? '';
    expect(link).toBe(
      `${world.hubspot.origin}/integrations-settings/${String(portalId)}/installed/framework/${String(appId)}/general-settings`,
    );
    expect(routeOf(new URL(link).pathname)).toEqual({ page: 'settings', portalId });
  });

  it('that failed leads to another try', async () => {
    const { state, cookie } = await begin();
    for (const [query, from, status] of [
      [{ code: 'never-given', state }, cookie, 502],
      [{ code: code(), state }, '', 400],
    ] as const) {
      const answer = await comeBack(query, from);
      expect(answer.status).toBe(status);
      expect(await answer.text()).toMatch(/<a [^>]*href="\/oauth\/install">Start again<\/a>/);
    }
  });

  it('is explained where accounts connect with a private token', async () => {
    const other = await startWorld({
      databaseUrl: inject('databaseUrl'),
      connected: false,
      environment: { HUBSPOT_AUTH: 'token' },
    });
    try {
      const answer = await fetch(`${other.config.PUBLIC_ORIGIN}/oauth/install`);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
      expect(await answer.text()).toContain('npm run set-up');
    } finally {
      await other.stop();
    }
  });

  it('stores the access sealed, creates the deal properties, and renews a token that ended once for all callers', async () => {
    const { state, cookie } = await begin();
    const answer = await comeBack({ code: code(), state }, cookie);
    expect(answer.status).toBe(200);
    const portal = await world.db.portal.findUniqueOrThrow({ where: { portalId } });
    expect(portal.accessToken).toMatch(/^v1\.test\./);
    expect(portal.timeZone).not.toBe('');
    expect(
      world.hubspot.control.portal(portalId).properties.deals.some(({ name }) => name === 'dealdraft_status'),
    ).toBe(true);

    // Whoever installed it is the first admin, and stays so when somebody installs it again.
    const [installer] = world.hubspot.control.portal(portalId).users;
    expect(portal.settings).toMatchObject({ admins: [installer?.email.toLowerCase()] });
    const { cookie: again, state: second } = await begin();
    expect((await comeBack({ code: code(), state: second }, again)).status).toBe(200);
    expect(await world.db.auditEntry.count({ where: { portalId, action: 'admin_claimed' } })).toBe(1);

    await world.db.portal.update({ where: { portalId }, data: { tokenExpiresAt: new Date(0) } });
    world.hubspot.control.expireTokens(portalId);
    const before = world.hubspot.control.calls().filter(({ path }) => path.includes('/oauth/')).length;
    const client = await world.app.deps.vendors.hubspot(portalId, 'interactive');
    if (!client.ok) throw new Error(client.failure.message);
    const reads = await Promise.all(
      Array.from({ length: 5 }, () => client.value.getDeal(world.dealId('Alpenglühen'), ['dealname'])),
    );
    expect(reads.map(({ ok }) => ok)).toEqual([true, true, true, true, true]);
    const renewals =
      world.hubspot.control.calls().filter(({ path }) => path.includes('/oauth/')).length - before;
    expect(renewals).toBeLessThanOrEqual(1);
    expect(
      (await world.db.portal.findUniqueOrThrow({ where: { portalId } })).tokenExpiresAt?.getTime(),
    ).toBeGreaterThan(Date.now());
  });

  it('goes through HubSpot’s consent, in an account that has everything', async () => {
    expect((await connect()).status).toBe(200);
    expect(await permissions()).toEqual({ consentAgain: null, absent: [] });
  });

  it('is refused by HubSpot when the URL and the app disagree, and nothing is installed', async () => {
    const { consent } = await begin();
    const approve = approvalOf(consent);
    approve.searchParams.set('scope', `${approve.searchParams.get('scope') ?? ''} automation`);
    for (const page of [consentPage(approve), approve]) {
      const answer = await fetch(page, { redirect: 'manual' });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('mismatch between the scopes');
    }
  });

  it('works in an account without workflows and quotes, and says what is not there and why', async () => {
    without('automation', 'crm.objects.quotes.read');
    const { status, body } = await connect();
    expect([status, body]).toEqual([200, expect.stringContaining('DealDraft is installed')]);
    const { consentAgain, absent } = await permissions();
    expect(consentAgain).toBeNull();
    expect(absent.map(({ feature, text }) => [feature, text])).toEqual([
      ['Workflow actions', expect.stringContaining("HubSpot didn't give DealDraft access to workflows")],
      ['Quotes', expect.stringContaining("HubSpot didn't give DealDraft access to quotes")],
    ]);
  });

  it('is refused by HubSpot in an account without something that is required', async () => {
    without('files');
    const { consent } = await begin();
    const answer = await fetch(approvalOf(consent), { redirect: 'manual' });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('(files)')]);
  });

  it('is asked for again, with the link for this account, when a scope was added since', async () => {
    await connect();
    const before = installScopes.scopes.filter((scope) => scope !== 'files');
    await world.db.portal.update({
      where: { portalId },
      data: { grantedScopes: before, askedScopes: before },
    });
    const { consentAgain } = await permissions();
    expect(consentAgain?.text).toMatch(new RegExp(`account ${String(portalId)}.*files.*super admin`));
    const link = new URL(consentAgain?.link ?? '');
    const { consent } = await begin(link.pathname + link.search);
    expect(consent.pathname).toBe(`/oauth/${String(portalId)}/authorize`);
    expect((await connect(link.pathname + link.search)).status).toBe(200);
    expect(await permissions()).toEqual({ consentAgain: null, absent: [] });
  });

  it('is known of a connection from before scopes were kept, as soon as its token is renewed', async () => {
    await connect();
    await world.db.portal.update({
      where: { portalId },
      data: { grantedScopes: [], askedScopes: [], tokenExpiresAt: new Date(0) },
    });
    expect(await permissions()).toEqual({ consentAgain: null, absent: [] });
    const client = await world.app.deps.vendors.hubspot(portalId, 'interactive');
    if (!client.ok) throw new Error(client.failure.message);
    await client.value.getAccountInfo();
    const { grantedScopes } = await world.db.portal.findUniqueOrThrow({ where: { portalId } });
    expect(grantedScopes).toEqual([...installScopes.scopes, ...installScopes.optionalScopes]);
  });
});
