import type { Core } from '../state/core.ts';
import type { Contract, ContractParty, Entity, Signatory, User, Workspace } from '../state/model.ts';
import type { Json, JsonObject } from '../state/json.ts';
import { nextNumber } from '../state/core.ts';
import type { TemplateDefinition } from '../state/attribute.ts';
import type { CounterPartyDetails, CreateRequest } from '../validate/create-request.ts';
import { registerCounterParty } from './counter-parties.ts';
import { record } from './record.ts';

export interface Creation {
  workspace: Workspace;
  user: User;
  template: TemplateDefinition;
  entity: Entity;
  request: CreateRequest;
  receivedBody: string;
}

/** Makes a template contract. Calling it twice makes two: SpotDraft has no idempotency key. */
export function createContract(core: Core, creation: Creation): Contract {
  const { workspace, user, template, entity, request } = creation;
  const id = nextNumber(core.state, 'contract');
  const at = core.clock.stamp();
  const parties = request.counter_party_details.map((party) => partyOf(core, workspace, user, party));
  const contract: Contract = {
    ...blankContract(core, workspace, id, at),
    name: request.contract_name?.trim() || `${template.name} - ${parties[0]?.name ?? ''}`,
    kind: 'TEMPLATE',
    templateId: template.id,
    contractTypeId: template.contractTypeId,
    createdById: user.id,
    entityId: entity.id,
    parties,
    data: request.contract_data,
    externalMetadata: (request.external_metadata as JsonObject | null | undefined) ?? null,
    workflowConfig: (request.workflow_config as JsonObject | null | undefined) ?? {},
    signatories: signatoriesOf(core, at, request, entity, parties),
    approvals: template.approvals.map((one) => ({
      id: nextNumber(core.state, 'approval'),
      ...one,
      approverId:
        one.type === 'PRE_SIGN' ? workspace.legalUserId : (workspace.users[2]?.id ?? workspace.legalUserId),
      createdById: user.id,
      notes: null,
      order: null,
      lastSentAt: null,
      status: 'NOT_STARTED',
      actions: [],
    })),
    receivedBody: creation.receivedBody,
  };
  core.state.contracts.set(id, contract);
  record(core, contract, { activity: 'CONTRACT_CREATED', by: { name: user.name, email: user.email } });
  return contract;
}

/** A contract of which nothing is known but its numbers. */
export function blankContract(core: Core, workspace: Workspace, id: number, at: string): Contract {
  return {
    id,
    prefix: 'T',
    workspace: workspace.name,
    referenceId: `SD-${nextNumber(core.state, `reference-${workspace.name}`)}`,
    name: '',
    kind: 'TEMPLATE',
    templateId: null,
    contractTypeId: 0,
    status: 'DRAFT',
    heldFrom: null,
    createdAt: at,
    updatedAt: at,
    createdById: workspace.credentialUserId,
    entityId: workspace.entities[0]?.id ?? 0,
    parties: [],
    data: {},
    externalMetadata: null,
    workflowConfig: {},
    signatories: [],
    approvals: [],
    keyPointers: [],
    comments: [],
    timeline: [],
    sentToCounterpartyAt: null,
    reviewEmailOpenedAt: null,
    reviewCompletedAt: null,
    markedForSignatureAt: null,
    executedAt: null,
    expiringAt: null,
    turns: { count: 0, lastChangeAt: null, lastChangeBy: null },
    voidNote: null,
    deleted: false,
    version: 1,
    document: null,
    receivedBody: '',
    lastCall: null,
  };
}

export const fullName = (contact: { first_name: string; last_name?: string | null | undefined }): string =>
  `${contact.first_name} ${contact.last_name ?? ''}`.trim();

/** The name a counterparty goes by: signatories must use the same. */
export const partyName = (party: CounterPartyDetails): string =>
  party.is_individual ? fullName(party.poc_details) : (party.organization_name ?? '').trim();

function partyOf(core: Core, workspace: Workspace, user: User, details: CounterPartyDetails): ContractParty {
  const party: Omit<ContractParty, 'counterPartyId'> = {
    isIndividual: details.is_individual,
    name: partyName(details),
    organizationType: details.organization_type ?? null,
    contact: { name: fullName(details.poc_details), email: details.poc_details.email },
    details: (details.organization_details as Json as JsonObject | undefined) ?? null,
  };
  return { ...party, counterPartyId: registerCounterParty(core, workspace, user, party).id };
}

function signatoriesOf(
  core: Core,
  at: string,
  request: CreateRequest,
  entity: Entity,
  parties: ContractParty[],
): Signatory[] {
  const one = (
    fields: Pick<Signatory, 'name' | 'email' | 'title' | 'isCounterparty'> & Partial<Signatory>,
  ): Signatory => ({
    id: nextNumber(core.state, 'signatory'),
    note: null,
    order: null,
    createdAt: at,
    sentAt: null,
    action: null,
    ...fields,
  });
  if (!request.signatories?.length) {
    // As templates are usually set up: the entity's officer for us, the point of contact for each counterparty.
    return [
      ...parties.map((party) => one({ ...party.contact, title: '', isCounterparty: true })),
      one({ ...entity.signatory, isCounterparty: false }),
    ];
  }
  return request.signatories.map((given) =>
    one({
      name: given.name,
      email: given.email,
      title: given.title ?? '',
      note: given.note ?? null,
      isCounterparty: given.is_counterparty_signatory,
      order: given.sign_order ?? null,
    }),
  );
}
