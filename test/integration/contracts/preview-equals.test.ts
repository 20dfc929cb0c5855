import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { toPreviewBody } from '../../../src/spotdraft/calls/create-body.ts';
import type { Plan } from '@dealdraft/wire/plan.ts';
import type { PreviewView } from '@dealdraft/wire/card.ts';
import { journey, roomyHubSpot, type Journey, type TemplateName } from '../../../lab/world/journey.ts';
import { startWorld, type World } from '../../../lab/world/world.ts';

let world: World;
let go: Journey;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), ...roomyHubSpot });
  go = journey(world);
});
afterAll(() => world.stop());

/** Everything that a person sees in the preview, taken from the plan and put under SpotDraft's names by hand. */
const shownParts = ({ contract }: Plan) => ({
  contract_data: contract.contractData,
  names: contract.signatories.map(({ name, email }) => ({ name, email })),
  counterparties: contract.counterparties.map(({ organizationName, pointOfContact }) => ({
    organization_name: organizationName,
    email: pointOfContact.email,
  })),
});
type Body = {
  contract_data: Record<string, unknown>;
  contract_name?: string;
  signatories?: { name: string; email: string }[];
  counter_party_details: { organization_name?: string; poc_details: { email: string } }[];
  external_metadata: { id: string; record_data: Record<string, unknown> };
};

const deals: [string, TemplateName, string][] = [
  ['Alpenglühen', 'Order Form', 'three line items with a discount, umlauts'],
  ['Włókna Łódź', 'Master Services Agreement', 'Polish letters and cents'],
  ['東京ロボティクス', 'Order Form', 'Japanese'],
  ['Isartal – spare parts', 'Order Form', '120 line items'],
  ['Harbor & Pine – two sites', 'Order Form', 'an ampersand, a long note, dollars'],
  ['Öresund Båtvarv – renewal', 'Master Services Agreement', 'a renewal'],
  ['Inês Carvalho', 'Mutual NDA (Individual)', 'a person, no company'],
  ['Thames Valley Foods', 'Order Form', 'no renewal: a condition that does not hold'],
];

describe('what the preview shows is what SpotDraft receives, byte for byte', () => {
  it.each(deals)('%s as %s (%s)', async (name, template) => {
    const dealId = world.dealId(name);
    const { plan } = await go.plan(dealId, template);
    const made = await go.make(dealId, template);
    const request = await world.db.request.findUniqueOrThrow({ where: { id: made.requestId } });
    const truth = world.spotdraft.state.contracts.get(made.numericId);

    const version = await world.db.mappingVersion.findUniqueOrThrow({ where: { id: plan.mappingVersion } });

    // The text that was stored with the click is the text that arrived.
    expect(truth?.receivedBody).toBe(request.body);
    const received = JSON.parse(truth?.receivedBody ?? '') as Body;
    expect(JSON.stringify(received.contract_data)).toBe(JSON.stringify(plan.contract.contractData));
    expect({
      contract_data: received.contract_data,
      names: (received.signatories ?? []).map(({ name: who, email }) => ({ name: who, email })),
      counterparties: received.counter_party_details.map((party) => ({
        organization_name: party.organization_name,
        email: party.poc_details.email,
      })),
    }).toEqual(shownParts(plan));
    expect(received.contract_name).toBe(plan.contract.contractName);
    // Beside the plan there is only our own key.
    expect(received.external_metadata.id).toBe(`hubspot-deal-${dealId}`);
    expect(received.external_metadata.record_data).toEqual({
      ...plan.contract.recordData,
      portal_id: '8811001',
      deal_id: dealId,
      request_id: made.requestId,
      template_id: String(plan.templateId),
      mapping_version: String(version.number),
    });
    if (name.startsWith('Isartal'))
      expect((received.contract_data['products'] as unknown[] | undefined)?.length ?? rows(received)).toBe(
        120,
      );
  });

  /** The longest list in the data, whatever the template calls it. */
  const rows = ({ contract_data: data }: Body): number =>
    Math.max(0, ...Object.values(data).map((value) => (Array.isArray(value) ? value.length : 0)));

  it('SpotDraft’s own preview is made of the same values and parties', async () => {
    const dealId = world.dealId('Alpenglühen');
    const { plan } = await go.plan(dealId, 'Order Form');
    const preview = await world.cardOk<PreviewView>('POST', `/api/card/deals/${dealId}/preview`, {
      templateId: plan.templateId,
    });
    const asked = world.spotdraft.control.calls().findLast(({ url }) => url.endsWith('/contracts/preview/'));
    expect(JSON.stringify(asked?.body)).toBe(
      toPreviewBody({ ...plan.contract, templateId: plan.templateId }),
    );
    const pdf = await fetch(preview.url);
    expect(pdf.status).toBe(200);
    expect(pdf.headers.get('content-type')).toContain('application/pdf');
    expect(pdf.headers.get('cache-control')).toBe('no-store');
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    // HubSpot's frame loads an address twice.
    expect((await fetch(preview.url)).status).toBe(200);
    // One letter off: another one, whichever the last one is.
    const other = preview.url.endsWith('A') ? 'B' : 'A';
    expect((await fetch(`${preview.url.slice(0, -1)}${other}`)).status).toBe(404);
  });
});

describe('a deal that changes after the preview', () => {
  it.each<[string, (dealId: string) => void]>([
    ['a property', (dealId) => world.hubspot.control.editDeal(dealId, { payment_terms_days: '45' })],
    [
      'a line item',
      (dealId) => {
        // Of the lines of all deals, those of this one are the last that were made.
        const records = [...world.hubspot.control.portal().records.values()];
        const line = records.findLast(({ type }) => type === 'line_items');
        if (line === undefined) throw new Error(`no line of ${dealId}`);
        world.hubspot.control.edit('line_items', line.id, { quantity: '7' });
      },
    ],
  ])('by %s is not generated from what was shown before', async (_what, change) => {
    const [dealId = ''] = world.hubspot.control.seedDeals(1);
    const { planHash } = await go.plan(dealId, 'Order Form');
    change(dealId);
    const answer = await go.click(dealId, 'Order Form', { planHash });
    expect(answer).toMatchObject({ ok: false, error: { code: 'plan_changed', canRetry: true } });
    expect(await world.db.request.count({ where: { dealId } })).toBe(0);
    const fresh = await go.plan(dealId, 'Order Form');
    expect(fresh.planHash).not.toBe(planHash);
    expect((await go.click(dealId, 'Order Form', { planHash: fresh.planHash })).ok).toBe(true);
  });

  it('by something that the contract does not hold is generated all the same', async () => {
    const [dealId = ''] = world.hubspot.control.seedDeals(1);
    const { planHash } = await go.plan(dealId, 'Mutual NDA (Individual)');
    world.hubspot.control.editDeal(dealId, { billing_frequency: 'monthly' });
    expect((await go.click(dealId, 'Mutual NDA (Individual)', { planHash })).ok).toBe(true);
  });

  it('by another mapping version is not generated, even when the values are the same', async () => {
    const [dealId = ''] = world.hubspot.control.seedDeals(1);
    const { planHash, plan } = await go.plan(dealId, 'Mutual NDA (Individual)');
    const version = await world.db.mappingVersion.findUniqueOrThrow({ where: { id: plan.mappingVersion } });
    await world.app.publishMapping({
      portalId: 8811001,
      workspaceId: world.workspaceId,
      templateId: plan.templateId,
      content: version.content as never,
      author: 'ada@x.example',
      note: 'The same again',
    });
    expect(await go.click(dealId, 'Mutual NDA (Individual)', { planHash })).toMatchObject({
      ok: false,
      error: { code: 'plan_changed' },
    });
  });
});

it('a record that must be chosen is chosen in the preview, and the choice is what is sent', async () => {
  const dealId = world.dealId('Thames Valley – group framework');
  const first = await go.plan(dealId, 'Master Services Agreement');
  const asked = first.plan.lines.flatMap(({ problem }) => problem?.choiceKey ?? []);
  expect(asked.length).toBeGreaterThan(0);
  let choices: Record<string, string> = {};
  let shown = first;
  // One answer may lead to the next question.
  for (let round = 0; round < 4 && shown.plan.blockers > 0; round += 1) {
    for (const { problem } of shown.plan.lines)
      if (problem?.choiceKey !== undefined && problem.choices?.[0] !== undefined)
        choices = { [problem.choiceKey]: problem.choices[0].recordId, ...choices };
    shown = await go.plan(dealId, 'Master Services Agreement', choices);
  }
  expect(shown.plan.blockers).toBe(0);
  const clicked = await go.click(dealId, 'Master Services Agreement', { choices, planHash: shown.planHash });
  if (!clicked.ok) throw new Error(clicked.error.message);
  const row = await go.contractOf(clicked.data.requestId);
  const received = JSON.parse(world.spotdraft.state.contracts.get(row.numericId)?.receivedBody ?? '') as Body;
  expect(received.contract_data).toEqual(shown.plan.contract.contractData);
  expect(
    await go.click(dealId, 'Master Services Agreement', {
      choices: {},
      planHash: shown.planHash,
      reason: 'r',
    }),
  ).toMatchObject({ ok: false });
});
