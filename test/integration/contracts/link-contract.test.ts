import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { LinkView, LookUpView } from '@dealdraft/wire/card.ts';
import { journey, roomyHubSpot, type Journey, type Made } from '../../../lab/world/journey.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';

const template = 'Mutual NDA (Individual)';
let world: World;
let go: Journey;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), ...roomyHubSpot });
  go = journey(world);
});
afterAll(() => world.stop());

const deal = (): string => world.hubspot.control.seedDeals(1)[0] ?? '';

/** A contract that SpotDraft has and we know nothing of: made by somebody there. */
const foreign = async (metadata: Record<string, string> | null = null): Promise<Made> => {
  const made = await go.make(deal(), template);
  await go.quiet();
  await world.db.contractEvent.deleteMany({ where: { contractId: made.row.id } });
  await world.db.contract.delete({ where: { id: made.row.id } });
  await world.db.request.delete({ where: { id: made.requestId } });
  const truth = world.spotdraft.state.contracts.get(made.numericId);
  if (truth === undefined) throw new Error('not there');
  truth.externalMetadata = metadata;
  return made;
};
const lookUp = (dealId: string, text: string) =>
  world.card<LookUpView>('POST', `/api/card/deals/${dealId}/link/look-up`, { text });
const link = (dealId: string, made: Made, more: Record<string, unknown> = {}) =>
  world.card<LinkView>('POST', `/api/card/deals/${dealId}/link`, {
    spotdraftId: `T-${String(made.numericId)}`,
    workspaceId: world.workspaceId,
    idempotencyKey: randomUUID(),
    ...more,
  });

describe('a contract that exists is linked to a deal', () => {
  it('keeps what SpotDraft’s own integrations wrote beside the link', async () => {
    const dealId = deal();
    const configuration = randomUUID();
    const made = await foreign({
      id: 'somebody-elses',
      integration_name: 'Salesforce',
      object_configuration_id: configuration,
    });
    const linked = await link(dealId, made);
    if (!linked.ok) throw new Error(linked.error.message);
    expect(world.spotdraft.state.contracts.get(made.numericId)?.externalMetadata).toMatchObject({
      id: `hubspot-deal-${dealId}`,
      object_configuration_id: configuration,
    });
  });

  it('found by its id or by the address in SpotDraft, shown before it is linked, and then followed', async () => {
    const dealId = deal();
    const made = await foreign();
    for (const text of [`T-${String(made.numericId)}`, ` ${String(made.numericId)} `, made.row.link ?? '']) {
      const found = await lookUp(dealId, text);
      if (!found.ok) throw new Error(`${text}: ${found.error.message}`);
      expect(found.data.candidate).toMatchObject({
        spotdraftId: made.row.spotdraftId,
        name: made.row.name,
        environment: 'production',
        statusLabel: 'Draft',
        linkedTo: null,
        linkedHere: false,
      });
    }
    expect(await world.db.contract.count({ where: { dealId } })).toBe(0);
    // A historic contract of the same number is another contract.
    expect(await lookUp(dealId, `H-${String(made.numericId)}`)).toMatchObject({
      error: { code: 'not_found' },
    });

    const linked = await link(dealId, made);
    if (!linked.ok) throw new Error(linked.error.message);
    expect(await go.row(linked.data.contractId)).toMatchObject({ dealId, origin: 'linked', status: 'DRAFT' });
    expect(go.atSpotDraft(dealId).map(({ id }) => id)).toEqual([made.numericId]);
    expect(go.atSpotDraft(dealId)[0]?.externalMetadata).toMatchObject({
      record_data: { portal_id: String(portalId), deal_id: dealId },
    });
    go.person(made.numericId, 'send');
    await until('the deal says review', () => go.dealProperties(dealId)['dealdraft_status'] === 'review');
    expect(
      (await lookUp(dealId, made.row.spotdraftId)).ok && (await lookUp(dealId, made.row.spotdraftId)),
    ).toMatchObject({
      data: { candidate: { linkedHere: true, linkedTo: null } },
    });
  });

  it('twice is once', async () => {
    const dealId = deal();
    const made = await foreign();
    const answers = [await link(dealId, made), await link(dealId, made)];
    expect(answers[1]).toEqual(answers[0]);
    expect(await world.db.contract.count({ where: { dealId } })).toBe(1);
  });

  it('an executed one brings its signed document with it', async () => {
    const dealId = deal();
    const made = await foreign();
    go.person(made.numericId, 'mark');
    go.person(made.numericId, 'sign-all');
    await world.spotdraft.control.idle();
    const linked = await link(dealId, made);
    if (!linked.ok) throw new Error(linked.error.message);
    await go.rowWhen(
      'the document is attached',
      linked.data.contractId,
      ({ attachedAt }) => attachedAt !== null,
    );
    await until('the deal says executed', () => {
      const properties = go.dealProperties(dealId);
      return properties['dealdraft_status'] === 'executed' && properties['dealdraft_signed_document'];
    });
  });
});

describe('a contract of another deal', () => {
  it('is moved only when that is confirmed, and both deals tell the truth afterwards', async () => {
    const made = await go.make(deal(), template);
    const there = made.dealId;
    const here = deal();
    const found = await lookUp(here, made.row.spotdraftId);
    expect(found).toMatchObject({
      ok: true,
      data: { candidate: { linkedTo: { dealId: there }, linkedHere: false } },
    });
    const refused = await link(here, made);
    expect(refused).toMatchObject({ ok: false, error: { code: 'linked_elsewhere', canRetry: true } });
    expect(refused.ok ? '' : refused.error.message).toContain('Bench deal');
    expect(await go.row(made.row.id)).toMatchObject({ dealId: there });
    expect(go.atSpotDraft(there)).toHaveLength(1);

    expect(await link(here, made, { confirmMove: true })).toMatchObject({
      ok: true,
      data: { contractId: made.row.id },
    });
    expect(await go.row(made.row.id)).toMatchObject({ dealId: here });
    expect(go.atSpotDraft(here)).toHaveLength(1);
    await until('both deals are written', () => {
      const [old, now] = [go.dealProperties(there), go.dealProperties(here)];
      return old['dealdraft_status'] === 'none' && now['dealdraft_contract_id'] === made.row.spotdraftId;
    });
  });

  it('by its metadata alone is refused, too: no row of ours knows it', async () => {
    const other = deal();
    const made = await foreign({ id: `hubspot-deal-${other}` });
    const truth = world.spotdraft.state.contracts.get(made.numericId);
    if (truth !== undefined)
      truth.externalMetadata = { id: `hubspot-deal-${other}`, record_data: { portal_id: String(portalId) } };
    expect(await link(deal(), made)).toMatchObject({ ok: false, error: { code: 'linked_elsewhere' } });
    expect((await link(deal(), made, { confirmMove: true })).ok).toBe(true);
  });

  it('of another account’s deal with the same number is nobody’s here', async () => {
    const made = await foreign();
    const truth = world.spotdraft.state.contracts.get(made.numericId);
    if (truth !== undefined)
      truth.externalMetadata = { id: 'hubspot-deal-1', record_data: { portal_id: '8811002' } };
    expect((await link(deal(), made)).ok).toBe(true);
  });
});

describe('what cannot be linked', () => {
  it.each(['hello', 'T-', 'https://app.example/', 'T-0', '🦊'])(
    '"%s" is neither a link nor an id',
    async (text) => {
      expect(await lookUp(deal(), text)).toMatchObject({ ok: false, error: { code: 'invalid' } });
    },
  );
  it('a number that SpotDraft does not show', async () => {
    expect(await lookUp(deal(), 'T-987654')).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });
  it('a workspace that is not there', async () => {
    const made = await foreign();
    expect(await link(deal(), made, { workspaceId: randomUUID() })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
  });
  it('when SpotDraft is away, nothing is half done: it is linked by the next try', async () => {
    const dealId = deal();
    const made = await foreign();
    const fault = world.spotdraft.control.addFault({
      kind: 'error-before',
      method: 'POST',
      path: 'external_metadata$',
    });
    expect(await link(dealId, made)).toMatchObject({ ok: false, error: { code: 'vendor', canRetry: true } });
    expect(await world.db.contract.count({ where: { dealId } })).toBe(0);
    world.spotdraft.control.clearFaults(fault.id);
    expect((await link(dealId, made)).ok).toBe(true);
  });
});

describe('unlinking', () => {
  it('takes it off the deal, leaves SpotDraft alone, and linking brings it back', async () => {
    const made = await go.make(deal(), template);
    const { dealId } = made;
    expect(await go.act(made.row.id, 'unlink', { reason: 'no' })).toMatchObject({ ok: false });
    const unlinked = await go.act(made.row.id, 'unlink', { reason: 'Belongs to nobody here' });
    if (!unlinked.ok) throw new Error(unlinked.error.message);
    expect(await go.actionEnd(unlinked.data.actionId)).toMatchObject({ state: 'done' });
    expect((await go.view(dealId)).contracts).toEqual([]);
    await until('the deal says none', () => go.dealProperties(dealId)['dealdraft_status'] === 'none');
    expect(world.spotdraft.state.contracts.get(made.numericId)?.status).toBe('DRAFT');
    // News of it is still kept, and does not bring it back.
    go.person(made.numericId, 'send');
    await go.rowWhen('the news is kept', made.row.id, ({ status }) => status === 'REDLINING');
    expect((await go.view(dealId)).contracts).toEqual([]);
    expect(await go.act(made.row.id, 'void', { reason: 'Should not be' })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
    expect(await link(dealId, made)).toMatchObject({ ok: true, data: { contractId: made.row.id } });
    expect((await go.view(dealId)).contracts).toHaveLength(1);
  });
});
