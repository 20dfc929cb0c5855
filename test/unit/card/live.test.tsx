import { Button, Dropdown } from '@hubspot/ui-extensions';
import { describe, expect, it } from 'vitest';
import type { DealView, Envelope } from '@dealdraft/wire/card.ts';
import { action, contract, dealView, later, ok, refused, renderCard, words } from './kit.tsx';

describe('the card while something moves', () => {
  it('reads at the pace the service gives, and tells HubSpot when something changed', async () => {
    let reads = 0;
    const card = renderCard({
      'GET /api/card/deals/:dealId': () => {
        reads += 1;
        const signed = reads >= 3;
        return Promise.resolve(
          ok(
            dealView({
              contracts: [contract(signed ? { status: 'EXECUTED', statusLabel: 'Executed' } : {})],
              counts: signed ? { open: 0, executed: 1, voided: 0 } : { open: 1, executed: 0, voided: 0 },
              revision: signed ? 'r2' : 'r1',
              pollAfterMs: signed ? null : 1_000,
            }),
          ),
        );
      },
    });
    await card.waitFor(() => {
      expect(card.clock.waits()).toEqual([1_000]);
    });
    expect(card.seen).toEqual([]);
    card.clock.advance(1_000);
    await card.waitFor(() => {
      expect([reads, card.clock.waits()]).toEqual([2, [1_000]]);
    });
    expect(card.seen).toEqual([]);
    card.clock.advance(1_000);
    await card.waitFor(() => {
      expect(card.text()).toContain('1 executed contract');
    });
    expect(card.seen).toEqual(['refresh']);
    expect(card.clock.waits()).toEqual([]);
  });

  it('stands still when nothing can change', async () => {
    const card = renderCard({ 'GET /api/card/deals/:dealId': () => Promise.resolve(ok(dealView())) });
    await card.waitFor(() => {
      expect(card.text()).toContain('No contract');
    });
    expect(card.clock.waits()).toEqual([]);
  });

  it('drops an answer that was overtaken', async () => {
    const slow = later<Envelope<DealView>>();
    const named = (name: string) =>
      ok(
        dealView({
          contracts: [contract({ name, actions: [action('check_now')] })],
          revision: name,
          pollAfterMs: 1_000,
        }),
      );
    const answers = [Promise.resolve(named('First')), slow.promise, Promise.resolve(named('Newest'))];
    const card = renderCard({
      'GET /api/card/deals/:dealId': () => answers.shift() ?? Promise.resolve(named('One too many')),
      'POST /api/card/contracts/:contractId/actions': () => Promise.resolve(ok({ actionId: 'a1' })),
    });
    await card.waitFor(() => {
      expect(card.clock.waits()).toEqual([1_000]);
    });
    card.clock.advance(1_000);
    card.findByTestId(Dropdown.ButtonItem, 'action-c1-check_now').trigger('onClick');
    await card.waitFor(() => {
      expect(card.text()).toContain('Newest');
    });
    slow.answer(named('Late'));
    await slow.promise;
    await card.waitFor(() => {
      expect(card.clock.waits()).toEqual([1_000]);
    });
    expect(card.text()).toContain('Newest');
    expect(card.text()).not.toContain('Late');
  });

  it('keeps what it shows when a reading fails, says so, and goes on trying', async () => {
    let reads = 0;
    const card = renderCard({
      'GET /api/card/deals/:dealId': () =>
        Promise.resolve(
          (reads += 1) === 1
            ? ok(dealView({ contracts: [contract()], pollAfterMs: 1_000 }))
            : refused('unexpected', 'Cannot be reached.'),
        ),
    });
    await card.waitFor(() => {
      expect(card.clock.waits()).toEqual([1_000]);
    });
    card.clock.advance(1_000);
    await card.waitFor(() => {
      expect(card.text()).toContain('The last look for news failed: Cannot be reached.');
    });
    expect(card.text()).toContain('Order form for Acme');
    expect(card.clock.waits()).toEqual([2_000]);
    card.clock.advance(2_000);
    await card.waitFor(() => {
      expect(card.clock.waits()).toEqual([4_000]);
    });
  });

  it('rests after half an hour without news, and looks again on a click', async () => {
    let reads = 0;
    const card = renderCard({
      'GET /api/card/deals/:dealId': () => {
        reads += 1;
        return Promise.resolve(ok(dealView({ contracts: [contract()], pollAfterMs: 1_000 })));
      },
    });
    await card.waitFor(() => {
      expect(card.clock.waits()).toEqual([1_000]);
    });
    card.clock.advance(30 * 60_000);
    await card.waitFor(() => {
      expect(card.text()).toContain('Nothing has changed for a while.');
    });
    expect(card.clock.waits()).toEqual([]);
    const before = reads;
    card.find(Button, (node) => words(node) === 'Look for news').trigger('onClick');
    await card.waitFor(() => {
      expect(card.clock.waits()).toEqual([1_000]);
    });
    expect(reads).toBe(before + 1);
  });

  it('compares with the deal once per opening, and reads again when something was compared', async () => {
    let reads = 0;
    let checks = 0;
    const card = renderCard({
      'GET /api/card/deals/:dealId': () => {
        reads += 1;
        return Promise.resolve(ok(dealView({ contracts: [contract()], revision: String(reads) })));
      },
      'POST /api/card/deals/:dealId/drift': () => {
        checks += 1;
        return Promise.resolve(ok({ checked: 1, changed: 1 }));
      },
    });
    await card.waitFor(() => {
      expect([reads, checks]).toEqual([2, 1]);
    });
    await card.waitFor(() => {
      expect(card.seen).toEqual(['refresh']);
    });
    expect(checks).toBe(1);
  });

  it('compares again once people have stopped editing the record', async () => {
    let checks = 0;
    const card = renderCard({
      'GET /api/card/deals/:dealId': () => Promise.resolve(ok(dealView({ contracts: [contract()] }))),
      'POST /api/card/deals/:dealId/drift': () => {
        checks += 1;
        return Promise.resolve(ok({ checked: 1, changed: 0 }));
      },
    });
    await card.waitFor(() => {
      expect(checks).toBe(1);
    });
    card.edit();
    card.clock.advance(1_500);
    card.edit();
    card.clock.advance(1_500);
    expect(checks).toBe(1);
    card.clock.advance(500);
    expect(checks).toBe(2);
    expect(card.clock.waits()).toEqual([]);
  });

  it('does not compare where there is no open contract', async () => {
    const card = renderCard({
      'GET /api/card/deals/:dealId': () =>
        Promise.resolve(
          ok(
            dealView({
              contracts: [contract({ status: 'EXECUTED' })],
              counts: { open: 0, executed: 1, voided: 0 },
            }),
          ),
        ),
      'POST /api/card/deals/:dealId/drift': () => Promise.reject(new Error('not asked for')),
    });
    await card.waitFor(() => {
      expect(card.text()).toContain('1 executed');
    });
  });
});
