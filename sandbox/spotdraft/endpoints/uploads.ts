import { z } from 'zod';
import { coded, fieldErrors, json } from '../state/reply.ts';
import type { Refusal } from '../state/reply.ts';
import { fullName } from '../lifecycle/create.ts';
import { fileExecuted, uploadForSignature } from '../lifecycle/upload.ts';
import type { ContractParty } from '../state/model.ts';
import type { Json, JsonObject } from '../state/json.ts';
import { externalMetadata } from '../validate/create-request.ts';
import { listItem } from './contract-view.ts';
import { endpoint, withBody } from './endpoint.ts';
import type { Call } from './endpoint.ts';

const poc = z.object({ first_name: z.string().min(1), last_name: z.string().nullish(), email: z.email() });
const pdfName = z.string().regex(/\.pdf$/i, { error: 'Only PDF files are supported.' });
const pdfContent = z
  .string()
  .refine((text) => Buffer.from(text, 'base64').subarray(0, 5).toString() === '%PDF-', {
    error: 'Upload a valid base64 encoded PDF file.',
  });

/** As the specification has it; the portal's playbook names other fields, which are unknown here. */
const executedBody = z.object({
  contract_name: z.string().min(1),
  file_name: pdfName,
  file_content: pdfContent,
  contract_type_id: z.int(),
  organization_entity_id: z.int(),
  counterparty_details: z
    .array(
      z.object({
        is_individual: z.boolean(),
        organization_type: z.string().nullish(),
        organization_name: z.string().nullish(),
        organization_details: z.record(z.string(), z.json()).nullish(),
        poc_details: poc,
      }),
    )
    .nullish(),
  external_metadata: externalMetadata.nullish(),
});

const signBody = z.object({
  contract_name: z.string().min(1),
  contract_type_id: z.int(),
  file_name: pdfName,
  file_base64: pdfContent,
  counterparty_organization_name: z.string().min(1),
  creator_organization_entity_id: z.int().nullish(),
  external_metadata: externalMetadata.nullish(),
  counterparty_is_individual: z.boolean().nullish(),
  counterparty_poc_details: poc.nullish(),
  intake_form_data: z.record(z.string(), z.json()).nullish(),
  business_user_email: z.email().nullish(),
  creator_signatories: z
    .array(z.object({ email: z.email(), title: z.string().nullish(), note: z.string().nullish() }))
    .nullish(),
});

export const uploadEndpoints = [
  endpoint('POST', 'contracts/executed_contracts/', (call) =>
    withBody(call, executedBody, (body) => {
      const refusal = checkNumbers(call, body.contract_type_id, body.organization_entity_id);
      if (refusal) return refusal;
      const parties = (body.counterparty_details ?? []).map((one): Omit<ContractParty, 'counterPartyId'> => ({
        isIndividual: one.is_individual,
        name: one.is_individual ? fullName(one.poc_details) : (one.organization_name ?? ''),
        organizationType: one.organization_type ?? null,
        contact: { name: fullName(one.poc_details), email: one.poc_details.email },
        details: (one.organization_details as Json as JsonObject | undefined) ?? null,
      }));
      const contract = fileExecuted(call.core, {
        ...common(call, body),
        entityId: body.organization_entity_id,
        document: body.file_content,
        parties,
      });
      return json(listItem(call.core, contract), 201);
    }),
  ),
  endpoint('POST', 'contracts/upload_sign_contracts/', (call) =>
    withBody(call, signBody, (body) => {
      const entityId =
        body.creator_organization_entity_id ?? call.workspace.entities.find((one) => one.isPrimary)?.id ?? 0;
      const refusal = checkNumbers(call, body.contract_type_id, entityId);
      if (refusal) return refusal;
      const contact = body.counterparty_poc_details;
      const contract = uploadForSignature(
        call.core,
        {
          ...common(call, body),
          entityId,
          document: body.file_base64,
          parties: contact
            ? [
                {
                  isIndividual: body.counterparty_is_individual ?? false,
                  name: body.counterparty_organization_name,
                  organizationType: null,
                  contact: { name: fullName(contact), email: contact.email },
                  details: null,
                },
              ]
            : [],
        },
        (body.creator_signatories ?? []).map((one) => ({
          email: one.email,
          title: one.title ?? '',
          note: one.note ?? null,
        })),
      );
      return json(listItem(call.core, contract), 201);
    }),
  ),
];

const common = (
  call: Call,
  body: { contract_name: string; contract_type_id: number; external_metadata?: unknown },
) => ({
  workspace: call.workspace,
  user: call.user,
  name: body.contract_name,
  contractTypeId: body.contract_type_id,
  externalMetadata: (body.external_metadata as JsonObject | null | undefined) ?? null,
  receivedBody: call.rawBody,
});

/** Uploads need a contract type with a published workflow for third-party paper; here every known type has one. */
function checkNumbers({ workspace }: Call, typeId: number, entityId: number): Refusal | undefined {
  if (!workspace.contractTypes.some((one) => one.id === typeId)) {
    return coded(400, 'SD_CONTRACTS_00289', 'Contract type is not linked to a published upload workflow.');
  }
  if (!workspace.entities.some((one) => one.id === entityId)) {
    return fieldErrors({ organization_entity_id: [`Invalid pk "${entityId}" - object does not exist.`] });
  }
  return undefined;
}
