import type { Contract, ContractKind, Workspace } from '../state/model.ts';
import type { Activity } from './activities.ts';

export interface Performer {
  name: string;
  email?: string;
}

/** Things that nobody did: email events, and the execution that follows the last signature. */
export const system: Performer = { name: 'SYSTEM' };

const webhookKinds: Record<ContractKind, string> = {
  TEMPLATE: 'TEMPLATE_CONTRACT',
  TEMPLATE_EDITABLE: 'EDITED_TEMPLATE_CONTRACT',
  UPLOAD_SIGN: 'SIGN_CONTRACT',
  UPLOAD_EXECUTED: 'EXECUTED_CONTRACT',
};

export interface ActivityFacts {
  activity: Activity;
  by: Performer;
  at: string;
  extra?: Record<string, unknown>;
}

/** The body of a webhook call: flat, without envelope, event id or workspace id (`ContractActivityDomainModel`). */
export function activityPayload(
  workspace: Workspace,
  contract: Contract,
  facts: ActivityFacts,
): Record<string, unknown> {
  const typeName = workspace.contractTypes.find((one) => one.id === contract.contractTypeId)?.name ?? '';
  const person = (id: number) => {
    const user = workspace.users.find((one) => one.id === id);
    return { name: user?.name ?? '', email: user?.email ?? '' };
  };
  const entity = workspace.entities.find((one) => one.id === contract.entityId);
  return {
    contract_id: contract.id,
    contract_kind: webhookKinds[contract.kind],
    contract_title: contract.name,
    contract_type: typeName,
    contract_type_name: typeName,
    contract_type_id: contract.contractTypeId,
    contract_status: contract.status,
    business_user: person(contract.createdById),
    legal_user: person(workspace.legalUserId),
    created_at: contract.createdAt,
    counterparties: contract.parties.map((party) => ({
      type: party.isIndividual ? 'Individual' : 'Organization',
      ...(party.isIndividual ? {} : { organization_name: party.name }),
      poc_name: party.contact.name,
      poc_email: party.contact.email,
      counterparty_id: party.counterPartyId,
    })),
    ...(contract.externalMetadata === null ? {} : { external_metadata: contract.externalMetadata }),
    ...(entity === undefined
      ? {}
      : {
          entity: {
            reference_id: entity.referenceId,
            name: entity.name,
            jurisdiction: entity.jurisdiction.name,
            type: entity.organizationType.name,
          },
        }),
    contract_reference_id: contract.referenceId,
    ...(contract.templateId === null ? {} : { contract_template_id: contract.templateId }),
    activity_data: { performed_by: facts.by, timestamp: facts.at, ...facts.extra },
    activity: facts.activity,
  };
}
