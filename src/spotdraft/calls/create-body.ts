import type { PlannedContract } from '@dealdraft/wire/plan.ts';
import { metadataBody, type ExternalMetadata } from '../answers/external-metadata.ts';

export type NewContract = Omit<PlannedContract, 'recordData'> & {
  templateId: number;
  externalMetadata: ExternalMetadata;
};

const given = <Value>(key: string, value: Value | undefined): Record<string, Value> =>
  value === undefined ? {} : { [key]: value };

type Counterparty = PlannedContract['counterparties'][number];

const address = (planned: NonNullable<Counterparty['address']>) => ({
  line_one: planned.lineOne,
  ...given('line_two', planned.lineTwo),
  city: planned.city,
  ...given('state', planned.state),
  country: planned.country,
  country_iso_code: planned.countryIsoCode,
  ...given('zipcode', planned.zipcode),
  ...given('email', planned.email),
  ...given('phone', planned.phone),
  ...given('gst_number', planned.gstNumber),
  ...given('tax_id', planned.taxId),
});

const counterparty = (planned: Counterparty) => {
  const organizationDetails = {
    ...given('jurisdiction', planned.jurisdiction),
    ...given('jurisdiction_iso_code', planned.jurisdictionIsoCode),
    ...given('address', planned.address === undefined ? undefined : address(planned.address)),
  };
  return {
    is_individual: planned.isIndividual,
    ...given('organization_type', planned.organizationType),
    ...given('organization_name', planned.organizationName),
    poc_details: {
      first_name: planned.pointOfContact.firstName,
      last_name: planned.pointOfContact.lastName,
      email: planned.pointOfContact.email,
    },
    ...(Object.keys(organizationDetails).length > 0 ? { organization_details: organizationDetails } : {}),
    ...given('party_role_identifier', planned.partyRole),
  };
};

const signatory = (planned: PlannedContract['signatories'][number]) => ({
  name: planned.name,
  email: planned.email,
  is_counterparty_signatory: planned.isCounterparty,
  ...given('title', planned.title),
  ...given('counterparty_name', planned.counterpartyName),
  ...given('sign_order', planned.signOrder),
  ...given('note', planned.note),
});

/**
 * The text that is posted to create a contract. Keys stand in a fixed order, so the same plan always gives the same
 * bytes; it is made once, stored with the request, and posted as it is.
 */
export const toCreateBody = (contract: NewContract): string => {
  const { workflowConfig: config } = contract;
  const workflow = {
    ...given('auto_send_to_counterparty', config.autoSendToCounterparty),
    ...given('api_only_contract_edits', config.apiOnlyContractEdits),
    ...given('skip_cp_info_collection', config.skipCounterpartyInfoCollection),
    ...given('skip_creator_info_collection', config.skipCreatorInfoCollection),
  };
  return JSON.stringify({
    contract_template_id: contract.templateId,
    ...given('contract_name', contract.contractName),
    contract_data: contract.contractData,
    counter_party_details: contract.counterparties.map(counterparty),
    ...(contract.signatories.length > 0 ? { signatories: contract.signatories.map(signatory) } : {}),
    ...given('entity_reference_id', contract.entityReferenceId),
    ...(Object.keys(workflow).length > 0 ? { workflow_config: workflow } : {}),
    external_metadata: metadataBody(contract.externalMetadata),
  });
};

/** What a preview needs of the same plan. SpotDraft wants the entity's own id here, which a plan does not have. */
export const toPreviewBody = (
  contract: Pick<NewContract, 'templateId' | 'contractData' | 'counterparties'>,
): string =>
  JSON.stringify({
    contract_template_id: contract.templateId,
    contract_data: contract.contractData,
    counter_party_details: contract.counterparties.map(counterparty),
  });
