import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { oauthClientId } from '../../sandbox/hubspot/seed.ts';
import { optionalScopes, requiredScopes } from '../../src/hubspot/scopes.ts';
import { portalId, startWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({
    databaseUrl: inject('databaseUrl'),
    connected: false,
    environment: { HUBSPOT_CLIENT_ID: oauthClientId },
  });
});
afterAll(() => world.stop());

const service = (path: string): string => `${world.config.PUBLIC_ORIGIN}${path}`;

const begin = async (): Promise<{ state: string; cookie: string }> => {
  const install = await fetch(service('/oauth/install'), { redirect: 'manual' });
  expect(install.status).toBe(302);
  const consent = new URL(install.headers.get('location') ?? '');
  expect(consent.searchParams.get('client_id')).toBe(oauthClientId);
  expect(consent.searchParams.get('scope')?.split(' ')).toEqual([...requiredScopes]);
  return {
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

describe('installing the app', () => {
  it('asks for the scopes that the app is described with', async () => {
    const meta = JSON.parse(
      await readFile(join(import.meta.dirname, '../../extensions/app/app-hsmeta.json'), 'utf8'),
    ) as {
      config: {
        auth: { requiredScopes: string[]; optionalScopes: string[]; conditionallyRequiredScopes: string[] };
      };
    };
    const { auth } = meta.config;
    expect([...requiredScopes].sort()).toEqual([...auth.requiredScopes].sort());
    expect([...optionalScopes].sort()).toEqual(
      [...auth.optionalScopes, ...auth.conditionallyRequiredScopes].sort(),
    );
  });

  it('refuses a state that it did not give to this browser', async () => {
    const portals = await world.db.portal.count();
    const { state, cookie } = await begin();
    const other = await begin();
    expect((await comeBack({ code: code(), state }, other.cookie)).status).toBe(400);
    expect((await comeBack({ code: code(), state: `${state}x` }, cookie)).status).toBe(400);
    expect((await comeBack({ code: code(), state }, '')).status).toBe(400);
    expect(await world.db.portal.count()).toBe(portals);
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
});
