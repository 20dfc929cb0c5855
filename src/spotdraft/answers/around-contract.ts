import { z } from 'zod';
import { Secret } from '../../platform/secrets/secret.ts';
import { optionalNumber, optionalText, optionalTime } from './reading.ts';

const user = z
  .object({ name: optionalText, email: optionalText })
  .nullish()
  .catch(null)
  .transform((value) =>
    value == null || (value.name === null && value.email === null)
      ? null
      : { name: value.name ?? value.email ?? '', email: value.email },
  );

export type KeyPointer = {
  id: string;
  fieldName: string;
  label: string;
  value: unknown;
  dataType: string | null;
};
export const keyPointers = z.array(
  z
    .object({
      id: z.union([z.string(), z.number()]).transform(String),
      value: z.unknown().optional(),
      label: optionalText,
      field_name: optionalText,
      data_type: optionalText,
    })
    .transform((value): KeyPointer => ({
      id: value.id,
      fieldName: value.field_name ?? '',
      label: value.label ?? value.field_name ?? '',
      value: value.value ?? null,
      dataType: value.data_type,
    })),
);

export type ProcessMetrics = {
  sentToCounterpartyAt: Date | null;
  markedForSignatureAt: Date | null;
  executedAt: Date | null;
  signedBy: { email: string | null; signedAt: Date | null; isOurs: boolean }[];
  pendingWith: string | null;
};
export const processMetrics = z
  .object({
    contract_sent_to_cp_datetime: optionalTime,
    marked_for_signature_datetime: optionalTime,
    contract_executed_datetime: optionalTime,
    contract_signed_by_signatory_list: z
      .array(
        z.object({
          is_creator_party: z.boolean().nullish(),
          signed_datetime: optionalTime,
          signatory_email: optionalText,
        }),
      )
      .nullish(),
    pending_with: optionalText,
  })
  .transform((value): ProcessMetrics => ({
    sentToCounterpartyAt: value.contract_sent_to_cp_datetime,
    markedForSignatureAt: value.marked_for_signature_datetime,
    executedAt: value.contract_executed_datetime,
    signedBy: (value.contract_signed_by_signatory_list ?? []).map((each) => ({
      email: each.signatory_email,
      signedAt: each.signed_datetime,
      isOurs: each.is_creator_party === true,
    })),
    pendingWith: value.pending_with,
  }));

export type Recipient = {
  type: string;
  person: { name: string; email: string | null } | null;
  order: number | null;
  sentAt: Date | null;
  status: string | null;
  action: { isSuccess: boolean; at: Date | null; notes: string | null } | null;
};
const recipient = z
  .object({
    recipient: z.object({
      recipient_type: z.string(),
      user,
      recipient_order: optionalNumber,
      last_sent_for_signature_at: optionalTime,
    }),
    recipient_action: z
      .object({ is_success: z.boolean().nullish(), action_notes: optionalText, timestamp: optionalTime })
      .nullish(),
    status: optionalText,
  })
  .transform((value): Recipient => ({
    type: value.recipient.recipient_type,
    person: value.recipient.user,
    order: value.recipient.recipient_order,
    sentAt: value.recipient.last_sent_for_signature_at,
    status: value.status,
    action:
      value.recipient_action == null
        ? null
        : {
            isSuccess: value.recipient_action.is_success === true,
            at: value.recipient_action.timestamp,
            notes: value.recipient_action.action_notes,
          },
  }));
export const recipients = z.object({ items: z.array(recipient) }).transform((value) => value.items);

export type Approval = {
  name: string;
  type: string | null;
  status: string;
  approver: { name: string; email: string | null } | null;
  notes: string | null;
  sentAt: Date | null;
};
const approval = z
  .object({
    approval: z.object({
      approval_name: optionalText,
      approval_type: optionalText,
      org_user: user,
      last_sent_at: optionalTime,
      notes: optionalText,
      status: z.string().catch('PENDING'),
    }),
  })
  .transform(({ approval: each }): Approval => ({
    name: each.approval_name ?? 'Approval',
    type: each.approval_type,
    status: each.status,
    approver: each.org_user,
    notes: each.notes,
    sentAt: each.last_sent_at,
  }));
export const approvals = z.object({ results: z.array(approval) }).transform((value) => value.results);

/** Whoever holds the link can read the file. It is used at once, and neither kept nor logged. */
export type SignedUrl = Secret;
export type DownloadLink = { url: SignedUrl; fileName: string };
export const downloadLink = z
  .object({ url: z.url({ protocol: /^https?$/ }), file_name: optionalText })
  .transform((value): DownloadLink => ({
    url: new Secret(value.url),
    fileName: value.file_name ?? 'contract.pdf',
  }));

/** The answers to the template's questions as SpotDraft holds them. */
export const questionnaireResponses = z
  .object({ questionnaire_response_data: z.record(z.string(), z.unknown()).nullish() })
  .transform((value) => value.questionnaire_response_data ?? {});

export const contractData = z
  .object({ data: z.record(z.string(), z.unknown()).nullish() })
  .transform((value) => value.data ?? {});
