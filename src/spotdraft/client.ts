import { z } from 'zod';
import type { Secret } from '../db/secret.ts';
import { fail, ok, type Result } from '../wire/result.ts';
import * as around from './answers/around-contract.ts';
import { contract, contractList, contractPage, contractStatus } from './answers/contract.ts';
import { externalMetadata, metadataBody, type ExternalMetadata } from './answers/external-metadata.ts';
import * as workspace from './answers/workspace.ts';
import { openDownload } from './download.ts';
import type { SpotDraftFailure } from './failure.ts';
import { contractQuery, type ContractQuery } from './filters.ts';
import type { ContractId } from './ids.ts';
import { paths } from './paths.ts';
import { createTransport, type Call, type CallOptions, type TransportOptions } from './transport.ts';

export type SpotDraftClientOptions = TransportOptions & { clientSecret: Secret; createTimeoutMs?: number };
export type DocumentFormat = 'PDF' | 'DOCX' | 'DOCX_WITH_FALLBACK_TO_PDF';
export type Sending = {
  to?: readonly string[];
  cc?: readonly string[];
  subject?: string;
  message?: string;
  attachmentFormats: readonly ('PDF' | 'DOCX' | 'TEMPLATE')[];
};
export type NewWebhook = {
  title: string;
  url: string;
  activities: readonly string[];
  customHeaders?: Readonly<Record<string, string>>;
};

type Answer<Value> = Promise<Result<Value, SpotDraftFailure>>;

/** Answers whose body says nothing: some are empty, some are not. */
const nothing = z.unknown().transform(() => undefined);
const mostPreviewBytes = 20 * 1024 * 1024;
/** re_trigger_latest takes a list; kept short so that one call stays quick. */
const retriggerBatch = 50;

/** All that DealDraft asks of one SpotDraft workspace. Every method gives a value or a failure, and tries once: retrying is the jobs' business. */
export const createSpotDraftClient = (options: SpotDraftClientOptions) => {
  const { send, exchange } = createTransport(options);

  const read = <Value>(
    call: Pick<Call, 'operation' | 'path'> & Partial<Call>,
    schema: z.ZodType<Value>,
    callOptions?: CallOptions,
  ): Answer<Value> => send({ method: 'GET', effect: 'read', ...call }, schema, callOptions);
  const write = <Value>(
    call: Pick<Call, 'operation' | 'path'> & Partial<Omit<Call, 'body'>> & { json?: unknown; body?: string },
    schema: z.ZodType<Value>,
    callOptions?: CallOptions,
  ): Answer<Value> => {
    const { json, ...rest } = call;
    const body = rest.body ?? (json === undefined ? undefined : JSON.stringify(json));
    return send(
      { method: 'POST', effect: 'write', ...rest, ...(body === undefined ? {} : { body }) },
      schema,
      callOptions,
    );
  };

  return {
    /** Posts the text as it is. Not repeatable: SpotDraft has no idempotency key, and two posts make two contracts. */
    createContract: (body: string, callOptions?: CallOptions) =>
      write(
        {
          operation: 'createContract',
          path: paths.contracts,
          body,
          timeoutMs: options.createTimeoutMs ?? 30_000,
        },
        contract,
        callOptions,
      ),
    listContracts: (query: ContractQuery, callOptions?: CallOptions) =>
      read(
        { operation: 'listContracts', path: paths.contracts, query: contractQuery(query) },
        contractPage,
        callOptions,
      ),
    /** At most 50, whatever there is. */
    findByExternalId: (externalId: string, callOptions?: CallOptions) =>
      read(
        { operation: 'findByExternalId', path: paths.byExternalId(externalId) },
        contractList,
        callOptions,
      ),
    getStatus: (id: ContractId, callOptions?: CallOptions) =>
      read({ operation: 'getStatus', path: paths.status(id) }, contractStatus, callOptions),
    getExternalMetadata: (id: ContractId, callOptions?: CallOptions) =>
      read(
        { operation: 'getExternalMetadata', path: paths.externalMetadata(id) },
        z.object({ external_metadata: externalMetadata }).transform((value) => value.external_metadata),
        callOptions,
      ),
    /** Replaces the whole object: whether SpotDraft would merge is not documented. */
    putExternalMetadata: (id: ContractId, metadata: ExternalMetadata, callOptions?: CallOptions) =>
      write(
        {
          operation: 'putExternalMetadata',
          path: paths.externalMetadata(id),
          json: { external_metadata: metadataBody(metadata) },
        },
        nothing,
        callOptions,
      ),

    sendToCounterparties: (id: ContractId, sending: Sending, callOptions?: CallOptions) =>
      write(
        {
          operation: 'sendToCounterparties',
          path: paths.sendToCounterparties(id),
          json: {
            ...(sending.to ? { to_emails: sending.to } : {}),
            ...(sending.cc ? { cc_emails: sending.cc } : {}),
            ...(sending.subject ? { subject: sending.subject } : {}),
            ...(sending.message ? { custom_message: sending.message } : {}),
            attachment_formats: sending.attachmentFormats,
          },
        },
        nothing,
        callOptions,
      ),
    markForSignature: (id: ContractId, callOptions?: CallOptions) =>
      write(
        { operation: 'markForSignature', path: paths.markForSignature(id), json: {} },
        nothing,
        callOptions,
      ),
    unmarkForSignature: (id: ContractId, note?: string, callOptions?: CallOptions) =>
      write(
        {
          operation: 'unmarkForSignature',
          path: paths.unmarkForSignature(id),
          json: note === undefined ? {} : { note },
        },
        nothing,
        callOptions,
      ),
    voidContract: (id: ContractId, note: string, callOptions?: CallOptions) =>
      write({ operation: 'voidContract', path: paths.void(id), json: { note } }, nothing, callOptions),
    resendSignatoryEmail: (id: ContractId, email: string, callOptions?: CallOptions) =>
      write(
        { operation: 'resendSignatoryEmail', path: paths.resendEmail(id), json: { email_id: email } },
        nothing,
        callOptions,
      ),

    getKeyPointers: (id: ContractId, callOptions?: CallOptions) =>
      read({ operation: 'getKeyPointers', path: paths.keyPointers(id) }, around.keyPointers, callOptions),
    getProcessMetrics: (id: ContractId | number, callOptions?: CallOptions) =>
      read(
        { operation: 'getProcessMetrics', path: paths.processMetrics(id) },
        around.processMetrics,
        callOptions,
      ),
    getRecipients: (id: ContractId, callOptions?: CallOptions) =>
      read({ operation: 'getRecipients', path: paths.recipients(id) }, around.recipients, callOptions),
    getApprovals: (id: ContractId, callOptions?: CallOptions) =>
      read({ operation: 'getApprovals', path: paths.approvals(id) }, around.approvals, callOptions),
    getRecipientLink: (id: ContractId | number, email: string, callOptions?: CallOptions) =>
      read(
        {
          operation: 'getRecipientLink',
          path: paths.recipientLink(id),
          query: new URLSearchParams({ recipient_email: email }),
        },
        z.object({ link: z.url({ protocol: /^https?$/ }) }).transform((value) => value.link),
        callOptions,
      ),
    /** The template's questions and the answers that SpotDraft stored: what the echo check compares. */
    getTemplateResponses: (id: ContractId | number, callOptions?: CallOptions) =>
      read(
        {
          operation: 'getTemplateResponses',
          path: paths.questionnaireResponses(id),
          query: new URLSearchParams({ questionnaire_type: 'TEMPLATE' }),
        },
        around.questionnaireResponses,
        callOptions,
      ),
    patchContractData: (id: ContractId, data: Readonly<Record<string, unknown>>, callOptions?: CallOptions) =>
      write(
        { operation: 'patchContractData', method: 'PATCH', path: paths.contractData(id), json: { data } },
        around.contractData,
        callOptions,
      ),

    getDownloadLink: (id: ContractId, format: DocumentFormat = 'PDF', callOptions?: CallOptions) =>
      read(
        {
          operation: 'getDownloadLink',
          method: 'POST',
          path: paths.downloadLink(id),
          body: JSON.stringify({ format }),
        },
        around.downloadLink,
        callOptions,
      ),
    openDownload: (url: string, callOptions: CallOptions = {}) =>
      openDownload(url, {
        ...callOptions,
        ...(options.dispatcher === undefined ? {} : { dispatcher: options.dispatcher }),
      }),
    downloadPdf: async (id: ContractId, callOptions?: CallOptions): Answer<Buffer> => {
      const answer = await exchange(
        { operation: 'downloadPdf', method: 'POST', effect: 'read', path: paths.download(id), body: '{}' },
        callOptions,
      );
      return answer.ok ? ok(answer.value.bytes) : answer;
    },
    /** A dry run by SpotDraft itself: a PDF, or the reason why the values would be refused. */
    previewContract: async (body: string, callOptions?: CallOptions): Answer<Buffer> => {
      const answer = await exchange(
        {
          operation: 'previewContract',
          method: 'POST',
          effect: 'read',
          path: paths.preview,
          body,
          timeoutMs: 30_000,
          maxAnswerBytes: mostPreviewBytes,
        },
        callOptions,
      );
      return answer.ok ? ok(answer.value.bytes) : answer;
    },

    listTemplates: (callOptions?: CallOptions) =>
      read({ operation: 'listTemplates', path: paths.templates }, workspace.templateList, callOptions),
    getTemplate: (id: number, callOptions?: CallOptions) =>
      read({ operation: 'getTemplate', path: paths.template(id) }, workspace.templateDetail, callOptions),
    getTemplateMetadata: (id: number, callOptions?: CallOptions) =>
      read(
        { operation: 'getTemplateMetadata', path: paths.templateMetadata(id) },
        workspace.templateMetadata,
        callOptions,
      ),
    listContractTypes: (callOptions?: CallOptions) =>
      read(
        { operation: 'listContractTypes', path: paths.contractTypes },
        workspace.contractTypes,
        callOptions,
      ),
    listContractTypeEntities: (id: number, callOptions?: CallOptions) =>
      read(
        { operation: 'listContractTypeEntities', path: paths.contractTypeEntities(id) },
        workspace.contractTypeEntities,
        callOptions,
      ),
    listEntities: (callOptions?: CallOptions) =>
      read({ operation: 'listEntities', path: paths.entities }, workspace.entities, callOptions),
    listOrganizationTypes: (isoCode?: string, callOptions?: CallOptions) =>
      read(
        {
          operation: 'listOrganizationTypes',
          path: paths.organizationTypes,
          ...(isoCode === undefined
            ? {}
            : { query: new URLSearchParams({ jurisdiction_iso_code: isoCode }) }),
        },
        workspace.organizationTypes,
        callOptions,
      ),
    listUsers: (page: number, callOptions?: CallOptions) =>
      read(
        {
          operation: 'listUsers',
          path: paths.users,
          query: new URLSearchParams({ page: String(page), limit: '100' }),
        },
        workspace.users,
        callOptions,
      ),

    createWebhook: (webhook: NewWebhook, callOptions?: CallOptions) =>
      write(
        {
          operation: 'createWebhook',
          path: paths.webhooks,
          json: {
            title: webhook.title,
            url: webhook.url,
            only_for_activities: webhook.activities,
            ...(webhook.customHeaders ? { custom_headers: webhook.customHeaders } : {}),
          },
        },
        workspace.webhook,
        callOptions,
      ),
    deleteWebhook: (id: number, callOptions?: CallOptions) =>
      write({ operation: 'deleteWebhook', method: 'DELETE', path: paths.webhook(id) }, nothing, callOptions),
    getHmacKey: (callOptions?: CallOptions) =>
      read({ operation: 'getHmacKey', path: paths.hmacKey }, workspace.hmacKey, callOptions),
    /** Makes SpotDraft send the last notice of each contract again. */
    retriggerLatest: async (ids: readonly number[], callOptions?: CallOptions): Answer<undefined> => {
      for (let start = 0; start < ids.length; start += retriggerBatch) {
        const answer = await write(
          {
            operation: 'retriggerLatest',
            path: paths.retriggerLatest,
            json: { contract_ids: ids.slice(start, start + retriggerBatch) },
          },
          nothing,
          callOptions,
        );
        if (!answer.ok) return fail(answer.failure);
      }
      return ok(undefined);
    },
  };
};

export type SpotDraftClient = ReturnType<typeof createSpotDraftClient>;
