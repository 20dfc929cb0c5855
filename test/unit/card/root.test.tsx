import type { CrmContext } from '@hubspot/ui-extensions';
import { Alert, Button, Modal } from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CardRoot, servicesFrom } from '@dealdraft/ui/card/card-root.tsx';
import { contract, dealView, ok, words } from './kit.tsx';
import { patienceMs } from '../../../lab/patience.ts';

type WorkerGlobals = { self?: unknown; hsFetch?: unknown };
const globals = globalThis as unknown as WorkerGlobals;
const before = { ...globals };

beforeEach(() => {
  globals.self = globalThis;
});
afterEach(() => {
  globals.self = before.self;
  globals.hsFetch = before.hsFetch;
});

const start = (location: 'crm.record.sidebar' | 'crm.record.tab', variables: Record<string, string>) => {
  const renderer = createRenderer(location);
  const context = {
    ...renderer.mocks.context,
    crm: { objectId: 901, objectTypeId: '0-3' },
    portal: { id: 42, timezone: 'Europe/Berlin' },
    variables,
  } as CrmContext;
  return { ...renderer, context, actions: renderer.mocks.actions };
};

describe('the card in HubSpot', () => {
  it('reads the deal of the record it stands on from the service of its profile', async () => {
    const fetched = vi.fn(() =>
      Promise.resolve(new Response(JSON.stringify(ok(dealView({ contracts: [contract()] }))))),
    );
    globals.hsFetch = fetched;
    const card = start('crm.record.sidebar', { API_ORIGIN: 'https://api.example.com' });
    card.render(<CardRoot context={card.context} actions={card.actions} />);
    await vi.waitFor(
      () => {
        expect(words(card.getRootNode())).toContain('Order form for Acme');
      },
      { timeout: patienceMs },
    );
    expect(fetched.mock.calls[0]).toEqual([
      'https://api.example.com/api/card/deals/901',
      { method: 'GET', timeout: 8_000 },
    ]);
  });

  it('closes overlays, refreshes the record and listens to edits through HubSpot', async () => {
    let reads = 0;
    globals.hsFetch = () =>
      Promise.resolve(
        new Response(
          JSON.stringify(ok(dealView({ revision: String((reads += 1)), pollAfterMs: reads < 3 ? 1 : null }))),
        ),
      );
    const card = start('crm.record.tab', { API_ORIGIN: 'https://api.example.com' });
    card.render(<CardRoot context={card.context} actions={card.actions} />);
    await vi.waitFor(
      () => {
        expect(card.actions.refreshObjectProperties.callCount).toBeGreaterThan(0);
      },
      { timeout: patienceMs },
    );
    card.findByTestId(Button, 'link-open').trigger('onClick');
    card
      .find(Modal, { id: 'dealdraft-tab-link' })
      .find(Button, (node) => words(node) === 'Cancel')
      .trigger('onClick');
    expect(card.actions.closeOverlay.calls).toEqual([['dealdraft-tab-link']]);
    expect(card.actions.onCrmPropertiesUpdate.calls.map(([names]) => names)).toEqual(['*']);
  });

  it('says who can help when the profile names no service', () => {
    const card = start('crm.record.sidebar', {});
    card.render(<CardRoot context={card.context} actions={card.actions} />);
    expect(words(card.find(Alert))).toContain('API_ORIGIN');
  });

  it.each([
    ['crm.record.sidebar', 'narrow', 'dealdraft-sidebar'],
    ['crm.record.tab', 'wide', 'dealdraft-tab'],
  ] as const)('is %s → %s', (location, width, prefix) => {
    const card = start(location, {
      API_ORIGIN: 'https://api.example.com',
      HUBSPOT_ORIGIN: 'http://localhost:4100',
    });
    expect(servicesFrom(card.context, card.actions)).toMatchObject({
      width,
      prefix,
      dealId: '901',
      portalId: 42,
      hubspotOrigin: 'http://localhost:4100',
      locale: 'en',
    });
  });
});
