import { contractData } from '../answers/around-contract.ts';
import type { Ask } from '../transport/ask.ts';
import type { ContractId } from '../answers/ids.ts';
import { paths } from '../transport/paths.ts';
import { json, nothing } from '../transport/read-answer.ts';
import type { CallOptions } from '../transport/transport.ts';

export type Sending = {
  /** Without one, SpotDraft sends to the counterparties of the contract. */
  to?: readonly string[];
  cc?: readonly string[];
  subject?: string;
  message?: string;
  /** The API's description requires it, though one of SpotDraft's guides leaves it out. */
  attachmentFormats: readonly ('PDF' | 'DOCX' | 'TEMPLATE')[];
};

/** What moves a contract on. */
export const actionCalls = ({ write }: Ask) => ({
  /** Sends by email for review. Signature is asked for with `markForSignature`. */
  sendToCounterparties: (id: ContractId, sending: Sending, options?: CallOptions) =>
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
      options,
    ),
  markForSignature: (id: ContractId, options?: CallOptions) =>
    write({ operation: 'markForSignature', path: paths.markForSignature(id), json: {} }, nothing, options),
  /** Voids the envelope of the signing service as well. */
  unmarkForSignature: (id: ContractId, note?: string, options?: CallOptions) =>
    write(
      {
        operation: 'unmarkForSignature',
        path: paths.unmarkForSignature(id),
        json: note === undefined ? {} : { note },
      },
      nothing,
      options,
    ),
  voidContract: (id: ContractId, note: string, options?: CallOptions) =>
    write({ operation: 'voidContract', path: paths.void(id), json: { note } }, nothing, options),
  resendSignatoryEmail: (id: ContractId, email: string, options?: CallOptions) =>
    write(
      { operation: 'resendSignatoryEmail', path: paths.resendEmail(id), json: { email_id: email } },
      nothing,
      options,
    ),
  /** Not for executed and historic contracts. */
  patchContractData: (id: ContractId, data: Readonly<Record<string, unknown>>, options?: CallOptions) =>
    write(
      { operation: 'patchContractData', method: 'PATCH', path: paths.contractData(id), json: { data } },
      json(contractData),
      options,
    ),
});
