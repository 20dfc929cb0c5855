import { describe, expect, it } from 'vitest';
import {
  dedupeKey,
  parseWebhookEvent,
  subscribedActivities,
  type SpotDraftEvent,
} from '../../../src/spotdraft/inbound/webhook-event.ts';

const sample = {
  contract_id: 19589,
  contract_kind: 'TEMPLATE_CONTRACT',
  contract_title: 'SpotDraft Standard DPA',
  contract_type: 'Data Processing Agreement',
  contract_type_name: 'Data Processing Agreement',
  contract_type_id: 135,
  contract_status: 'REDLINING',
  business_user: { name: 'Bea User', email: 'bea@vendor.example' },
  created_at: '2021-08-22T03:48:52.370635Z',
  external_metadata: {
    id: 'hubspot-deal-10024',
    integration_name: 'HubSpot',
    record_type: 'Deal',
    record_data: { portal_id: '1' },
  },
  contract_reference_id: 'SD-1234',
  contract_template_id: 1204,
  activity_data: {
    performed_by: { name: 'Bea User', email: 'bea@vendor.example' },
    timestamp: '2021-08-22T03:49:21.713506Z',
    counterparty_email_recipients: { to_recipients: ['a@b.example'], cc_recipients: [] },
  },
  activity: 'CONTRACT_SENT_TO_COUNTERPARTY',
};
type Change = Record<string, unknown>;
const changed = (change: Change = {}, activity: Change = {}) => ({
  ...sample,
  ...change,
  activity_data: { ...sample.activity_data, ...activity },
});
const parse = (payload: unknown) => parseWebhookEvent(Buffer.from(JSON.stringify(payload)));
const event = (payload: unknown = sample): SpotDraftEvent => {
  const parsed = parse(payload);
  if (!parsed.ok) throw new Error(parsed.failure.reason);
  return parsed.value;
};

describe('parseWebhookEvent', () => {
  it('reads the documented sample in our words', () => {
    expect(event()).toEqual({
      activity: 'CONTRACT_SENT_TO_COUNTERPARTY',
      contract: {
        numericId: 19589,
        title: 'SpotDraft Standard DPA',
        status: 'REDLINING',
        kind: 'TEMPLATE_CONTRACT',
        templateId: 1204,
        typeId: 135,
        typeName: 'Data Processing Agreement',
        referenceId: 'SD-1234',
      },
      externalMetadata: {
        id: 'hubspot-deal-10024',
        integrationName: 'HubSpot',
        recordType: 'Deal',
        recordData: { portal_id: '1' },
      },
      performedBy: { name: 'Bea User', email: 'bea@vendor.example' },
      signatory: null,
      occurredAt: new Date('2021-08-22T03:49:21.713Z'),
      occurredMicros: BigInt(Date.UTC(2021, 7, 22, 3, 49, 21, 713)) * 1000n + 506n,
      timestamp: '2021-08-22T03:49:21.713506Z',
      details: { counterparty_email_recipients: { to_recipients: ['a@b.example'], cc_recipients: [] } },
    });
  });

  it.each<[string, unknown, Partial<SpotDraftEvent>]>([
    [
      'an activity of tomorrow',
      changed({ activity: 'CONTRACT_TELEPORTED' }),
      { activity: 'CONTRACT_TELEPORTED' },
    ],
    [
      'the system, without an address',
      changed({}, { performed_by: { name: 'SYSTEM' } }),
      { performedBy: { name: 'SYSTEM', email: null } },
    ],
    ['nobody', changed({}, { performed_by: null }), { performedBy: null }],
    ['metadata in another form', changed({ external_metadata: 'x' }), { externalMetadata: null }],
    [
      'metadata without an id',
      changed({ external_metadata: { record_data: {} } }),
      { externalMetadata: null },
    ],
    [
      'a signatory',
      changed({}, { signatory: { name: 'S', email: 's@x.example' } }),
      { signatory: { name: 'S', email: 's@x.example' } },
    ],
    [
      'a time with another zone',
      changed({}, { timestamp: '2021-08-22T05:49:21+02:00' }),
      {
        occurredAt: new Date('2021-08-22T03:49:21Z'),
      },
    ],
    [
      'a time without a zone',
      changed({}, { timestamp: '2021-08-22T03:49:21.713506' }),
      {
        occurredAt: new Date('2021-08-22T03:49:21.713Z'),
      },
    ],
    [
      'a time without a fraction',
      changed({}, { timestamp: '2021-08-22T03:49:21Z' }),
      {
        occurredMicros: BigInt(Date.UTC(2021, 7, 22, 3, 49, 21)) * 1000n,
      },
    ],
  ])('reads %s', (_name, payload, expected) => {
    expect(event(payload)).toMatchObject(expected);
  });

  it('reads the numbers of a contract also as texts, and does without what may be left out', () => {
    const {
      contract_template_id: _t,
      contract_reference_id: _r,
      ...rest
    } = changed({
      contract_id: '19589',
      contract_type_id: '135',
    });
    expect(event(rest).contract).toMatchObject({
      numericId: 19589,
      typeId: 135,
      templateId: null,
      referenceId: null,
    });
  });

  it('reads the event of a counterparty, which is about no contract', () => {
    const about = {
      activity: 'COUNTER_PARTY_UPDATED',
      activity_data: { timestamp: '2026-11-21T10:00:00Z', counter_party: { id: 4 } },
    };
    expect(event(about)).toMatchObject({ contract: null, details: { counter_party: { id: 4 } } });
  });

  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'not JSON'],
    ['half of it', Buffer.from('{"activity":"CONTRACT_'), 'not JSON'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), 'UTF-8'],
    ['null', Buffer.from('null'), 'the body'],
    ['a list', Buffer.from('[]'), 'the body'],
    ['no activity', Buffer.from(JSON.stringify({ ...sample, activity: undefined })), 'activity'],
    ['an empty activity', Buffer.from(JSON.stringify(changed({ activity: '' }))), 'activity'],
    [
      'an activity without end',
      Buffer.from(JSON.stringify(changed({ activity: 'A'.repeat(1e6) }))),
      'activity',
    ],
    ['no activity data', Buffer.from(JSON.stringify({ ...sample, activity_data: null })), 'activity_data'],
    [
      'no time',
      Buffer.from(JSON.stringify(changed({}, { timestamp: undefined }))),
      'activity_data.timestamp',
    ],
    ['a time that is none', Buffer.from(JSON.stringify(changed({}, { timestamp: 'noon' }))), 'not a time'],
    ['an id that is none', Buffer.from(JSON.stringify(changed({ contract_id: 'SD-1' }))), 'contract_id'],
    [
      'a contract without status',
      Buffer.from(JSON.stringify(changed({ contract_status: null }))),
      'contract_status',
    ],
  ])('says why it cannot read %s', (_name, body, reason) => {
    const parsed = parseWebhookEvent(body);
    expect(parsed).toMatchObject({ ok: false, failure: { kind: 'unreadable' } });
    if (!parsed.ok) expect(parsed.failure.reason).toContain(reason);
  });
});

describe('dedupeKey', () => {
  it('is the same for the same event in other bytes', () => {
    const reordered = Object.fromEntries(Object.entries(sample).reverse());
    expect(dedupeKey(event(reordered))).toBe(dedupeKey(event()));
    expect(dedupeKey(event(changed({ contract_title: 'Renamed since' })))).toBe(dedupeKey(event()));
  });

  it.each<[string, unknown]>([
    ['contract', changed({ contract_id: 19590 })],
    ['activity', changed({ activity: 'CONTRACT_SIGNED' })],
    ['status', changed({ contract_status: 'SIGN' })],
    ['microsecond', changed({}, { timestamp: '2021-08-22T03:49:21.713507Z' })],
    ['person', changed({}, { performed_by: { name: 'Bea User', email: 'other@vendor.example' } })],
    ['nameless person', changed({}, { performed_by: { name: 'SYSTEM' } })],
    ['signatory', changed({}, { signatory: { name: 'S', email: 's@x.example' } })],
    ['recipient of an email', changed({}, { email_event_data: { recipient_email: 'r@x.example' } })],
  ])('differs by %s', (_name, payload) => {
    expect(dedupeKey(event(payload))).not.toBe(dedupeKey(event()));
  });

  it('tells the events of two counterparties apart', () => {
    const about = (id: number) => ({
      activity: 'COUNTER_PARTY_UPDATED',
      activity_data: { timestamp: '2026-11-21T10:00:00Z', counter_party: { id } },
    });
    expect(dedupeKey(event(about(1)))).not.toBe(dedupeKey(event(about(2))));
    expect(dedupeKey(event(about(1)))).toBe(dedupeKey(event(about(1))));
  });

  it('fits an index whatever stands in the event, and still tells two apart', () => {
    const long = (last: string) =>
      changed({}, { performed_by: { name: 'x', email: 'x'.repeat(9000) + last } });
    const [one, two] = [dedupeKey(event(long('1'))), dedupeKey(event(long('2')))];
    expect(one.length).toBeLessThanOrEqual(500);
    expect(one).not.toBe(two);
  });
});

it('subscribes to each activity once, and to no tracking of emails', () => {
  expect(new Set(subscribedActivities).size).toBe(subscribedActivities.length);
  expect(subscribedActivities.filter((activity) => activity.includes('EMAIL'))).toEqual([]);
});
