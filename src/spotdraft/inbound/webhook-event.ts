import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../../platform/storable-json.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { externalMetadata, type ExternalMetadata } from '../answers/external-metadata.ts';
import { optionalNumber, optionalText, parseTime } from '../answers/reading.ts';
import { parseContractId } from '../answers/ids.ts';

type Person = { name: string | null; email: string | null };

/** One webhook call in our words. `activity` is open: SpotDraft adds kinds without notice. */
export type SpotDraftEvent = {
  activity: string;
  /** Null for events that are about no contract, such as those of a counterparty. */
  contract: {
    numericId: number;
    title: string;
    status: string;
    kind: string | null;
    templateId: number | null;
    typeId: number | null;
    typeName: string | null;
    referenceId: string | null;
  } | null;
  externalMetadata: ExternalMetadata | null;
  performedBy: Person | null;
  /** Whom an event of a signature request names. */
  signatory: Person | null;
  occurredAt: Date;
  /** The same time to the microsecond: events of one act are often less than a millisecond apart. */
  occurredMicros: bigint;
  /** As SpotDraft wrote it. */
  timestamp: string;
  /** Whatever else `activity_data` holds. */
  details: Record<string, unknown>;
};

/** What DealDraft subscribes to: all that moves a contract or its data, and none of the email tracking. */
export const subscribedActivities = [
  'CONTRACT_CREATED',
  'CONTRACT_DATA_UPDATED',
  'CONTRACT_VERSION_UPLOADED',
  'CONTRACT_APPROVAL_REQUESTED',
  'CONTRACT_APPROVAL_COMPLETED',
  'CONTRACT_SENT_TO_COUNTERPARTY',
  'CONTRACT_MARK_FOR_EXECUTION',
  'CONTRACT_UNMARK_FOR_EXECUTION',
  'CONTRACT_SIGNATURE_REQUESTED',
  'CONTRACT_SIGNATURE_REQUESTED_NOTIFICATION_SENT',
  'CONTRACT_SIGNED',
  'CONTRACT_SIGNATURE_DECLINED',
  'CONTRACT_EXECUTED',
  'CONTRACT_VOIDED',
  'CONTRACT_DELETED',
  'CONTRACT_KEY_POINTER_CREATION',
  'CONTRACT_KEY_POINTER_UPDATION',
  'CONTRACT_EXTERNAL_METADATA_UPDATED',
] as const;

const person = z
  .object({ name: optionalText, email: optionalText })
  .nullish()
  .catch(null)
  .transform((value): Person | null => value ?? null);

const payload = z.object({
  activity: z.string().min(1).max(200),
  activity_data: z.looseObject({ performed_by: person, signatory: person, timestamp: z.string().max(64) }),
  contract_id: z.union([z.string(), z.number()]).nullish(),
  contract_title: optionalText,
  contract_status: optionalText,
  contract_kind: optionalText,
  contract_template_id: optionalNumber,
  contract_type_id: optionalNumber,
  contract_type_name: optionalText,
  contract_reference_id: optionalText,
  external_metadata: externalMetadata,
});

/** Reads the raw bytes of a call whose signature held. */
export const parseWebhookEvent = (
  rawBody: Buffer,
): Result<SpotDraftEvent, { kind: 'unreadable'; reason: string }> => {
  const unreadable = (reason: string) => fail({ kind: 'unreadable' as const, reason });
  let json: unknown;
  try {
    json = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    return unreadable('it is not JSON in UTF-8');
  }
  const parsed = payload.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return unreadable(
      `${issue?.path.map(String).join('.') || 'the body'}: ${issue?.message ?? 'not as documented'}`,
    );
  }
  const { data } = parsed;
  const occurredAt = parseTime(data.activity_data.timestamp);
  if (occurredAt === null) return unreadable('activity_data.timestamp is not a time');
  const id = data.contract_id == null ? null : parseContractId(data.contract_id);
  if (data.contract_id != null && id === null) return unreadable('contract_id is not a contract id');
  if (id !== null && data.contract_status === null) return unreadable('contract_status is missing');
  const { performed_by: performedBy, signatory, timestamp, ...details } = data.activity_data;
  return ok({
    activity: data.activity,
    contract:
      id === null
        ? null
        : {
            numericId: id.numeric,
            title: data.contract_title ?? '',
            status: data.contract_status ?? '',
            kind: data.contract_kind,
            templateId: data.contract_template_id,
            typeId: data.contract_type_id,
            typeName: data.contract_type_name,
            referenceId: data.contract_reference_id,
          },
    externalMetadata: data.external_metadata,
    performedBy,
    signatory,
    occurredAt,
    occurredMicros: microsOf(timestamp, occurredAt),
    timestamp,
    details,
  });
};

/** Microseconds since 1970. A Date keeps milliseconds only, so the digits behind them are read from the text. */
const microsOf = (timestamp: string, at: Date): bigint => {
  const digits = /\.\d{3}(\d{1,3})/.exec(timestamp)?.[1] ?? '';
  return BigInt(at.getTime()) * 1000n + BigInt(digits.padEnd(3, '0'));
};

const mostKeyLength = 500;

const nested = (details: Record<string, unknown>, key: string, field: string): string => {
  const value = details[key];
  const text =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined;
  return typeof text === 'string' ? text : '';
};

/**
 * What makes a call itself. SpotDraft sends no id, and may send the same event again in other bytes; so the key is made
 * of what the event says, to the microsecond. The status belongs to it: a re-triggered event tells the status of now.
 */
export const dedupeKey = (event: SpotDraftEvent): string => {
  const parts = [
    String(event.contract?.numericId ?? ''),
    event.activity,
    event.contract?.status ?? '',
    event.timestamp,
    event.performedBy?.email ?? event.performedBy?.name ?? '',
    event.signatory?.email ?? '',
    nested(event.details, 'email_event_data', 'recipient_email'),
    event.contract === null
      ? createHash('sha256').update(JSON.stringify(event.details)).digest('hex').slice(0, 16)
      : '',
  ];
  const key = parts.join('|');
  // The key is kept in an index, whose entries have a limit; what comes from outside may be of any length.
  return key.length <= mostKeyLength ? key : createHash('sha256').update(key).digest('hex');
};
