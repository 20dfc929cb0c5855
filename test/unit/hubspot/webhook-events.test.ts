import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWebhookEvents } from '../../../src/hubspot/inbound/webhook-events.ts';
import type { HubSpotEvent, WebhookBatch } from '../../../src/hubspot/inbound/webhook-events.ts';

const base = {
  eventId: 3816279340,
  subscriptionId: 12345,
  portalId: 62515,
  appId: 54321,
  occurredAt: 1564113600000,
  subscriptionType: 'deal.propertyChange',
  attemptNumber: 0,
  objectId: 904,
  propertyName: 'dealstage',
  propertyValue: 'closedwon',
  changeSource: 'CRM_UI',
  sourceId: 'userId:3',
};

const read = (body: unknown): WebhookBatch => {
  const parsed = parseWebhookEvents(Buffer.from(JSON.stringify(body)));
  if (!parsed.ok) throw new Error(parsed.failure.reason);
  return parsed.value;
};
const only = (item: unknown): HubSpotEvent => {
  const [event] = read([item]).events;
  if (event === undefined) throw new Error('unreadable');
  return event;
};

describe('webhook events', () => {
  it('puts a property change into our words', () => {
    expect(only(base)).toEqual({
      kind: 'property-changed',
      subscriptionType: 'deal.propertyChange',
      objectType: 'deal',
      objectId: '904',
      property: 'dealstage',
      value: 'closedwon',
      occurredAt: 1564113600000,
      portalId: 62515,
      appId: 54321,
      eventId: '3816279340',
      subscriptionId: '12345',
      attempt: 0,
      source: { changeSource: 'CRM_UI', sourceId: 'userId:3' },
      mergedIds: [],
      primaryId: null,
      association: null,
      dedupeKey: '[62515,"12345","904",null,"dealstage",1564113600000,"3816279340"]',
    });
  });

  it.each([
    ['object.creation', 'created'],
    ['object.deletion', 'deleted'],
    ['contact.privacyDeletion', 'deleted'],
    ['object.merge', 'merged'],
    ['deal.restore', 'restored'],
    ['object.associationChange', 'association-changed'],
    ['conversation.newMessage', 'other'],
    ['something', 'other'],
  ])('knows %s as %s', (subscriptionType, kind) => {
    expect(only({ ...base, subscriptionType, objectTypeId: '0-3' }).kind).toBe(kind);
  });

  it.each([
    ['object.creation', '0-3', 'deal'],
    ['object.creation', '0-8', 'line_item'],
    ['object.creation', '2-77', '2-77'],
    ['object.creation', undefined, 'unknown'],
    ['company.creation', undefined, 'company'],
  ])('%s of %s is about a %s', (subscriptionType, objectTypeId, objectType) => {
    expect(only({ ...base, subscriptionType, objectTypeId }).objectType).toBe(objectType);
  });

  it.each([
    ['a new record', { newObjectId: 30 }, '30', ['2', '1', '5']],
    ['the primary one that remains, as before 2026', {}, '2', ['1', '5']],
    ['no new record when HubSpot tells null', { newObjectId: null }, '2', ['1', '5']],
    ['the new record once, though it is among those that were merged', { newObjectId: '5' }, '5', ['2', '1']],
  ])('a merge leads to %s', (_what, more, objectId, mergedIds) => {
    const event = only({
      ...base,
      subscriptionType: 'deal.merge',
      objectId: 1,
      primaryObjectId: 2,
      mergedObjectIds: [1, 2, 5],
      numberOfPropertiesMoved: 12,
      ...more,
    });
    expect([event.objectId, event.mergedIds, event.primaryId]).toEqual([objectId, mergedIds, '2']);
  });

  it('names both ends of an association', () => {
    const { objectId: _none, ...rest } = base;
    const event = only({
      ...rest,
      subscriptionType: 'deal.associationChange',
      fromObjectId: 904,
      toObjectId: 7,
      associationType: 'DEAL_TO_COMPANY',
      associationRemoved: true,
    });
    expect([event.objectId, event.association]).toEqual([
      '904',
      { toId: '7', type: 'DEAL_TO_COMPANY', removed: true },
    ]);
  });

  it('gives a repeated delivery the same key, and every other event another', () => {
    expect(only({ ...base, attemptNumber: 3 }).dedupeKey).toBe(only(base).dedupeKey);
    const others = [
      { eventId: 1 },
      { objectId: 1 },
      { occurredAt: 1 },
      { propertyName: 'amount' },
      { portalId: 1 },
      { subscriptionId: 1 },
    ];
    const keys = others.map((other) => only({ ...base, ...other }).dedupeKey);
    expect(new Set([...keys, only(base).dedupeKey]).size).toBe(others.length + 1);
  });

  it('keeps the readable events of a batch and hands back the others raw', () => {
    const batch = read([
      base,
      { ...base, objectId: undefined },
      'nonsense',
      null,
      { ...base, portalId: 'x' },
      base,
    ]);
    expect(batch.events).toHaveLength(2);
    expect(batch.unreadable.map(({ index }) => index)).toEqual([1, 2, 3, 4]);
    expect(batch.unreadable[1]?.raw).toBe('"nonsense"');
    expect(batch.unreadable[0]?.reason).toContain('objectId');
  });

  it('reads an empty batch and a full one, and refuses more', () => {
    expect(read([]).events).toEqual([]);
    expect(read(Array.from({ length: 100 }, () => base)).events).toHaveLength(100);
    const tooMany = Buffer.from(JSON.stringify(Array.from({ length: 101 }, () => base)));
    expect(parseWebhookEvents(tooMany)).toEqual({ ok: false, failure: { reason: 'too_many' } });
  });

  it.each([
    ['', 'not_json'],
    ['<html>', 'not_json'],
    ['{"eventId":1}', 'not_an_array'],
  ])('refuses the body %j', (body, reason) => {
    expect(parseWebhookEvents(Buffer.from(body))).toEqual({ ok: false, failure: { reason } });
  });

  it('loses no item, whatever is sent', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.jsonValue(), fc.constant(base)), { maxLength: 100 }), (items) => {
        const batch = read(items);
        return batch.events.length + batch.unreadable.length === items.length;
      }),
    );
  });
});
