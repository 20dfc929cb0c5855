import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { associatedIds } from '../../../sandbox/hubspot/records/associations.ts';
import { demoMappings } from '../../../lab/world/mappings.ts';
import type { DriftCheckView } from '@dealdraft/wire/card.ts';
import type { MappingInput } from '@dealdraft/wire/mapping.ts';
import { journey, type Journey } from '../../../lab/world/journey.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';

let world: World;
let go: Journey;
let alpine: string;
let harbor: string;

/** The demo's order form, but from the deal's quote and its line items; its id goes along as a key for other systems. */
const fromQuote = (): MappingInput => {
  const form = demoMappings['Order Form'];
  if (form === undefined) throw new Error('the demo has no order form');
  const ofQuote = { object: 'quote' as const, property: 'hs_currency' };
  const contractData = (form.contractData ?? []).map((rule) =>
    rule.source.kind === 'lineItems' || rule.source.kind === 'lineItemsSum'
      ? {
          ...rule,
          source: { ...rule.source, of: 'quote' as const },
          ...(rule.source.kind === 'lineItemsSum'
            ? { transforms: [{ kind: 'currency' as const, currency: ofQuote }] }
            : {}),
        }
      : rule,
  );
  const key = (target: string, property: string) => ({
    target,
    source: { kind: 'property' as const, object: 'quote' as const, property },
  });
  return {
    ...form,
    contractData,
    recordData: [
      key('quote_id', 'hs_object_id'),
      key('quote_number', 'hs_quote_number'),
      key('quote_amount', 'hs_quote_amount'),
    ],
  };
};

beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl') });
  go = journey(world);
  alpine = world.dealId('Alpenglühen');
  harbor = world.dealId('Harbor & Pine – two sites');
  await world.app.publishMapping({
    portalId,
    workspaceId: world.workspaceId,
    templateId: await go.templateId('Order Form'),
    content: fromQuote(),
    author: 'ada@x.example',
    note: 'From the quote',
  });
});
afterAll(() => world.stop());

const quoteOf = (dealId: string): string => {
  const [id] = associatedIds(world.hubspot.control.portal(), 'deals', dealId, 'quotes');
  if (id === undefined) throw new Error(`deal ${dealId} has no quote`);
  return id;
};
const itemsOf = (quoteId: string): string[] =>
  associatedIds(world.hubspot.control.portal(), 'quotes', quoteId, 'line_items');
const sentFor = async (dealId: string) => {
  const made = await go.make(dealId, 'Order Form');
  const received = world.spotdraft.state.contracts.get(made.numericId)?.receivedBody ?? '';
  return { made, body: JSON.parse(received) as Sent };
};
type Sent = {
  contract_data: { products: { quantity: number }[]; order_total: { type: string; value: number } };
  external_metadata: { record_data: Record<string, string> };
};
type Stored = { changes: { target: string; label: string; was: string; now: string }[] } | null;
const compare = (dealId: string) =>
  world.cardOk<DriftCheckView>('POST', `/api/card/deals/${dealId}/drift`, {});
const storedDrift = async (id: string) => ((await go.row(id)).drift as Stored)?.changes ?? [];

it('prices and keys come from the quote, not from the deal', async () => {
  const { plan } = await go.plan(alpine, 'Order Form');
  const line = plan.lines.find(({ target }) => target === 'products');
  expect(line?.source.text).toBe('3 line items of the quote');
  expect(plan.lines.find(({ target }) => target === 'contract.recordData.quote_id')).toMatchObject({
    status: 'ok',
    value: quoteOf(alpine),
    source: { object: 'quote' },
  });
});

it('the quote is a key that stays, and its prices are structured data', async () => {
  const { made, body } = await sentFor(alpine);
  const quote = world.hubspot.control.record('quotes', quoteOf(alpine));
  expect(body.external_metadata.record_data).toMatchObject({
    quote_id: quote.id,
    quote_number: 'Q-2026-0412',
    quote_amount: quote.properties['hs_quote_amount'],
    deal_id: alpine,
  });
  expect(body.contract_data.products).toHaveLength(3);
  expect(body.contract_data.order_total).toEqual({
    type: 'EUR',
    value: Number(quote.properties['hs_quote_amount']),
  });

  // Other line items of the deal do not matter: the quote is what was agreed.
  const [ofDeal = ''] = associatedIds(world.hubspot.control.portal(), 'deals', alpine, 'line_items');
  world.hubspot.control.edit('line_items', ofDeal, { quantity: '99' });
  await compare(alpine);
  expect((await storedDrift(made.row.id)).map(({ target }) => target)).not.toContain('products');

  // A changed quote is drift.
  const [first = ''] = itemsOf(quote.id);
  world.hubspot.control.edit('line_items', first, { quantity: '46' });
  expect(await compare(alpine)).toMatchObject({ checked: 1, changed: 1 });
  const changed = await storedDrift(made.row.id);
  expect(changed.map(({ target }) => target)).toEqual(expect.arrayContaining(['products', 'order_total']));
  expect((await go.contractView(alpine, made.row.id)).drift?.changes.map(({ label }) => label)).toContain(
    'Products',
  );

  // A quote that takes its place is drift too, as soon as it is there: which of the two counts is asked, never guessed.
  const newer = quoteOf(harbor);
  world.hubspot.control.associate(alpine, 'quotes', newer);
  await until('the second quote was noticed', async () =>
    (await storedDrift(made.row.id)).some(
      ({ target, now }) => target === 'products' && now === 'several records match',
    ),
  );
  const { plan } = await go.plan(alpine, 'Order Form');
  const asked = plan.lines.find(({ target }) => target === 'products')?.problem;
  expect(asked).toMatchObject({ code: 'choose_record', choiceKey: 'quote' });
  expect(asked?.choices?.map(({ recordId }) => recordId).sort()).toEqual([quote.id, newer].sort());
  const chosen = await go.plan(alpine, 'Order Form', { quote: newer });
  expect(chosen.plan.contract.recordData).toMatchObject({ quote_id: newer, quote_number: 'Q-2026-0431' });
  world.hubspot.control.dissociate(alpine, 'quotes', quote.id);
  await until('the newer quote stands alone', async () =>
    (await storedDrift(made.row.id)).some(
      ({ target, now }) => target === 'order_total' && now !== 'several records match',
    ),
  );
});

it('a deal without a quote says so, and is not generated', async () => {
  const [dealId = ''] = world.hubspot.control.seedDeals(1);
  const { plan, planHash } = await go.plan(dealId, 'Order Form');
  const line = plan.lines.find(({ target }) => target === 'contract.recordData.quote_id');
  expect(line?.problem).toMatchObject({ code: 'no_record', link: { object: 'deal', recordId: dealId } });
  expect(line?.problem?.message).toContain('the deal has no quote. Associate a quote with the deal.');
  expect(await go.click(dealId, 'Order Form', { planHash })).toMatchObject({ ok: false });
});

describe.each<[string, () => Promise<() => Promise<unknown>>]>([
  [
    'known from its consent',
    async () => {
      await grant(['oauth', 'crm.objects.deals.read']);
      return () => grant([]);
    },
  ],
  [
    'learnt from HubSpot’s refusal',
    () => {
      const tokens = [...world.hubspot.state.tokens.values()].filter((one) => one.portalId === portalId);
      const before = tokens.map(({ scopes }) => scopes);
      for (const one of tokens) one.scopes = one.scopes.filter((scope) => !scope.includes('quotes'));
      return Promise.resolve(() => {
        for (const [index, one] of tokens.entries()) one.scopes = before[index] ?? [];
        return Promise.resolve();
      });
    },
  ],
])('in an account without quotes, %s', (how, close) => {
  it('the card says what is not there and why, and the rest of the plan stands', async () => {
    const open = await close();
    const asked = () => world.hubspot.control.calls().filter(({ path }) => path.includes('quotes')).length;
    const before = asked();
    try {
      world.app.deps.definitions.forget(portalId);
      const { plan } = await go.plan(harbor, 'Order Form');
      const problems = new Map(plan.lines.map(({ target, problem }) => [target, problem]));
      for (const target of ['products', 'contract.recordData.quote_id'])
        expect(problems.get(target)).toMatchObject({
          code: 'no_access',
          message: expect.stringContaining('no access to quotes in this HubSpot account') as string,
        });
      expect(plan.lines.filter(({ status }) => status === 'ok').length).toBeGreaterThan(3);
      // A refusal that was foreseen is not asked for.
      if (how.includes('consent')) expect(asked()).toBe(before);
      const open = await world.db.problem.count({
        where: { portalId, clearedAt: null, kind: 'hubspot_credentials' },
      });
      expect(open).toBe(0);
    } finally {
      await open();
      world.app.deps.definitions.forget(portalId);
    }
  });
});

const grant = (grantedScopes: string[]) =>
  world.db.portal.update({ where: { portalId }, data: { grantedScopes, askedScopes: grantedScopes } });
