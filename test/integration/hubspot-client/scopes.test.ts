import { beforeAll, describe, expect, it } from 'vitest';
import {
  appClientSecret,
  northwindPortalId,
  oauthClientId,
} from '../../../sandbox/hubspot/state/accounts.ts';
import { startHubSpotSandbox, type HubSpotSandbox } from '../../../sandbox/hubspot/start.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { createHubSpotClient, type HubSpotClient } from '../../../src/hubspot/client.ts';
import { dealPropertyDefinitions, dealPropertyGroup } from '../../../src/hubspot/calls/deal-properties.ts';
import { createHubSpotOAuth } from '../../../src/hubspot/oauth.ts';
import { scopeTable } from '../../../src/hubspot/transport/scopes.ts';
import { ok } from '@dealdraft/wire/result.ts';
import { dealId } from '../sandbox-hubspot/kit.ts';

let sandbox: HubSpotSandbox;
beforeAll(async () => {
  sandbox = await startHubSpotSandbox({ searchLagMs: 0 });
  return () => sandbox.close();
});

const redirectUri = 'https://app.example.com/oauth/callback';
const clientWith = async (scopes: string[]): Promise<HubSpotClient> => {
  const oauth = createHubSpotOAuth({
    basePath: sandbox.origin,
    clientId: oauthClientId,
    clientSecret: new Secret(appClientSecret),
  });
  const code = sandbox.control.authorize({ redirectUri, scopes });
  const granted = await oauth.exchangeCode({ code, redirectUri });
  if (!granted.ok) throw new Error(granted.failure.text.log);
  return createHubSpotClient({
    basePath: sandbox.origin,
    portalId: northwindPortalId,
    accessToken: () => Promise.resolve(ok(granted.value.accessToken)),
    acquire: () => Promise.resolve(),
  });
};

/** One call of the product for each scope, which HubSpot refuses without it. */
const uses: Record<string, (client: HubSpotClient, deal: string) => Promise<{ ok: boolean }>> = {
  oauth: (client) => client.getAccountInfo(),
  'crm.objects.deals.read': (client, deal) => client.getDeal(deal, ['dealname']),
  'crm.objects.deals.write': (client, deal) => client.updateDeal(deal, { amount: '1' }),
  'crm.schemas.deals.write': async (client) => {
    const group = await client.ensurePropertyGroup(dealPropertyGroup);
    return group.ok ? client.ensureDealProperties(dealPropertyDefinitions) : group;
  },
  'crm.objects.contacts.read': (client) => client.readBatch('contacts', ['1'], ['email']),
  'crm.objects.contacts.write': (client, deal) =>
    client.createNote({ dealId: deal, body: 'x', timestamp: new Date(), attachmentIds: [] }),
  'crm.objects.companies.read': (client) => client.readBatch('companies', ['1'], ['name']),
  'crm.objects.line_items.read': (client) => client.readBatch('line_items', ['1'], ['name']),
  'crm.objects.owners.read': (client) => client.listOwners(),
  files: (client) => client.findFile({ folderPath: '/x', name: 'y.pdf' }),
  automation: (client) => client.completeCallbacks([{ callbackId: 'x', outputFields: {} }]),
  'crm.objects.quotes.read': (client) => client.readBatch('quotes', ['1'], ['hs_title']),
};

describe('every scope that DealDraft asks for is needed', () => {
  it('and has its use here', () => {
    expect(Object.keys(uses)).toEqual(scopeTable.map(({ scope }) => scope));
  });

  it.each(scopeTable.map(({ scope }) => scope))(
    '%s: the call is refused without it, and not with it',
    async (scope) => {
      const deal = dealId(sandbox, 'Copperleaf');
      const all = scopeTable.map((each) => each.scope);
      const call = uses[scope];
      if (call === undefined) throw new Error('no use');
      const refused = await call(await clientWith(all.filter((each) => each !== scope)), deal);
      expect(refused).toMatchObject({ ok: false, failure: { kind: 'missing_scopes', scopes: [scope] } });
      const allowed = await call(await clientWith(all), deal);
      expect(allowed).not.toMatchObject({ failure: { kind: 'missing_scopes' } });
    },
  );
});
