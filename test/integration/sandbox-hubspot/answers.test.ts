import { describe, expect, it } from 'vitest';
import {
  appClientSecret,
  appId,
  northwindPortalId,
  oauthClientId,
} from '../../../sandbox/hubspot/state/accounts.ts';
import type { HubSpotSandbox } from '../../../sandbox/hubspot/start.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { createHubSpotOAuth } from '../../../src/hubspot/oauth.ts';
import { answerJson, call, clientOf, dealId, startApp, startSandbox, token } from './kit.ts';

const redirectUri = 'https://app.example.com/oauth/callback';
const oauthOf = (sandbox: HubSpotSandbox) =>
  createHubSpotOAuth({
    basePath: sandbox.origin,
    clientId: oauthClientId,
    clientSecret: new Secret(appClientSecret),
  });
const tokensOf = async (sandbox: HubSpotSandbox) => {
  const granted = await oauthOf(sandbox).exchangeCode({
    code: sandbox.control.authorize({ redirectUri }),
    redirectUri,
  });
  if (!granted.ok) throw new Error(granted.failure.text.log);
  return granted.value;
};
const post = async (sandbox: HubSpotSandbox, path: string, fields: Record<string, string>) => {
  const body = new URLSearchParams({ client_id: oauthClientId, client_secret: appClientSecret, ...fields });
  const response = await fetch(`${sandbox.origin}/oauth/v3/token${path}`, { method: 'POST', body });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe("the sandbox answers in HubSpot's form", () => {
  it('an uploaded file with its encoding as text', async () => {
    const sandbox = await startSandbox();
    const form = new FormData();
    form.set('file', new Blob(['%PDF-1.7'], { type: 'application/pdf' }), 'signed.pdf');
    form.set('folderPath', '/contracts');
    form.set('options', JSON.stringify({ access: 'PRIVATE' }));
    const response = await fetch(`${sandbox.origin}/files/v3/files`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await response.json()).toMatchObject({ encoding: 'binary' });
  });

  it('the history of a property with a source id as text, or with none', async () => {
    const sandbox = await startSandbox();
    const id = dealId(sandbox, 'Copperleaf');
    sandbox.control.editDeal(id, { dealstage: 'qualifiedtobuy' });
    const read = await clientOf(sandbox).crm.deals.basicApi.getById(id, undefined, ['dealstage']);
    const history = JSON.stringify(read.propertiesWithHistory?.['dealstage'] ?? []);
    expect(history).not.toContain('"sourceId":null');
    expect(history).toContain('"sourceId":"seed"');
  });

  it('the ids of associated records as numbers, of the fourth version only', async () => {
    const sandbox = await startSandbox();
    const id = dealId(sandbox, 'Copperleaf');
    const listed = await call(sandbox, `GET /crm/v4/objects/deals/${id}/associations/companies`);
    expect(listed.body['results']).toEqual([
      expect.objectContaining({ toObjectId: expect.any(Number) as number }),
    ]);
    const batch = await call(sandbox, 'POST /crm/v4/associations/deals/companies/batch/read', {
      inputs: [{ id }],
    });
    expect(batch.body['results']).toEqual([
      { from: { id }, to: [expect.objectContaining({ toObjectId: expect.any(Number) as number })] },
    ]);
    const read = await call(sandbox, `GET /crm/v3/objects/deals/${id}?associations=companies`);
    const { companies } = read.body['associations'] as { companies: { results: { id: unknown }[] } };
    expect(companies.results[0]?.id).toEqual(expect.any(String));
  });

  it('an introspection with the token, its type, and what was signed into it', async () => {
    const sandbox = await startSandbox();
    const { accessToken, refreshToken } = await tokensOf(sandbox);
    expect((await post(sandbox, '/introspect', { token: accessToken.reveal() })).body).toMatchObject({
      token: accessToken.reveal(),
      token_type: 'access',
      signed_access_token: {
        appId,
        hubId: northwindPortalId,
        scopes: expect.stringContaining('oauth') as string,
      },
    });
    const refresh = await post(sandbox, '/introspect', { token: refreshToken.reveal() });
    expect(refresh.body).toMatchObject({ token: refreshToken.reveal(), token_type: 'refresh' });
    expect(refresh.body).not.toHaveProperty('signed_access_token');
  });

  it('a revocation with 200, and a refresh token that has ended in the words of HubSpot', async () => {
    const sandbox = await startSandbox();
    const { refreshToken } = await tokensOf(sandbox);
    const revoked = await post(sandbox, '/revoke', { token: refreshToken.reveal() });
    expect(revoked.status).toBe(200);
    const renewed = await post(sandbox, '', {
      grant_type: 'refresh_token',
      refresh_token: refreshToken.reveal(),
    });
    expect(renewed).toEqual({
      status: 400,
      body: {
        error: 'invalid_grant',
        error_description: 'missing or invalid refresh token',
        status: 'BAD_REFRESH_TOKEN',
        message: 'missing or invalid refresh token',
      },
    });
    expect(await oauthOf(sandbox).refresh(refreshToken)).toMatchObject({ failure: { kind: 'unauthorized' } });
  });

  it('a change of associations with the number and the category of its type, as seen from the subscribed side', async () => {
    const app = await startApp((_request, response) => answerJson(response, 200, {}));
    const sandbox = await startSandbox({ appOrigin: app.origin });
    sandbox.control.subscribe(
      [{ subscriptionType: 'object.associationChange', objectType: 'deal' }],
      'https://app.example.com/webhooks/hubspot',
    );
    const portal = sandbox.control.portal();
    const made = await call(sandbox, 'POST /crm/v3/objects/deals', { properties: { dealname: 'x' } });
    const contact = [...portal.records.values()].find((one) => one.type === 'contacts')?.id ?? '';
    // Written from the contact's side, and yet told from the deal's.
    await call(
      sandbox,
      `PUT /crm/v4/objects/contacts/${contact}/associations/default/deals/${String(made.body['id'])}`,
    );
    await sandbox.control.idle();
    const [event] = sandbox.control.deliveries().flatMap(({ events }) => events);
    expect(event).toMatchObject({
      associationType: 'DEAL_TO_CONTACT',
      associationTypeId: 3,
      associationCategory: 'HUBSPOT_DEFINED',
    });
  });
});
