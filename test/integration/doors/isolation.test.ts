import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { accessTokens, secondPortalId, userIds } from '../../../sandbox/hubspot/state/accounts.ts';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { demoMappings } from '../../../lab/world/mappings.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import type { DealView, Envelope, LookUpView, TemplatesView } from '@dealdraft/wire/card.ts';
import { journey, roomyHubSpot, type Journey, type Made } from '../../../lab/world/journey.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';

/** Two accounts on one installation: the second has a workspace of its own (SpotDraft's other one). */
let world: World;
let go: Journey;
let first: Made;
let secondWorkspace = '';

beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), ...roomyHubSpot });
  go = journey(world);
  const connected = await world.app.connectPortal({
    portalId: secondPortalId,
    name: 'Fjord Lighting',
    accessToken: new Secret(accessTokens[secondPortalId] ?? ''),
    timeZone: 'Europe/Copenhagen',
    defaultCurrency: 'DKK',
  });
  expect(connected.ok).toBe(true);
  const workspace = await world.app.connectWorkspace({
    portalId: secondPortalId,
    environment: 'uat',
    name: 'Fjord',
    baseUrl: world.spotdraft.origin,
    clientId: sandboxCredentials.uat.clientId,
    clientSecret: new Secret(sandboxCredentials.uat.clientSecret),
    userEmail: null,
  });
  if (!workspace.ok) throw new Error(workspace.failure.text.log);
  secondWorkspace = workspace.value.workspaceId;
  const content = demoMappings['Mutual NDA (Individual)'];
  if (content === undefined) throw new Error('no mapping');
  const template = await world.db.template.findFirstOrThrow({
    where: { workspaceId: secondWorkspace, name: 'Mutual NDA (Individual)' },
  });
  await world.app.publishMapping({
    portalId: secondPortalId,
    workspaceId: secondWorkspace,
    templateId: template.templateId,
    content,
    author: 'daniel',
    note: null,
  });
  const [dealId = ''] = world.hubspot.control.seedDeals(1);
  first = await go.make(dealId, 'Mutual NDA (Individual)');
  await go.quiet();
});
afterAll(() => world.stop());

const asSecond = async <Data>(
  method: 'GET' | 'POST',
  path: string,
  body?: Record<string, unknown>,
): Promise<Envelope<Data>> => {
  const answer = await world.hubspot.control.callCard({
    portalId: secondPortalId,
    userId: userIds.daniel,
    method,
    path,
    ...(body === undefined ? {} : { body }),
  });
  expect(answer.status).toBe(200);
  return answer.body as Envelope<Data>;
};

/** All rows of the first account, as they stand. */
const firstsRows = async () => ({
  contracts: await world.db.contract.findMany({ where: { portalId } }),
  requests: await world.db.request.findMany({ where: { portalId } }),
  actions: await world.db.contractAction.findMany({ where: { portalId } }),
  events: await world.db.contractEvent.count({ where: { portalId } }),
  projections: await world.db.dealProjection.findMany({ where: { portalId } }),
});

describe('another account', () => {
  it('sees none of the contracts, even on a deal of the same number', async () => {
    const view = await asSecond<DealView>('GET', `/api/card/deals/${first.dealId}`);
    expect(view).toMatchObject({ ok: true, data: { contracts: [], requests: [], problems: [] } });
    expect(JSON.stringify(view)).not.toContain(first.row.spotdraftId);
    // It is there, for those whose it is.
    expect((await go.view(first.dealId)).contracts).toHaveLength(1);
  });

  it.each<[string, 'GET' | 'POST', () => string, Record<string, unknown> | undefined]>([
    ['the timeline', 'GET', () => `/contracts/${first.row.id}/timeline`, undefined],
    ['the people', 'GET', () => `/contracts/${first.row.id}/recipients`, undefined],
    ['the document', 'POST', () => `/contracts/${first.row.id}/download`, { format: 'PDF' }],
    [
      'an action',
      'POST',
      () => `/contracts/${first.row.id}/actions`,
      { action: 'void', reason: 'Not mine', idempotencyKey: 'isolation-void' },
    ],
    [
      'unlinking',
      'POST',
      () => `/contracts/${first.row.id}/actions`,
      { action: 'unlink', reason: 'Not mine', idempotencyKey: 'isolation-unlink' },
    ],
    ['the templates of the deal', 'GET', () => `/deals/${first.dealId}/templates`, undefined],
    [
      'a plan of a template of the first',
      'POST',
      () => `/deals/${first.dealId}/plan`,
      { templateId: 7407, choices: {} },
    ],
    ['a preview of it', 'POST', () => `/deals/${first.dealId}/preview`, { templateId: 7407 }],
    [
      'a contract of it',
      'POST',
      () => `/deals/${first.dealId}/generate`,
      { templateId: 7407, planHash: 'x', idempotencyKey: 'isolation-generate' },
    ],
    [
      'linking by id',
      'POST',
      () => `/deals/${first.dealId}/link`,
      { spotdraftId: 'T-1', workspaceId: '', idempotencyKey: 'isolation-link', confirmMove: true },
    ],
  ])('cannot reach %s', async (_what, method, path, body) => {
    const before = await firstsRows();
    const workspace = body !== undefined && 'workspaceId' in body;
    const answer = await asSecond(
      method,
      `/api/card${path()}`,
      workspace ? { ...body, workspaceId: world.workspaceId, spotdraftId: first.row.spotdraftId } : body,
    );
    expect(answer).toMatchObject({ ok: false });
    expect(['not_found', 'vendor']).toContain(answer.ok ? '' : answer.error.code);
    expect(JSON.stringify(answer)).not.toContain(first.row.name);
    expect(await firstsRows()).toEqual(before);
    expect(world.spotdraft.state.contracts.get(first.numericId)?.status).toBe('DRAFT');
  });

  it('cannot dismiss what was refused or failed for the first', async () => {
    const refused = await world.db.request.update({
      where: { id: first.requestId },
      data: { state: 'refused', refusal: { message: 'for the test' } },
    });
    await asSecond('POST', `/api/card/requests/${refused.id}/dismiss`);
    expect((await world.db.request.findUniqueOrThrow({ where: { id: refused.id } })).dismissedAt).toBeNull();
    await world.db.request.update({ where: { id: first.requestId }, data: { state: 'created' } });
  });

  it('may use the same idempotency key for itself', async () => {
    const [dealId = ''] = world.hubspot.control.seedDeals(1, { portalId: secondPortalId });
    const { templates } = await (async () => {
      const answer = await asSecond<TemplatesView>('GET', `/api/card/deals/${dealId}/templates`);
      if (!answer.ok) throw new Error(answer.error.message);
      return answer.data;
    })();
    expect(templates.map(({ environment, name }) => `${environment} ${name}`)).toEqual([
      'uat Mutual NDA (Individual)',
    ]);
    const { idempotencyKey } = await world.db.request.findUniqueOrThrow({ where: { id: first.requestId } });
    const templateId = templates[0]?.templateId ?? 0;
    const plan = await asSecond<{ planHash: string; plan: { blockers: number; lines: unknown[] } }>(
      'POST',
      `/api/card/deals/${dealId}/plan`,
      { templateId },
    );
    if (!plan.ok) throw new Error(plan.error.message);
    const clicked = await asSecond<{ requestId: string }>('POST', `/api/card/deals/${dealId}/generate`, {
      templateId,
      planHash: plan.data.planHash,
      idempotencyKey,
    });
    if (!clicked.ok) throw new Error(JSON.stringify(clicked.error));
    expect(clicked.data.requestId).not.toBe(first.requestId);
    const row = await go.contractOf(clicked.data.requestId);
    expect(row).toMatchObject({ portalId: secondPortalId, workspaceId: secondWorkspace, dealId });
    // Its properties go to its own account, with its own token.
    await until('the deal of the second account says draft', () => {
      const { properties } = world.hubspot.control.record('deals', dealId, secondPortalId);
      return properties['dealdraft_contract_id'] === row.spotdraftId;
    });
    expect((await go.view(dealId)).contracts).toEqual([]);
  });

  it('does not find the first account’s contract by looking for its number', async () => {
    const found = await asSecond<LookUpView>('POST', `/api/card/deals/${first.dealId}/link/look-up`, {
      text: first.row.spotdraftId,
    });
    expect(found).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });

  it('its webhook address does not take news of the first account’s contracts', async () => {
    const { webhookToken } = await world.db.workspace.findUniqueOrThrow({ where: { id: secondWorkspace } });
    const { signBody, signatureHeader } = await import('../../../sandbox/spotdraft/webhooks/signature.ts');
    const body = JSON.stringify({
      contract_id: first.numericId,
      contract_title: 'Stolen',
      contract_status: 'VOIDED',
      activity: 'CONTRACT_VOIDED',
      activity_data: { performed_by: { name: 'X' }, timestamp: new Date(Date.now() + 60_000).toISOString() },
      external_metadata: {
        id: `hubspot-deal-${first.dealId}`,
        record_data: { portal_id: String(portalId), request_id: first.requestId },
      },
    });
    const answer = await fetch(`${world.config.PUBLIC_ORIGIN}/webhooks/spotdraft/${webhookToken}`, {
      method: 'POST',
      body,
      headers: { [signatureHeader]: signBody(sandboxCredentials.uat.hmacKey, body) },
    });
    expect(answer.status).toBe(200);
    await until('it is settled', () =>
      world.db.delivery.findFirst({ where: { portalId: secondPortalId, outcome: 'not_ours' } }),
    );
    expect(await go.row(first.row.id)).toMatchObject({ status: 'DRAFT', name: first.row.name });
  });
});
