import type { Call } from './endpoint.ts';
import { partyName } from '../lifecycle/create.ts';
import type { Creation } from '../lifecycle/create.ts';
import type { Entity, Workspace } from '../state/model.ts';
import type { JsonObject } from '../state/json.ts';
import { requiredField } from '../state/reply.ts';
import type { FieldErrors } from '../state/reply.ts';
import type { TemplateDefinition } from '../state/attribute.ts';
import { checkContractData } from '../validate/contract-data.ts';
import { createRequest, readBody } from '../validate/create-request.ts';
import type { CounterPartyDetails, CreateRequest } from '../validate/create-request.ts';

/** Everything that `POST contracts/` refuses, as one body of field errors; or all that is needed to create. */
export function checkCreate(call: Call): Creation | { errors: FieldErrors } {
  const read = readBody(createRequest, call.body);
  if (!read.ok) return { errors: read.errors };
  const { workspace } = call;
  const request = read.value;
  const template = workspace.templates.find(
    (one) => one.id === request.contract_template_id && !one.archived,
  );
  if (!template) {
    return {
      errors: {
        contract_template_id: [`Invalid pk "${request.contract_template_id}" - object does not exist.`],
      },
    };
  }
  const entity = entityFor(workspace, request.entity_reference_id);
  const errors: FieldErrors = {};
  if (!entity) errors['entity_reference_id'] = ['Entity with this reference id does not exist.'];
  const data = checkContractData(template, request.contract_data as JsonObject);
  if (data) errors['contract_data'] = data;
  const parties = checkParties(workspace, template, request.counter_party_details);
  if (parties) errors['counter_party_details'] = parties;
  const signatories = checkSignatories(request);
  if (signatories) errors['signatories'] = signatories;
  if (Object.keys(errors).length > 0 || !entity) return { errors };
  return { workspace, user: call.user, template, entity, request, receivedBody: call.rawBody };
}

/** The entity named, or the primary one where none is. */
const entityFor = (workspace: Workspace, referenceId: string | null | undefined): Entity | undefined =>
  workspace.entities.find((one) => (referenceId ? one.referenceId === referenceId : one.isPrimary));

function checkParties(
  workspace: Workspace,
  template: TemplateDefinition,
  parties: CounterPartyDetails[],
): FieldErrors[] | undefined {
  const complaints = parties.map((party): FieldErrors => {
    const kind = template.counterPartyKind;
    if (kind === 'Individual' && !party.is_individual)
      return { is_individual: ['This template is for individuals only.'] };
    if (kind === 'Organisation' && party.is_individual)
      return { is_individual: ['This template is for organizations only.'] };
    if (party.is_individual) return {};
    if (!party.organization_type) return { organization_type: [requiredField] };
    const known = workspace.organizationTypes.some((one) => one.name === party.organization_type);
    return known ? {} : { organization_type: [`"${party.organization_type}" is not a valid choice.`] };
  });
  return complaints.some((one) => Object.keys(one).length > 0) ? complaints : undefined;
}

function checkSignatories(request: CreateRequest): (string[] | FieldErrors)[] | string[] | undefined {
  const signatories = request.signatories ?? [];
  if (signatories.length === 0) return undefined;
  const parties = new Set(request.counter_party_details.map(partyName));
  const complaints = signatories.map((one): FieldErrors => {
    if (!one.is_counterparty_signatory) return {};
    if (!one.counterparty_name) return { counterparty_name: [requiredField] };
    return parties.has(one.counterparty_name)
      ? {}
      : { counterparty_name: ['Counterparty with this name does not exist on the contract.'] };
  });
  if (complaints.some((one) => Object.keys(one).length > 0)) return complaints;
  const ordered = signatories.filter((one) => one.sign_order != null);
  if (ordered.length > 0 && ordered.length < signatories.length)
    return ['sign_order should be set for either all or none of the signatories.'];
  if (ordered.length > 0 && !signatories.some((one) => one.is_counterparty_signatory)) {
    return ['At least one counterparty signatory is required when sign_order is set.'];
  }
  return undefined;
}
