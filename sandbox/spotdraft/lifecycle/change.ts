import { workspaceOf } from '../state/core.ts';
import type { Core } from '../state/core.ts';
import { nextNumber } from '../state/core.ts';
import { coded, detail, fieldErrors } from '../state/reply.ts';
import type { Refusal } from '../state/reply.ts';
import type { Contract } from '../state/model.ts';
import type { JsonObject } from '../state/json.ts';
import { checkChangedData, checkContractData, isAsked } from '../validate/contract-data.ts';
import type { Performer } from '../webhooks/payload.ts';
import { record, touch } from './record.ts';
import { isLegal, workflowRefusal } from './rules.ts';

/** Ends a contract that is not executed. */
export function voidContract(
  core: Core,
  contract: Contract,
  by: Performer,
  note: string,
): Refusal | undefined {
  if (contract.status === 'EXECUTED') return detail(400, 'Cannot void an executed contract.');
  if (!isLegal('void', contract)) return detail(400, 'Contract is already voided.');
  contract.status = 'VOIDED';
  contract.heldFrom = null;
  contract.voidNote = note;
  record(core, contract, { activity: 'CONTRACT_VOIDED', by, note });
  return undefined;
}

/** Only people can do this: neither the API nor the webhooks know of it, so callers learn it by asking. */
export function holdContract(core: Core, contract: Contract, by: Performer): Refusal | undefined {
  if (!isLegal('hold', contract))
    return workflowRefusal(`Contract cannot be put on hold in ${contract.status} status.`);
  contract.heldFrom = contract.status;
  contract.status = 'ON_HOLD';
  touch(core, contract, 'PUT_ON_HOLD', by);
  return undefined;
}

export function resumeContract(core: Core, contract: Contract, by: Performer): Refusal | undefined {
  if (!isLegal('resume', contract)) return workflowRefusal('Contract is not on hold.');
  contract.status = contract.heldFrom ?? 'DRAFT';
  contract.heldFrom = null;
  touch(core, contract, 'RESUMED', by);
  return undefined;
}

/**
 * Changes some answers. As in the real product, the first edit also wipes answers to questions that the template does
 * not ask: values that a caller had put behind a hidden question are gone from then on.
 */
export function editData(
  core: Core,
  contract: Contract,
  by: Performer,
  changes: JsonObject,
): Refusal | undefined {
  if (contract.status === 'EXECUTED') {
    return coded(400, 'SD_PUBLIC_00009', 'Contract cannot be updated because it has been executed.');
  }
  if (!isLegal('editData', contract))
    return workflowRefusal(`Contract data cannot be changed in ${contract.status} status.`);
  const template = workspaceOf(core, contract).templates.find((one) => one.id === contract.templateId);
  if (!template) return detail(400, 'Contract has no template data.');
  const wrongKeys = checkChangedData(template, changes);
  if (wrongKeys) return fieldErrors({ data: wrongKeys });
  const merged = { ...contract.data, ...changes };
  const errors = checkContractData(template, merged);
  if (errors) return fieldErrors({ data: errors });
  contract.data = Object.fromEntries(
    Object.entries(merged).filter(([key]) => isAsked(template.conditions, key, merged)),
  );
  contract.kind = 'TEMPLATE_EDITABLE';
  contract.version += 1;
  record(core, contract, { activity: 'CONTRACT_DATA_UPDATED', by });
  return undefined;
}

/** Moves the contract to the deleted tab: from then on the API does not know it. */
export function deleteContract(core: Core, contract: Contract, by: Performer): Refusal | undefined {
  contract.deleted = true;
  record(core, contract, { activity: 'CONTRACT_DELETED', by });
  return undefined;
}

export function addComment(
  core: Core,
  contract: Contract,
  by: Performer,
  comment: string,
): Contract['comments'][number] {
  const added = {
    id: nextNumber(core.state, 'comment'),
    comment,
    by: by.name,
    createdAt: core.clock.stamp(),
  };
  contract.comments.unshift(added);
  record(core, contract, { activity: 'CONTRACT_ACTIVITY_LOG_COMMENT_CREATED', by });
  return added;
}
