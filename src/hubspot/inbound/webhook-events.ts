import { z } from 'zod';
import { parseJson } from '../../platform/storable-json.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';

type HubSpotEventKind =
  'property-changed' | 'created' | 'deleted' | 'merged' | 'restored' | 'association-changed' | 'other';

/** One thing that happened in an account. It says that something changed; what is true now must be read again, for order and uniqueness are not promised. */
export type HubSpotEvent = {
  kind: HubSpotEventKind;
  /** HubSpot's own name, kept for the kinds we do not know. */
  subscriptionType: string;
  /** deal, company, contact, … or the type id of a custom object. */
  objectType: string;
  /** Of an association: the record it starts from. Of a merge: the record that came of it. */
  objectId: string;
  property: string | null;
  value: string | null;
  /** Milliseconds since 1970, by HubSpot's clock. */
  occurredAt: number;
  portalId: number;
  appId: number | null;
  eventId: string | null;
  subscriptionId: string | null;
  /** 0 for the first delivery. */
  attempt: number;
  /** Who changed it: `changeSource` INTEGRATION with our app's id in `sourceId` is our own write coming back. */
  source: { changeSource: string | null; sourceId: string | null };
  /** The records that became one in a merge; their ids lead to `objectId`. */
  mergedIds: string[];
  /** Of a merge: the record whose values won. */
  primaryId?: string | null;
  association: { toId: string; type: string | null; removed: boolean } | null;
  /** Equal for repeated deliveries of the same event. */
  dedupeKey: string;
};

type UnreadableEvent = { index: number; raw: string; reason: string };
export type WebhookBatch = { events: HubSpotEvent[]; unreadable: UnreadableEvent[] };
export type WebhookRefusal = { reason: 'not_json' | 'not_an_array' | 'too_many' | 'too_deep' };

const maxEvents = 100;
const id = z.union([z.string().min(1), z.number()]).transform(String);
const optionalId = id.nullish().transform((value) => value ?? null);
const optionalText = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]).nullish().transform((value) => value ?? null); // prettier-ignore

const item = z.object({
  subscriptionType: z.string().min(1),
  portalId: z.coerce.number().int().positive().max(2_147_483_647),
  occurredAt: z.coerce.number().finite(),
  objectId: optionalId,
  fromObjectId: optionalId,
  toObjectId: optionalId,
  primaryObjectId: optionalId,
  mergedObjectIds: z.array(id).nullish(),
  newObjectId: optionalId,
  objectTypeId: z.string().nullish(),
  fromObjectTypeId: z.string().nullish(),
  propertyName: optionalText,
  propertyValue: optionalText,
  appId: z.coerce.number().int().nullish().catch(null),
  eventId: optionalId,
  subscriptionId: optionalId,
  attemptNumber: z.coerce.number().int().nonnegative().catch(0).default(0),
  changeSource: optionalText,
  sourceId: optionalText,
  associationType: optionalText,
  associationRemoved: z.boolean().nullish(),
});

/** Reads a delivery whose signature was verified. What cannot be read comes back with its raw text, to be kept, never dropped. */
export const parseWebhookEvents = (rawBody: Buffer): Result<WebhookBatch, WebhookRefusal> => {
  let body: unknown;
  try {
    body = parseJson(rawBody.toString('utf8'));
  } catch {
    return fail({ reason: 'not_json' });
  }
  if (!Array.isArray(body)) return fail({ reason: 'not_an_array' });
  if (body.length > maxEvents) return fail({ reason: 'too_many' });
  const batch: WebhookBatch = { events: [], unreadable: [] };
  for (const [index, raw] of (body as unknown[]).entries()) {
    const text = written(raw);
    if (text === null) return fail({ reason: 'too_deep' });
    const event = toEvent(raw);
    if (event.ok) batch.events.push(event.value);
    else batch.unreadable.push({ index, raw: text, reason: event.failure });
  }
  return ok(batch);
};

/** JSON can be read to any depth, but written only as deep as the stack allows. */
const written = (value: unknown): string | null => {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
};

const toEvent = (raw: unknown): Result<HubSpotEvent, string> => {
  const parsed = item.safeParse(raw);
  if (!parsed.success)
    return fail(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  const data = parsed.data;
  // A merge made a third record; before 2026 the primary one remained, and no new id was told.
  const objectId = data.newObjectId ?? data.primaryObjectId ?? data.objectId ?? data.fromObjectId;
  if (objectId === null) return fail('objectId: missing');
  const [prefix = '', action = ''] = splitType(data.subscriptionType);
  const kind = kinds[action] ?? 'other';
  return ok({
    kind,
    subscriptionType: data.subscriptionType,
    objectType: objectTypeOf(prefix, data.objectTypeId ?? data.fromObjectTypeId ?? null),
    objectId,
    property: data.propertyName,
    value: data.propertyValue,
    occurredAt: data.occurredAt,
    portalId: data.portalId,
    appId: data.appId ?? null,
    eventId: data.eventId,
    subscriptionId: data.subscriptionId,
    attempt: data.attemptNumber,
    source: { changeSource: data.changeSource, sourceId: data.sourceId },
    mergedIds: [
      ...new Set([
        ...(data.primaryObjectId === null ? [] : [data.primaryObjectId]),
        ...(data.mergedObjectIds ?? []),
      ]),
    ].filter((each) => each !== objectId),
    primaryId: data.primaryObjectId,
    association:
      kind === 'association-changed' && data.toObjectId !== null
        ? { toId: data.toObjectId, type: data.associationType, removed: data.associationRemoved ?? false }
        : null,
    dedupeKey: JSON.stringify([
      data.portalId, data.subscriptionId, objectId, data.toObjectId, data.propertyName, data.occurredAt, data.eventId,
    ]), // prettier-ignore
  });
};

const splitType = (type: string): [string, string] => {
  const dot = type.indexOf('.');
  return dot < 0 ? ['', type] : [type.slice(0, dot), type.slice(dot + 1)];
};

const kinds: Readonly<Record<string, HubSpotEventKind>> = {
  propertyChange: 'property-changed',
  creation: 'created',
  deletion: 'deleted',
  privacyDeletion: 'deleted',
  merge: 'merged',
  restore: 'restored',
  associationChange: 'association-changed',
};

/** HubSpot's numbers for its own object types (https://developers.hubspot.com/docs/guides/crm/understanding-the-crm). */
const objectTypes: Readonly<Record<string, string>> = {
  '0-1': 'contact',
  '0-2': 'company',
  '0-3': 'deal',
  '0-5': 'ticket',
  '0-7': 'product',
  '0-8': 'line_item',
  '0-14': 'quote',
};

const objectTypeOf = (prefix: string, typeId: string | null): string =>
  prefix !== 'object' && prefix !== '' ? prefix : (objectTypes[typeId ?? ''] ?? typeId ?? 'unknown');
