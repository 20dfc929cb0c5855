import { Accordion, Button, Tag } from '@hubspot/ui-extensions';
import { describe, expect, it } from 'vitest';
import type { TimelineEvent, TimelineView } from '@dealdraft/wire/card.ts';
import { ago, contract, dealView, ok, refused, renderCard, words } from './kit.tsx';

const event = (id: string, more: Partial<TimelineEvent> = {}): TimelineEvent => ({
  id,
  title: `Event ${id}`,
  detail: null,
  at: ago(60),
  receivedAt: ago(59),
  by: null,
  how: 'webhook',
  mark: null,
  ...more,
});

const open = async (
  timeline: (before: string | null) => ReturnType<typeof ok<TimelineView>> | ReturnType<typeof refused>,
) => {
  const asked: (string | null)[] = [];
  const card = renderCard({
    'GET /api/card/deals/:dealId': () => Promise.resolve(ok(dealView({ contracts: [contract()] }))),
    'GET /api/card/contracts/:contractId/timeline': ({ before = null }) => {
      asked.push(before);
      return Promise.resolve(timeline(before));
    },
  });
  await card.waitFor(() => {
    card.find(Accordion, { title: 'Timeline' });
  });
  expect(asked).toEqual([]);
  card.find(Accordion, { title: 'Timeline' }).trigger('onClick');
  return { ...card, asked, list: () => words(card.find(Accordion, { title: 'Timeline' })) };
};

describe('the timeline', () => {
  it('says what happened, by whom, how it is known, and marks late and repeated news', async () => {
    const card = await open(() =>
      ok({
        events: [
          event('1', { title: 'Signed by Ana', by: 'Ana', mark: 'late', how: 'webhook' }),
          event('2', { title: 'Sent for review', by: 'Priya', how: 'card', mark: 'repeated' }),
        ],
        before: null,
      }),
    );
    await card.waitFor(() => {
      expect(card.list()).toContain('Signed by Ana');
    });
    expect(card.list()).toContain('· Ana · from SpotDraft · received');
    expect(card.list()).toContain('· Priya · in HubSpot');
    const timeline = card.find(Accordion, { title: 'Timeline' });
    expect(timeline.findAll(Tag).map(words)).toEqual(['late', 'repeated']);
    expect(timeline.maybeFind(Button)).toBeNull();
  });

  it('reads earlier entries on a click, each entry once', async () => {
    const card = await open((before) =>
      before === null
        ? ok({ events: [event('3'), event('2')], before: 'b2' })
        : ok({ events: [event('2'), event('1')], before: null }),
    );
    await card.waitFor(() => {
      expect(card.list()).toContain('Event 3');
    });
    card.find(Accordion, { title: 'Timeline' }).find(Button).trigger('onClick');
    await card.waitFor(() => {
      expect(card.list()).toContain('Event 1');
    });
    expect(card.list().match(/Event 2/g)).toHaveLength(1);
    expect(card.asked).toEqual([null, 'b2']);
    expect(card.find(Accordion, { title: 'Timeline' }).maybeFind(Button)).toBeNull();
  });

  it('can be tried again when it could not be read', async () => {
    let tries = 0;
    const card = await open(() =>
      (tries += 1) === 1 ? refused('unexpected', 'Away.') : ok({ events: [], before: null }),
    );
    await card.waitFor(() => {
      expect(card.list()).toContain('Away.');
    });
    card.find(Accordion, { title: 'Timeline' }).find(Button).trigger('onClick');
    await card.waitFor(() => {
      expect(card.list()).toContain('Nothing has happened yet.');
    });
  });
});
