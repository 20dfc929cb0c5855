import { compositeId, contractLink, userById, workspaceOf } from '../state/core.ts';
import type { Core } from '../state/core.ts';
import type { Contract } from '../state/model.ts';

/** A contract as lists show it. */
export function listItem(core: Core, contract: Contract): Record<string, unknown> {
  const creator = userById(workspaceOf(core, contract), contract.createdById);
  return {
    ...shared(core, contract),
    created_by: creator?.email ?? '',
    created_by_user_name: creator?.name ?? '',
    created_by_user_email: creator?.email ?? '',
  };
}

/** A contract as the create call answers it: both ids, and the creator by full name, as documented there. */
export function createdView(core: Core, contract: Contract): Record<string, unknown> {
  const creator = userById(workspaceOf(core, contract), contract.createdById);
  return { ...shared(core, contract), contract_id: contract.id, created_by: creator?.name ?? '' };
}

function shared(core: Core, contract: Contract): Record<string, unknown> {
  const workspace = workspaceOf(core, contract);
  return {
    id: compositeId(contract),
    created: contract.createdAt,
    contract_name: contract.name,
    contract_link: contractLink(core, contract),
    contract_status: contract.status,
    counter_party_name: contract.parties.map((party) => party.name).join(', '),
    contract_type_name: workspace.contractTypes.find((one) => one.id === contract.contractTypeId)?.name ?? '',
    contract_type_id: contract.contractTypeId,
    external_metadata: contract.externalMetadata ?? {},
    reference_id: contract.referenceId,
    created_by_workspace: workspace.id,
  };
}
