import { describe, expect, it } from 'vitest';
import {
  accessTokens,
  appClientSecret,
  northwindPortalId,
  oauthClientId,
  secondPortalId,
} from '../../../sandbox/hubspot/state/accounts.ts';
import { call, clientOf, dealId, refusalOf, startSandbox, token } from './kit.ts';

const search = (body: unknown) => ['POST /crm/v3/objects/deals/search', body] as const;

describe('the budget', () => {
  it('is 110 calls in ten seconds for each account, told in headers', async () => {
    const sandbox = await startSandbox();
    const path = `GET /crm/v3/objects/deals/${dealId(sandbox, 'Copperleaf')}`;
    const answers = await Promise.all(Array.from({ length: 115 }, () => call(sandbox, path)));
    const refused = answers.filter((one) => one.status === 429);
    expect(answers.filter((one) => one.status === 200)).toHaveLength(110);
    expect(refused).toHaveLength(5);
    expect(refused[0]?.body).toMatchObject({
      errorType: 'RATE_LIMIT',
      policyName: 'TEN_SECONDLY_ROLLING',
      message: 'You have reached your ten_secondly_rolling limit.',
    });
    const remaining = answers
      .filter((one) => one.status === 200)
      .map((one) => Number(one.headers.get('x-hubspot-ratelimit-remaining')));
    expect(Math.min(...remaining)).toBe(0);
    expect(answers[0]?.headers.get('x-hubspot-ratelimit-max')).toBe('110');
    expect(answers[0]?.headers.get('x-hubspot-ratelimit-interval-milliseconds')).toBe('10000');
    expect((await call(sandbox, 'GET /crm/v3/owners', undefined, accessTokens[secondPortalId])).status).toBe(
      200,
    );
    expect(sandbox.control.stats()).toMatchObject({ throttled: 5, busiest10s: 110, total: 116 });
  });

  it('of searches is 5 in a second, apart from the others and without headers', async () => {
    const sandbox = await startSandbox({ rateLimitPer10s: 1 });
    const answers = await Promise.all(Array.from({ length: 7 }, () => call(sandbox, ...search({}))));
    expect(answers.filter((one) => one.status === 200)).toHaveLength(5);
    const refused = answers.find((one) => one.status === 429);
    expect(refused?.body['message']).toBe('You have reached your secondly limit.');
    expect(answers.every((one) => !one.headers.has('x-hubspot-ratelimit-remaining'))).toBe(true);
    expect((await call(sandbox, 'GET /crm/v3/owners')).status).toBe(200);
  });
});

describe('a search', () => {
  it.each([
    [{ limit: 201 }, 'at most 200'],
    [{ limit: 200, after: '9900' }, 'beyond 10000'],
    [{ query: 'x'.repeat(3000) }, '3000 characters'],
    [
      { filterGroups: [{ filters: [{ propertyName: 'nope', operator: 'EQ', value: '1' }] }] },
      'does not exist',
    ],
    [{ filterGroups: [{ filters: [{ propertyName: 'amount', operator: 'LIKE', value: '1' }] }] }, 'operator'],
  ])('outside its limits is refused: %#', async (body, message) => {
    const answer = await call(await startSandbox(), ...search(body));
    expect(answer.status).toBe(400);
    expect(answer.body['message']).toContain(message);
  });

  it('pages through everything it found', async () => {
    const sandbox = await startSandbox();
    sandbox.control.seedDeals(250);
    const { searchApi } = clientOf(sandbox).crm.deals;
    const first = await searchApi.doSearch({ query: 'Bench deal', limit: 200, properties: ['dealname'] });
    const second = await searchApi.doSearch({
      query: 'Bench deal',
      limit: 200,
      properties: ['dealname'],
      after: first.paging?.next?.after ?? '',
    });
    expect([first.total, first.results.length, second.results.length]).toEqual([250, 200, 50]);
    expect(second.paging).toBeUndefined();
  });

  it('does not know of a write at once', async () => {
    let at = new Date('2026-11-21T10:00:00Z');
    const sandbox = await startSandbox({ searchLagMs: 2000, now: () => at });
    const id = dealId(sandbox, 'Copperleaf');
    await call(sandbox, `PATCH /crm/v3/objects/deals/${id}`, { properties: { po_number: 'PO-1' } });
    const made = await call(sandbox, 'POST /crm/v3/objects/deals', {
      properties: { dealname: 'new', po_number: 'PO-1' },
    });
    const find = async (): Promise<string[]> => {
      const filters = [{ propertyName: 'po_number', operator: 'EQ', value: 'PO-1' }];
      const { body } = await call(sandbox, ...search({ filterGroups: [{ filters }] }));
      return (body['results'] as { id: string }[]).map((one) => one.id);
    };
    expect(await find()).toEqual([]);
    at = new Date(at.getTime() + 2000);
    expect(await find()).toEqual([id, made.body['id']]);
  });
});

describe('a token', () => {
  const consent = { redirectUri: 'https://dealdraft.example/oauth/callback' };
  const form = async (sandbox: { origin: string }, path: string, fields: Record<string, string>) => {
    const response = await fetch(`${sandbox.origin}/oauth/${path}`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: oauthClientId, client_secret: appClientSecret, ...fields }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, string> };
  };
  const exchange = (sandbox: { origin: string }, code: string, redirectUri = consent.redirectUri) =>
    form(sandbox, 'v3/token', { grant_type: 'authorization_code', code, redirect_uri: redirectUri });

  it('that is missing, unknown or revoked is refused with 401', async () => {
    const sandbox = await startSandbox();
    expect((await fetch(`${sandbox.origin}/crm/v3/owners`)).status).toBe(401);
    expect(await call(sandbox, 'GET /crm/v3/owners', undefined, 'nonsense')).toMatchObject({
      status: 401,
      body: { category: 'INVALID_AUTHENTICATION' },
    });
    sandbox.control.addFault({ kind: 'revoke-token', portalId: northwindPortalId });
    expect((await call(sandbox, 'GET /crm/v3/owners')).status).toBe(401);
    expect((await call(sandbox, 'GET /crm/v3/owners', undefined, accessTokens[secondPortalId])).status).toBe(
      200,
    );
  });

  it('comes for a code, once, and can be renewed', async () => {
    const sandbox = await startSandbox();
    const code = sandbox.control.authorize(consent);
    const issued = await exchange(sandbox, code);
    expect(issued).toMatchObject({
      status: 200,
      body: { token_type: 'bearer', expires_in: 1800, hub_id: northwindPortalId },
    });
    expect((await exchange(sandbox, code)).body).toMatchObject({
      error: 'invalid_grant',
      status: 'BAD_AUTH_CODE',
    });
    const { access_token: access = '', refresh_token: refresh = '' } = issued.body;
    expect((await call(sandbox, 'GET /crm/v3/owners', undefined, access)).status).toBe(200);

    sandbox.control.expireTokens();
    expect((await call(sandbox, 'GET /crm/v3/owners', undefined, access)).body['category']).toBe(
      'EXPIRED_AUTHENTICATION',
    );
    const renewed = await clientOf(sandbox).oauth.tokensApi.create(
      'refresh_token',
      undefined,
      undefined,
      oauthClientId,
      appClientSecret,
      refresh,
    );
    expect(renewed.refreshToken).toBe(refresh);
    expect((await call(sandbox, 'GET /crm/v3/owners', undefined, renewed.accessToken)).status).toBe(200);

    expect((await form(sandbox, 'v3/token/introspect', { token: renewed.accessToken })).body).toMatchObject({
      active: true,
      hub_id: northwindPortalId,
      user: 'ada.lindqvist@northwind-robotics.example',
    });
    expect((await form(sandbox, '2026-03/token/revoke', { token: refresh })).status).toBe(200);
    expect((await form(sandbox, 'v3/token/introspect', { token: renewed.accessToken })).body).toEqual({
      active: false,
    });
    expect((await call(sandbox, 'GET /crm/v3/owners', undefined, renewed.accessToken)).status).toBe(401);
    expect(
      (await form(sandbox, 'v3/token', { grant_type: 'refresh_token', refresh_token: refresh })).body[
        'status'
      ],
    ).toBe('BAD_REFRESH_TOKEN');
  });

  it.each([
    [{ client_secret: 'wrong' }, 'invalid_client'],
    [{ client_id: 'wrong' }, 'invalid_client'],
    [{ redirect_uri: 'https://evil.example/' }, 'invalid_grant'],
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
  ])('is not given for %j', async (fields, error) => {
    const sandbox = await startSandbox();
    const code = sandbox.control.authorize(consent);
    const answer = await form(sandbox, 'v3/token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: consent.redirectUri,
      ...fields,
    });
    expect(answer).toMatchObject({ status: 400, body: { error } });
  });

  it('is not given for secrets in the query', async () => {
    const sandbox = await startSandbox();
    const query = new URLSearchParams({
      client_id: oauthClientId,
      client_secret: appClientSecret,
      grant_type: 'authorization_code',
      code: sandbox.control.authorize(consent),
      redirect_uri: consent.redirectUri,
    });
    expect((await fetch(`${sandbox.origin}/oauth/v3/token?${query}`, { method: 'POST' })).status).toBe(400);
  });

  it('without a scope is refused with the scopes that are needed', async () => {
    const sandbox = await startSandbox();
    const { body } = await exchange(
      sandbox,
      sandbox.control.authorize({ ...consent, scopes: ['oauth', 'crm.objects.deals.read'] }),
    );
    const access = body['access_token'] ?? '';
    expect((await call(sandbox, 'GET /crm/v3/objects/deals', undefined, access)).status).toBe(200);
    const refused = await call(sandbox, 'GET /crm/v3/objects/notes', undefined, access);
    expect(refused).toMatchObject({
      status: 403,
      body: {
        category: 'MISSING_SCOPES',
        errors: [{ context: { requiredGranularScopes: ['crm.objects.contacts.read'] } }],
      },
    });
    for (const line of [
      'POST /crm/v3/objects/deals',
      'GET /files/v3/files/1',
      'POST /automation/v4/actions/callbacks/x/complete',
      'GET /crm/v3/owners',
    ])
      expect((await call(sandbox, line, line.startsWith('GET') ? undefined : {}, access)).status).toBe(403);
  });

  it('ends when the app takes itself off the account', async () => {
    const sandbox = await startSandbox();
    expect((await call(sandbox, 'DELETE /appinstalls/v3/external-install')).status).toBe(204);
    expect((await call(sandbox, 'GET /crm/v3/owners')).status).toBe(401);
    const issued = await exchange(sandbox, sandbox.control.authorize(consent));
    expect((await call(sandbox, 'GET /crm/v3/owners', undefined, issued.body['access_token'])).status).toBe(
      200,
    );
  });

  it('is asked for on a page, which sends the user back with the code and the state', async () => {
    const sandbox = await startSandbox();
    const query = new URLSearchParams({
      client_id: oauthClientId,
      redirect_uri: consent.redirectUri,
      scope: 'oauth files',
      state: 'a&b',
    });
    const page = await (await fetch(`${sandbox.origin}/oauth/authorize?${query}`)).text();
    expect(page).toContain('Northwind Robotics');
    const href = /href="([^"]*8811002[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const back = new URL(
      (await fetch(sandbox.origin + href, { redirect: 'manual' })).headers.get('location') ?? '',
    );
    expect(back.searchParams.get('state')).toBe('a&b');
    const issued = await exchange(sandbox, back.searchParams.get('code') ?? '');
    expect(issued.body).toMatchObject({ hub_id: secondPortalId, scopes: ['oauth', 'files'] });
    query.set('client_id', 'other');
    expect((await fetch(`${sandbox.origin}/oauth/authorize?${query}`)).status).toBe(400);
  });

  it('tells what it is for, the older way', async () => {
    const sandbox = await startSandbox();
    const { accessTokensApi } = clientOf(sandbox).oauth;
    expect(await accessTokensApi.get(token)).toMatchObject({ hubId: northwindPortalId, appId: 5510001 });
    expect((await refusalOf(accessTokensApi.get('nonsense'))).code).toBe(404);
  });
});
