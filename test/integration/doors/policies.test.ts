import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { accessTokens } from '../../../sandbox/hubspot/state/accounts.ts';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import type { TemplatesView } from '@dealdraft/wire/card.ts';
import { journey, roomyHubSpot, type Journey } from '../../../lab/world/journey.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';
import { claim, settingsOf, templateNamed } from '../../../lab/world/settings.ts';

let world: World;
let go: Journey;
beforeAll(async () => {
  world = await startWorld({
    databaseUrl: inject('databaseUrl'),
    environment: {
      ...roomyHubSpot.environment,
      SPOTDRAFT_REQUESTS_PER_S: '200',
      SWEEP_EVERY_MS: '86400000',
    },
    hubspot: roomyHubSpot.hubspot,
    spotdraft: { rateLimitPerSecond: 200 },
  });
  go = journey(world);
  await claim(settingsOf(world));
});
afterAll(() => world.stop());
afterEach(() => go.quiet());

const freshDeal = (): string => world.hubspot.control.seedDeals(1)[0] ?? '';
const make = async (dealId = freshDeal()) => {
  const made = await go.make(dealId);
  await go.quiet();
  return made;
};
const open = (kind: string, about?: string) =>
  world.db.problem.findFirst({
    where: { portalId, clearedAt: null, ...(about === undefined ? { kind } : { key: `${kind}:${about}` }) },
  });
const over = (kind: string, about?: string): Promise<boolean> =>
  until(`the problem ${kind} is over`, async () => (await open(kind, about)) === null);
const seen = (kind: string, about?: string) => until(`the problem ${kind} is open`, () => open(kind, about));
const projection = (dealId: string) => world.db.dealProjection.findFirst({ where: { portalId, dealId } });
const says = (dealId: string, status: string): Promise<boolean> =>
  until(`the deal says ${status}`, () => go.dealProperties(dealId)['dealdraft_status'] === status);
/** Whom a deal of `seedDeals` is about. */
const partOf = (dealId: string, type: 'companies' | 'contacts'): string => {
  const edges = world.hubspot.control.portal(portalId).associations.get(`deals/${dealId}`);
  const key = [...(edges?.keys() ?? [])].find((each) => each.startsWith(`${type}/`));
  if (key === undefined) throw new Error(`no ${type} of ${dealId}: ${[...(edges?.keys() ?? [])].join()}`);
  return key.slice(type.length + 1);
};

/** In HubSpot's own page; the app itself may not delete such records. */
const deleteAsPerson = async (type: string, id: string): Promise<void> => {
  const { status } = await fetch(
    `${world.hubspot.origin}/__crm/api/portals/${String(portalId)}/records/${type}/${id}`,
    { method: 'DELETE' },
  );
  if (status >= 300) throw new Error(`deleting ${type} ${id}: ${String(status)}`);
};

describe('a deal that is deleted', () => {
  it('leaves its contracts as they are; they go on, and all of it is on the deal when it is restored', async () => {
    const { dealId, row, numericId } = await make();
    const before = world.spotdraft.state.contracts.get(numericId)?.updatedAt;
    world.hubspot.control.deleteDeal(dealId);
    await seen('deal_gone', dealId);
    await go.quiet();
    expect((await projection(dealId))?.parked).toMatch(/deleted/);
    expect(world.spotdraft.state.contracts.get(numericId)?.updatedAt).toBe(before);
    expect(await go.row(row.id)).toMatchObject({ status: 'DRAFT', dealId, unlinkedAt: null, goneAt: null });
    expect((await go.view(dealId)).problems.map(({ title }) => title)).toContain('The deal is gone');

    go.person(numericId, 'send');
    await go.rowWhen('it is still followed', row.id, ({ status }) => status === 'REDLINING');
    await go.quiet();
    expect(await open('job_given_up')).toBeNull();

    world.hubspot.control.restoreDeal(dealId);
    await over('deal_gone', dealId);
    await says(dealId, 'review');
    await go.quiet();
    expect(await projection(dealId)).toMatchObject({ parked: null, dirtySince: null });
    expect(go.dealProperties(dealId)['dealdraft_contract_name']).toBe(row.name);
  });

  it('with notices in the wrong order ends as it truly is', async () => {
    const { dealId } = await make();
    const late = world.hubspot.control.addFault({
      kind: 'webhook-delay',
      subscriptionType: 'object.deletion',
      ms: 400,
    });
    world.hubspot.control.deleteDeal(dealId);
    world.hubspot.control.restoreDeal(dealId);
    await world.hubspot.control.idle();
    world.hubspot.control.clearFaults(late.id);
    await go.quiet();
    await over('deal_gone', dealId);
    await until('nothing is parked', async () => (await projection(dealId))?.parked === null);
  });

  it('for good is no problem any more when its contracts are linked to another deal', async () => {
    const { dealId, row } = await make();
    const other = freshDeal();
    world.hubspot.control.deleteDeal(dealId);
    await seen('deal_gone', dealId);
    await world.cardOk('POST', `/api/card/deals/${other}/link`, {
      spotdraftId: row.spotdraftId,
      workspaceId: world.workspaceId,
      idempotencyKey: randomUUID(),
      confirmMove: true,
    });
    await says(other, 'draft');
    await over('deal_gone', dealId);
    await go.quiet();
    expect(await projection(dealId)).toBeNull();
    expect(await open('deal_gone', dealId)).toBeNull();
  });

  it('of which nothing is known is not remembered', async () => {
    const dealId = freshDeal();
    world.hubspot.control.deleteDeal(dealId);
    await world.hubspot.control.idle();
    await go.quiet();
    expect(await open('deal_gone', dealId)).toBeNull();
    expect(await projection(dealId)).toBeNull();
  });
});

describe('deals that are merged', () => {
  it('have their contracts, with what is attached, on the deal that came of the merge', async () => {
    const { dealId: merged, row, numericId } = await make();
    for (const action of ['mark', 'sign-all']) go.person(numericId, action);
    const finished = await go.rowWhen('it is attached', row.id, ({ attachedAt }) => attachedAt !== null);
    const { dealId: primary, row: other } = await make();
    await go.quiet();
    const united = world.hubspot.control.mergeDeals(primary, merged);
    for (const { id } of [row, other])
      await go.rowWhen('it is on the new deal', id, ({ dealId }) => dealId === united);
    await until('the deal says both', () => go.dealProperties(united)['dealdraft_contract_count'] === '2');
    await go.quiet();
    const view = await go.view(united);
    expect(view.contracts.map(({ id }) => id).sort()).toEqual([row.id, other.id].sort());
    expect(view.counts).toMatchObject({ open: 1, executed: 1 });
    expect(await go.row(row.id)).toMatchObject({
      fileId: finished.fileId,
      noteId: finished.noteId,
      attachedAt: finished.attachedAt,
      status: 'EXECUTED',
    });
    for (const old of [primary, merged]) {
      expect(await projection(old)).toBeNull();
      expect(await open('deal_gone', old)).toBeNull();
    }
    expect(
      await world.db.contractEvent.findFirst({ where: { contractId: row.id, kind: 'contract_linked' } }),
    ).toMatchObject({ how: 'system', detail: { reason: `Deal ${merged} was merged into this one.` } });
    // SpotDraft still names the deal that was merged; what comes of it is known to be this contract.
    go.person(other.numericId, 'send');
    await says(united, 'review');
  });
});

describe('people and companies that are deleted', () => {
  it.each(['contacts', 'companies'] as const)(
    '%s: the open contract stands, and the card says what differs',
    async (type) => {
      const { dealId, row, numericId } = await make();
      const sent = JSON.stringify(world.spotdraft.state.contracts.get(numericId));
      await deleteAsPerson(type, partOf(dealId, type));
      const { drift, status: stands } = await until('the card says what differs', async () => {
        const view = await go.contractView(dealId, row.id);
        return view.drift === null ? null : view;
      });
      expect(stands).toBe('DRAFT');
      expect(drift?.changes.length).toBeGreaterThan(0);
      expect(drift?.changes.map(({ now }) => now)).toContainEqual(expect.stringMatching(/nothing/));
      expect(JSON.stringify(world.spotdraft.state.contracts.get(numericId))).toBe(sent);
      expect(await open('deal_gone', dealId)).toBeNull();
    },
  );
});

describe('HubSpot, when the app is uninstalled', () => {
  it('loses nothing: work waits, the page says so, and goes on after connecting again', async () => {
    const { dealId, row, numericId } = await make();
    const token = accessTokens[portalId] ?? '';
    world.hubspot.control.addFault({ kind: 'revoke-token', portalId, token });
    go.person(numericId, 'send');
    await go.rowWhen('SpotDraft is still followed', row.id, ({ status }) => status === 'REDLINING');
    await seen('hubspot_credentials');
    expect(go.dealProperties(dealId)['dealdraft_status']).toBe('draft');
    expect((await projection(dealId))?.dirtySince).not.toBeNull();
    expect((await projection(dealId))?.parked).toBeNull();
    expect((await go.view(dealId)).problems.map(({ title }) => title)).toContain(
      'HubSpot no longer accepts the connection',
    );
    const refused = await world.card('POST', `/api/card/deals/${dealId}/plan`, {
      templateId: await go.templateId('Order Form'),
      choices: {},
    });
    expect(refused).toMatchObject({ ok: false, error: { code: 'vendor' } });
    for (const action of ['mark', 'sign-all']) go.person(numericId, action);
    await go.rowWhen('it is executed', row.id, ({ status }) => status === 'EXECUTED');

    for (const each of world.hubspot.state.tokens.values()) if (each.token === token) each.revoked = false;
    const again = await world.app.connectPortal({
      portalId,
      accessToken: new Secret(token),
      timeZone: 'Europe/Zurich',
      defaultCurrency: 'EUR',
    });
    expect(again.ok).toBe(true);
    await over('hubspot_credentials');
    await says(dealId, 'executed');
    await go.rowWhen('the document is attached', row.id, ({ attachedAt }) => attachedAt !== null);
    await go.quiet();
    expect(await open('job_given_up')).toBeNull();
  });
});

describe('a workspace whose credentials SpotDraft revokes', () => {
  it('tells sellers; a draft that was asked for waits and is made after a new secret, once', async () => {
    const dealId = freshDeal();
    const { dealId: other, row, numericId } = await make();
    world.spotdraft.control.addFault({ kind: 'revoke-credentials', workspace: 'production' });
    const clicked = await go.click(dealId, 'Order Form');
    if (!clicked.ok) throw new Error(JSON.stringify(clicked.error));
    await seen('spotdraft_credentials', world.workspaceId);
    const view = await until('the card says what it waits for', async () => {
      const shown = await go.view(dealId);
      return shown.requests[0]?.message == null ? null : shown;
    });
    expect(view.requests[0]).toMatchObject({ state: 'queued' });
    expect(view.requests[0]?.message).toMatch(/as soon as an admin has entered new credentials/);
    expect(view.problems.map(({ title }) => title)).toContain('SpotDraft no longer accepts the connection');
    // Notices are signed by another key: they are still taken in.
    go.person(numericId, 'send');
    await go.rowWhen('contracts are still followed', row.id, ({ status }) => status === 'REDLINING');
    // What reaches people is not done hours later in somebody's name: it is refused at once, with the reason.
    const asked = await go.act(row.id, 'void', { reason: 'Not needed' });
    if (!asked.ok) throw new Error(JSON.stringify(asked.error));
    expect(await go.actionEnd(asked.data.actionId)).toMatchObject({ state: 'failed' });
    await says(other, 'review');

    const { clientSecret } = world.spotdraft.state.workspaces.production;
    expect(clientSecret).not.toBe(sandboxCredentials.production.clientSecret);
    await settingsOf(world).post(`/workspaces/${world.workspaceId}/secret`, { clientSecret });
    const made = await go.contractOf(clicked.data.requestId);
    await over('spotdraft_credentials', world.workspaceId);
    await go.quiet();
    expect(go.atSpotDraft(dealId).map(({ id }) => id)).toEqual([made.numericId]);
    await says(dealId, 'draft');
  });
});

describe('a template that is unpublished at SpotDraft', () => {
  it('is paused with the reason on the card, and taken into use again when it is published', async () => {
    const { dealId, row, numericId } = await make();
    const templateId = await go.templateId('Order Form');
    const other = freshDeal();
    const choice = async () => {
      const { templates } = await world.cardOk<TemplatesView>('GET', `/api/card/deals/${other}/templates`);
      return templates.find((each) => each.templateId === templateId);
    };
    const watch = () =>
      world.db.$transaction((tx) =>
        world.app.deps.enqueue(tx, 'schema.watch', { payload: { portalId, cause: 'asked' } }),
      );
    const { planHash } = await go.plan(other, 'Order Form');
    world.spotdraft.control.changeTemplate('production', templateId, { kind: 'archive', archived: true });
    await watch();
    await seen('mapping_paused');
    expect((await choice())?.readiness).toMatchObject({
      state: 'paused',
      text: expect.stringMatching(/SpotDraft does not list the template any more/) as string,
    });
    const refused = await go.click(other, 'Order Form', { planHash });
    expect(refused).toMatchObject({ ok: false, error: { code: 'not_possible' } });
    expect(go.atSpotDraft(other)).toEqual([]);
    // What was made from it goes on.
    go.person(numericId, 'send');
    await go.rowWhen('its contracts are followed', row.id, ({ status }) => status === 'REDLINING');
    await says(dealId, 'review');

    world.spotdraft.control.changeTemplate('production', templateId, { kind: 'archive', archived: false });
    await watch();
    await until('it can be used again', async () => (await choice())?.readiness.state === 'ready');
    await over('mapping_paused');
    await make(other);
    const settings = settingsOf(world);
    expect(await templateNamed(settings, 'Order Form')).toMatchObject({ pausedReason: null });
  });
});
