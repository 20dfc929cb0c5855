/** What DealDraft asks of SpotDraft, each as the words that end "could not …" in a sentence for a person. */
export const operations = {
  createContract: 'create the contract',
  listContracts: 'list contracts',
  findByExternalId: "look for the deal's contracts",
  getStatus: 'read the status of the contract',
  getExternalMetadata: "read the contract's link to HubSpot",
  putExternalMetadata: "write the contract's link to HubSpot",
  sendToCounterparties: 'send the contract for review',
  markForSignature: 'send the contract for signature',
  unmarkForSignature: 'take the contract back from signature',
  voidContract: 'void the contract',
  getKeyPointers: "read the contract's metadata",
  getProcessMetrics: "read the contract's dates",
  getRecipients: 'read who receives the contract',
  getApprovals: 'read the approvals of the contract',
  resendSignatoryEmail: 'remind the signatory',
  getDownloadLink: 'get a link to the document',
  openDownload: 'download the document',
  getTemplateResponses: 'read back the values of the contract',
  patchContractData: 'update the values of the contract',
  previewContract: 'preview the contract',
  listTemplates: 'list the templates',
  getTemplate: 'read the template',
  getTemplateMetadata: "read the template's questions",
  listContractTypes: 'list the contract types',
  listContractTypeEntities: 'list the entities of a contract type',
  listEntities: 'list the entities',
  listOrganizationTypes: 'list the organization types',
  listUsers: 'list the users',
  createWebhook: 'register for notices',
  deleteWebhook: 'remove the registration for notices',
  getHmacKey: 'read the key that signs notices',
  retriggerLatest: 'ask for the last notices again',
} as const;
export type Operation = keyof typeof operations;

export type FailureText = { log: string; admin: string; seller: string };
export type InvalidField = { field: string; messages: string[] };

export type FailureKind =
  | 'unauthorized' // 401: the credentials
  | 'forbidden' // 403: the acting user lacks a permission
  | 'not_found' // 404: missing, or not visible
  | 'invalid' // 400, 422
  | 'business_rule' // 402, and 409 with a code: the contract's state or a rule of the workspace
  | 'conflict'
  | 'too_large'
  | 'throttled'
  | 'unavailable' // 5xx to a read
  | 'feature_off' // 501
  | 'unreachable' // nothing was sent
  | 'unclear' // sent, and no answer, or a 5xx to a write: may have been done
  | 'redirected' // a wrong slash or host: a mistake of ours
  | 'unreadable'; // an answer that is not in the documented form

/** Every way in which a call to SpotDraft can fail, as a value. */
export type SpotDraftFailure = {
  kind: FailureKind;
  operation: Operation;
  status: number | null;
  /** SpotDraft's own, such as SD_CONTRACTS_00152. */
  code: string | null;
  /** Whether SpotDraft may have done what was asked. A read changes nothing. */
  processed: 'no' | 'maybe' | 'yes';
  retryAfterMs?: number;
  fields: InvalidField[];
  text: FailureText;
};
