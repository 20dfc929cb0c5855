import isoCountries from 'i18n-iso-countries';
import { z } from 'zod';
import { requiredField } from '../state/reply.ts';
import type { FieldErrors } from '../state/reply.ts';

const email = z.email({ error: wrongType('Enter a valid email address.') });
const text = z.string({ error: wrongType('Not a valid string.') });
const filled = text.refine((value) => value.trim() !== '', { error: 'This field may not be blank.' });
const flag = z.boolean({ error: wrongType('Must be a valid boolean.') });
const whole = z.int({ error: wrongType('A valid integer is required.') });
const anyObject = z.record(z.string(), z.json(), {
  error: wrongType('Invalid data. Expected a dictionary.'),
});

function wrongType(message: string) {
  return (issue: { input?: unknown }): string => {
    if (issue.input === undefined) return requiredField;
    return issue.input === null ? 'This field may not be null.' : message;
  };
}

const isoCode = filled.refine((code) => /^[A-Z]{2}$/.test(code) && isoCountries.isValid(code), {
  error: 'Enter a valid ISO 3166-1 alpha-2 country code.',
});
const object = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object(shape, { error: wrongType('Invalid data. Expected a dictionary.') });
const list = <Item extends z.ZodType>(item: Item) =>
  z.array(item, { error: wrongType('Expected a list of items.') });

const address = object({
  line_one: filled,
  line_two: text.nullish(),
  city: filled,
  state: text.nullish(),
  country: text.nullish(),
  country_iso_code: isoCode,
  zipcode: text.nullish(),
  email: text.nullish(),
  phone: text.nullish(),
  gst_number: text.nullish(),
  tax_id: text.nullish(),
});

const counterParty = object({
  is_individual: flag,
  organization_type: text.nullish(),
  organization_name: text.nullish(),
  poc_details: object({ first_name: filled, last_name: text.nullish(), email }),
  organization_details: object({
    jurisdiction: text.nullish(),
    jurisdiction_iso_code: isoCode.nullish(),
    address: address.nullish(),
  }).nullish(),
  party_role_identifier: filled.nullish(),
}).superRefine((party, context) => {
  if (!party.is_individual && !party.organization_name?.trim()) {
    context.addIssue({ code: 'custom', path: ['organization_name'], message: requiredField });
  }
});

const signatory = object({
  name: filled,
  email,
  is_counterparty_signatory: flag,
  title: text.nullish(),
  counterparty_name: text.nullish(),
  sign_order: whole.nullish(),
  note: text.nullish(),
});

export const externalMetadata = object({
  id: z.union([z.string(), z.number()]).nullish(),
  integration_name: text.nullish(),
  record_type: text.nullish(),
  record_data: anyObject.nullish(),
  object_configuration_id: z.uuid({ error: 'Must be a valid UUID.' }).nullish(),
});

const attachmentFormats = z
  .array(
    z.enum(['DOCX', 'PDF', 'TEMPLATE'], {
      error: (issue) => `"${String(issue.input)}" is not a valid choice.`,
    }),
    {
      error: wrongType('Expected a list of items.'),
    },
  )
  .min(1, { error: 'This list may not be empty.' });

export const sendRequest = object({
  to_emails: list(email).nullish(),
  cc_emails: list(email).nullish(),
  bcc_emails: list(email).nullish(),
  attachment_formats: attachmentFormats,
  extra_attachments: list(object({ file_name: filled, mime_type: filled, content_base64: filled })).nullish(),
  custom_message: text.nullish(),
  subject: text.nullish(),
});

export const createRequest = object({
  contract_template_id: whole,
  contract_data: anyObject,
  counter_party_details: list(counterParty).min(1, { error: 'This list may not be empty.' }),
  external_metadata: externalMetadata.nullish(),
  entity_reference_id: text.nullish(),
  workflow_config: object({
    auto_send_to_counterparty: flag.nullish(),
    api_only_contract_edits: flag.nullish(),
    skip_cp_info_collection: flag.nullish(),
    skip_creator_info_collection: flag.nullish(),
  }).nullish(),
  send_to_counterparty_config: sendRequest.nullish(),
  contract_name: text.nullish(),
  signatories: list(signatory).nullish(),
  is_embedded_contract: flag.nullish(),
});

export type CreateRequest = z.infer<typeof createRequest>;
export type CounterPartyDetails = CreateRequest['counter_party_details'][number];
export type SendRequest = z.infer<typeof sendRequest>;

/** A body read by a schema: the value, or its complaints laid out the way Django REST framework lays them out. */
export function readBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): { ok: true; value: z.infer<Schema> } | { ok: false; errors: FieldErrors } {
  const parsed = schema.safeParse(body);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, errors: layOut(parsed.error.issues) };
}

/** Complaints inside a list of objects come as a list with one entry per item, complaints about plain items under the index. */
function layOut(issues: z.core.$ZodIssue[]): FieldErrors {
  const errors: FieldErrors = {};
  for (const issue of issues) {
    let at = errors;
    const path = issue.path.length === 0 ? ['non_field_errors'] : issue.path;
    path.slice(0, -1).forEach((step, index) => {
      const below = path[index + 1];
      at = typeof below === 'number' && index + 2 < path.length ? at : enter(at, step, path[index - 1]);
    });
    const last = String(path.at(-1));
    const messages = at[last];
    at[last] = [...(Array.isArray(messages) ? (messages as string[]) : []), issue.message];
  }
  return errors;
}

function enter(at: FieldErrors, step: PropertyKey, listName: PropertyKey | undefined): FieldErrors {
  if (typeof step !== 'number') {
    const known = at[String(step)];
    return isBranch(known) ? known : (at[String(step)] = {});
  }
  const name = String(listName);
  const known = at[name];
  const items = (Array.isArray(known) ? known : (at[name] = [])) as FieldErrors[];
  while (items.length <= step) items.push({});
  return items[step] ?? {};
}

const isBranch = (value: FieldErrors[string] | undefined): value is FieldErrors =>
  value !== undefined && !Array.isArray(value);
