import type { ContractId } from '../answers/ids.ts';

const base = '/api/v2.1/public';

const composite = (id: ContractId): string => encodeURIComponent(id.composite);
const numeric = (id: ContractId | number): string => String(typeof id === 'number' ? id : id.numeric);

/**
 * Every path, letter by letter. SpotDraft's trailing slashes follow no rule, and a wrong one is answered 302, which
 * turns a POST into a GET in many clients; so paths are never put together anywhere else.
 */
export const paths = {
  contracts: `${base}/contracts/`,
  preview: `${base}/contracts/preview/`,
  byExternalId: (id: string): string => `${base}/contracts/by_external_metadata/${encodeURIComponent(id)}`,
  status: (id: ContractId): string => `${base}/contracts/${composite(id)}/status`,
  void: (id: ContractId): string => `${base}/contracts/${composite(id)}/status/void`,
  externalMetadata: (id: ContractId): string => `${base}/contracts/${composite(id)}/external_metadata`,
  sendToCounterparties: (id: ContractId): string =>
    `${base}/contracts/${composite(id)}/send_to_counterparties`,
  markForSignature: (id: ContractId): string => `${base}/contracts/${composite(id)}/mark_for_execution/`,
  unmarkForSignature: (id: ContractId): string => `${base}/contracts/${composite(id)}/unmark_for_execution`,
  keyPointers: (id: ContractId): string => `${base}/contracts/${composite(id)}/key_pointers`,
  processMetrics: (id: ContractId | number): string => `${base}/contracts/${numeric(id)}/process_metrics/`,
  recipients: (id: ContractId): string => `${base}/contracts/${composite(id)}/recipients/`,
  approvals: (id: ContractId): string => `${base}/contracts/approvals/${composite(id)}/`,
  resendEmail: (id: ContractId): string => `${base}/contracts/${composite(id)}/signatories/resend_email/`,
  downloadLink: (id: ContractId): string => `${base}/contracts/${composite(id)}/download_link`,
  contractData: (id: ContractId): string => `${base}/contracts/${composite(id)}/contract_data`,
  questionnaireResponses: (id: ContractId | number): string =>
    `${base}/contracts/${numeric(id)}/questionnaire/responses/`,
  retriggerLatest: `${base}/contracts/webhooks/re_trigger_latest/`,
  templates: `${base}/templates/`,
  template: (id: number): string => `${base}/templates/${String(id)}/`,
  templateMetadata: (id: number): string => `${base}/templates/${String(id)}/metadata`,
  contractTypes: `${base}/contract_types/`,
  contractTypeEntities: (id: number): string => `${base}/contract_types/${String(id)}/entities`,
  entities: `${base}/organizations/entities/`,
  organizationTypes: `${base}/organizations/types/`,
  users: `${base}/auth/users/`,
  webhooks: `${base}/webhooks/`,
  webhook: (id: number): string => `${base}/webhooks/${String(id)}`,
  hmacKey: `${base}/webhooks/hmac_key/`,
};
