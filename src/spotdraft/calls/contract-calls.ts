import { z } from 'zod';
import * as around from '../answers/around-contract.ts';
import { contractAnswers, contractStatus } from '../answers/contract.ts';
import { externalMetadata, metadataBody, type ExternalMetadata } from '../answers/external-metadata.ts';
import type { SpotDraftHosts } from '../answers/hosts.ts';
import type { Ask } from '../transport/ask.ts';
import { contractQuery, type ContractQuery } from './filters.ts';
import type { ContractId } from '../answers/ids.ts';
import { paths } from '../transport/paths.ts';
import { json, nothing } from '../transport/read-answer.ts';
import type { CallOptions } from '../transport/transport.ts';

const metadata = json(
  z.object({ external_metadata: externalMetadata }).transform((value) => value.external_metadata),
);
/** Making contracts, finding them, and what can be read about one. */
export const contractCalls = (
  { read, write }: Ask,
  { createTimeoutMs, hosts }: { createTimeoutMs: number; hosts: SpotDraftHosts },
) => {
  const { contract, contractList, contractPage } = contractAnswers(hosts);
  return {
    /** Posts the text as it is. Not repeatable: SpotDraft has no idempotency key, and two posts make two contracts. */
    createContract: (body: string, options?: CallOptions) =>
      write(
        { operation: 'createContract', path: paths.contracts, body, timeoutMs: createTimeoutMs },
        json(contract),
        options,
      ),
    listContracts: (query: ContractQuery, options?: CallOptions) =>
      read(
        { operation: 'listContracts', path: paths.contracts, query: contractQuery(query) },
        json(contractPage),
        options,
      ),
    /** At most 50, whatever there is. */
    findByExternalId: (externalId: string, options?: CallOptions) =>
      read(
        { operation: 'findByExternalId', path: paths.byExternalId(externalId) },
        json(contractList),
        options,
      ),
    getStatus: (id: ContractId, options?: CallOptions) =>
      read({ operation: 'getStatus', path: paths.status(id) }, json(contractStatus), options),
    getExternalMetadata: (id: ContractId, options?: CallOptions) =>
      read({ operation: 'getExternalMetadata', path: paths.externalMetadata(id) }, metadata, options),
    /** Replaces the whole object: whether SpotDraft would merge is not documented. */
    putExternalMetadata: (id: ContractId, wanted: ExternalMetadata, options?: CallOptions) =>
      write(
        {
          operation: 'putExternalMetadata',
          path: paths.externalMetadata(id),
          json: { external_metadata: metadataBody(wanted) },
        },
        nothing,
        options,
      ),

    getKeyPointers: (id: ContractId, options?: CallOptions) =>
      read({ operation: 'getKeyPointers', path: paths.keyPointers(id) }, json(around.keyPointers), options),
    getProcessMetrics: (id: ContractId | number, options?: CallOptions) =>
      read(
        { operation: 'getProcessMetrics', path: paths.processMetrics(id) },
        json(around.processMetrics),
        options,
      ),
    getRecipients: (id: ContractId, options?: CallOptions) =>
      read({ operation: 'getRecipients', path: paths.recipients(id) }, json(around.recipients), options),
    getApprovals: (id: ContractId, options?: CallOptions) =>
      read({ operation: 'getApprovals', path: paths.approvals(id) }, json(around.approvals), options),
    /** The template's questions and the answers that SpotDraft stored: what the echo check compares. */
    getTemplateResponses: (id: ContractId | number, options?: CallOptions) =>
      read(
        {
          operation: 'getTemplateResponses',
          path: paths.questionnaireResponses(id),
          query: new URLSearchParams({ questionnaire_type: 'TEMPLATE' }),
        },
        json(around.questionnaireResponses),
        options,
      ),
  };
};
