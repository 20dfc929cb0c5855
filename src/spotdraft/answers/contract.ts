import { z } from 'zod';
import type { SpotDraftHosts } from './hosts.ts';
import { contractIdSchema, type ContractId } from './ids.ts';
import { externalMetadata, type ExternalMetadata } from './external-metadata.ts';
import { optionalNumber, optionalText, optionalTime } from './reading.ts';

/** A contract as SpotDraft lists it. `status` is kept as it came: an unknown one is for the caller to doubt. */
export type Contract = {
  id: ContractId;
  name: string;
  link: string | null;
  status: string;
  createdAt: Date;
  createdBy: string | null;
  counterpartyName: string | null;
  typeId: number | null;
  typeName: string | null;
  referenceId: string | null;
  externalMetadata: ExternalMetadata | null;
};

/** SpotDraft's page of a contract. People are sent there, so what is no page of SpotDraft's is none. */
const pageOf =
  ({ isOwn }: SpotDraftHosts) =>
  (link: string | null): string | null =>
    link !== null && URL.canParse(link) && isOwn(new URL(link)) ? link : null;

const contractOf = (hosts: SpotDraftHosts) =>
  z
    .object({
      id: contractIdSchema,
      contract_id: contractIdSchema.nullish().catch(null),
      contract_name: optionalText,
      contract_link: optionalText,
      contract_status: z.string(),
      created: optionalTime,
      created_by: optionalText,
      created_by_user_email: optionalText,
      counter_party_name: optionalText,
      contract_type_id: optionalNumber,
      contract_type_name: optionalText,
      reference_id: optionalText,
      external_metadata: externalMetadata,
    })
    .transform((value): Contract => ({
      id: { composite: value.id.composite, numeric: value.contract_id?.numeric ?? value.id.numeric },
      name: value.contract_name ?? value.id.composite,
      link: pageOf(hosts)(value.contract_link),
      status: value.contract_status,
      createdAt: value.created ?? new Date(0),
      createdBy: value.created_by_user_email ?? value.created_by,
      counterpartyName: value.counter_party_name,
      typeId: value.contract_type_id,
      typeName: value.contract_type_name,
      referenceId: value.reference_id,
      externalMetadata: value.external_metadata,
    }));

export type ContractPage = { page: number; limit: number; totalResults: number; contracts: Contract[] };

/** How contracts are read, one, a page of a list, or all that carry a key. */
export const contractAnswers = (hosts: SpotDraftHosts) => {
  const contract = contractOf(hosts);
  const contractPage = z
    .object({
      page: optionalNumber,
      limit: optionalNumber,
      total_results: optionalNumber,
      results: z.array(contract),
    })
    .transform((value): ContractPage => ({
      page: value.page ?? 1,
      limit: value.limit ?? value.results.length,
      totalResults: value.total_results ?? value.results.length,
      contracts: value.results,
    }));
  /** The published example of by_external_metadata is a list in a list; both are read. */
  const contractList = z.union([
    z.array(contract),
    z.array(z.array(contract)).transform((lists) => lists.flat()),
  ]);
  return { contract, contractPage, contractList };
};

export const contractStatus = z
  .object({ contract_status: z.string(), contract_name: optionalText })
  .transform((value) => ({ status: value.contract_status, name: value.contract_name }));
