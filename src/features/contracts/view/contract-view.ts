import type {
  Contract,
  ContractAction,
  MappingVersion,
  Problem,
  Workspace,
} from '../../../platform/database/generated/client.ts';
import type { ActionId, ContractView, EchoView, PendingAction, WaitingFor } from '@dealdraft/wire/card.ts';
import { isOpen, statusLabels } from '@dealdraft/wire/contract-status.ts';
import { driftView, factsOf, pendingApprovals } from '../actions/action-facts.ts';
import { actionLabel, actionViews, nextAction } from '../actions/contract-actions.ts';
import { readPeople, type People } from '../status/people.ts';
import { problemView } from '../../problems/problems.ts';

/** Whose turn it is, from what is known locally. */
const waitingFor = (contract: Contract, people: People): WaitingFor[] => {
  const approvers: WaitingFor[] = pendingApprovals(people).map((approval) => ({
    kind: 'approver',
    person: approval.approver,
    text: `${approval.name}: ${approval.status === 'REJECTED' ? 'rejected' : 'waits for approval'}${approval.approver ? ` by ${approval.approver.name}` : ''}`,
    since: approval.sentAt,
    canRemind: false,
  }));
  switch (contract.status) {
    case 'DRAFT':
      return approvers.length > 0
        ? approvers
        : [
            {
              kind: 'our_side',
              person: null,
              text: 'Send for review',
              since: contract.createdAt.toISOString(),
              canRemind: false,
            },
          ];
    case 'REDLINING': {
      const person = people.counterparty;
      return [
        ...approvers,
        {
          kind: 'counterparty',
          person,
          text: person === null ? 'The counterparty reviews it' : `${person.name || person.email} reviews it`,
          since: (contract.sentAt ?? contract.statusAt).toISOString(),
          canRemind: false,
        },
      ];
    }
    case 'SIGN': {
      const left = people.signatories.filter((person) => person.signedAt === null);
      // With a sign order, only the first in line are asked.
      const first = Math.min(...left.map((person) => person.order ?? 0));
      return left
        .filter((person) => (person.order ?? 0) === first)
        .map(({ name, email, askedAt, declinedAt }) => ({
          kind: 'signatory',
          person: { name, email },
          text: declinedAt === null ? `Waiting for ${name} to sign` : `${name} declined to sign`,
          since: askedAt ?? contract.statusAt.toISOString(),
          canRemind: true,
        }));
    }
    case 'ON_HOLD':
      return [
        {
          kind: 'our_side',
          person: null,
          text: 'On hold in SpotDraft',
          since: contract.statusAt.toISOString(),
          canRemind: false,
        },
      ];
    case 'EXECUTED':
    case 'VOIDED':
      return [];
  }
};

const pendingAction = (action: ContractAction | undefined): PendingAction | null => {
  if (action === undefined || action.state === 'done' || action.dismissedAt !== null) return null;
  const failure = action.failure as { message?: string } | null;
  return {
    id: action.id,
    action: action.action as ActionId,
    label: actionLabel(action.action as ActionId),
    since: action.createdAt.toISOString(),
    state: action.state === 'failed' ? 'failed' : 'doing',
    message: failure?.message ?? null,
  };
};

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

type Around = {
  workspace: Workspace;
  version: MappingVersion | undefined;
  action: ContractAction | undefined;
  problems: Problem[];
  blocksSending: boolean;
  mayAct: boolean;
  now: Date;
};

export const contractView = (contract: Contract, around: Around): ContractView => {
  const people = readPeople(contract.people);
  const drift = isOpen(contract.status) ? driftView(contract, around.blocksSending) : null;
  const pending = pendingAction(around.action);
  const facts = factsOf(contract, people, {
    underWay: pending?.state === 'doing' ? pending.label : null,
    drift,
    mayAct: around.mayAct,
    now: around.now,
  });
  const executed = contract.status === 'EXECUTED';
  return {
    id: contract.id,
    spotdraftId: contract.spotdraftId,
    referenceId: contract.referenceId,
    name: contract.name,
    templateId: contract.templateId,
    templateName: contract.templateName,
    environment: around.workspace.environment as 'uat' | 'production',
    link: contract.link,
    origin: contract.origin as ContractView['origin'],
    status: contract.status,
    statusLabel: statusLabels[contract.status],
    statusAt: contract.statusAt.toISOString(),
    statusFrom: contract.statusFrom as ContractView['statusFrom'],
    verifiedAt: contract.verifiedAt.toISOString(),
    heldFrom: contract.heldFrom,
    waitingFor: contract.goneAt === null ? waitingFor(contract, people) : [],
    approvals: people.approvals.map(({ name, approver, status, notes }) => ({
      name,
      person: approver,
      status,
      notes,
    })),
    signatories: people.signatories.map(({ name, email, side, order, signedAt, declinedAt }) => ({
      person: { name, email },
      side,
      order,
      // Executed means that everybody has signed, whatever notice of a signature was lost.
      signedAt:
        signedAt ?? (executed && declinedAt === null ? iso(contract.executedAt ?? contract.statusAt) : null),
      declinedAt,
    })),
    nextAction: nextAction(facts),
    actions: actionViews(facts),
    pendingAction: pending,
    drift,
    echo: (contract.echo as EchoView | null) ?? { state: 'pending' },
    signedDocument:
      contract.attachedAt !== null && contract.fileId !== null
        ? { state: 'attached', fileId: contract.fileId, attachedAt: contract.attachedAt.toISOString() }
        : { state: executed ? 'attaching' : 'none' },
    createdAt: contract.createdAt.toISOString(),
    createdBy: contract.createdBy,
    sentAt: iso(contract.sentAt),
    signedAt: iso(contract.signedAt),
    executedAt: iso(contract.executedAt),
    voidedAt: iso(contract.voidedAt),
    mappingVersion: around.version?.number ?? null,
    problems: around.problems.map(problemView),
  };
};
