import { createHash } from 'node:crypto';
import type { Db } from '../db/client.ts';
import type {
  Contract,
  ContractAction,
  MappingVersion,
  Problem,
  Request,
  Workspace,
} from '../db/generated/client.ts';
import type {
  ActionId,
  ContractView,
  DealView,
  DriftView,
  EchoView,
  PendingAction,
  RequestView,
  WaitingFor,
} from '../wire/card.ts';
import { isOpen, statusLabels, type ContractStatus } from '../wire/contract-status.ts';
import { actionLabel, actionViews, nextAction, type ActionFacts } from './contract-actions.ts';
import { readPeople, type People } from './people.ts';
import { openProblems, problemView } from './problems.ts';

export type Viewer = { portalId: number; userId: number; userEmail: string };

/** A refusal is shown until it is dismissed, at most so long. */
const refusalsShownMs = 7 * 24 * 3600_000;

type StoredDrift = {
  changes: DriftView['changes'];
  computedAt: string;
  fingerprint: string;
  kept: (NonNullable<DriftView['kept']> & { fingerprint: string }) | null;
};
export type { StoredDrift };

const driftView = (contract: Contract, blocksSending: boolean): DriftView | null => {
  const stored = contract.drift as StoredDrift | null;
  if (stored === null || stored.changes.length === 0) return null;
  const kept =
    stored.kept !== null && stored.kept.fingerprint === stored.fingerprint
      ? { by: stored.kept.by, at: stored.kept.at, reason: stored.kept.reason }
      : null;
  return { changes: stored.changes, computedAt: stored.computedAt, kept, blocksSending };
};

const pendingApprovals = (people: People) =>
  people.approvals.filter(({ status }) =>
    ['NOT_STARTED', 'PENDING', 'REJECTED', 'SUGGESTED'].includes(status),
  );

/** Whose turn it is, from what is known locally. */
const waitingFor = (contract: Contract, people: People): WaitingFor[] => {
  const approvers: WaitingFor[] = pendingApprovals(people).map((approval) => ({
    kind: 'approver',
    person: approval.approver,
    text: `${approval.name}: ${approval.status === 'REJECTED' ? 'rejected' : 'waits for approval'}${approval.approver ? ` by ${approval.approver.name}` : ''}`,
    since: approval.sentAt,
    canRemind: false,
  }));
  switch (contract.status as ContractStatus) {
    case 'DRAFT':
      return approvers.length > 0
        ? approvers
        : [
            {
              kind: 'our_side',
              person: null,
              text: 'Your side: send it for review',
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
          text: declinedAt === null ? `${name} signs` : `${name} declined to sign`,
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

const factsOf = (
  contract: Contract,
  people: People,
  state: { underWay: string | null; drift: DriftView | null; mayAct: boolean; now: Date },
): ActionFacts => {
  const left = people.signatories.filter((person) => person.signedAt === null);
  const asked = left.flatMap((person) =>
    person.askedAt === null ? [] : [new Date(person.askedAt).getTime()],
  );
  return {
    status: contract.status as ContractStatus,
    hasLink: contract.link !== null,
    underWay: state.underWay,
    approvalsPending: pendingApprovals(people).map(({ name }) => name),
    signatoriesPending: left.length,
    hoursSinceAsked: asked.length === 0 ? null : (state.now.getTime() - Math.max(...asked)) / 3600_000,
    hasPlan: contract.sentPlan !== null,
    drift: {
      open: state.drift !== null && state.drift.kept === null,
      blocksSending: state.drift?.blocksSending ?? false,
    },
    gone: contract.goneAt !== null,
    mayAct: state.mayAct,
  };
};

export const actionFacts = (
  contract: Contract,
  state: { underWay: string | null; blocksSending: boolean; mayAct: boolean; now: Date },
): ActionFacts =>
  factsOf(contract, readPeople(contract.people), {
    ...state,
    drift: driftView(contract, state.blocksSending),
  });

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
  now: Date;
};

const contractView = (contract: Contract, around: Around): ContractView => {
  const people = readPeople(contract.people);
  const drift = isOpen(contract.status as ContractStatus) ? driftView(contract, around.blocksSending) : null;
  const pending = pendingAction(around.action);
  const facts = factsOf(contract, people, {
    underWay: pending?.state === 'doing' ? pending.label : null,
    drift,
    mayAct: true,
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
    status: contract.status as ContractStatus,
    statusLabel: statusLabels[contract.status as ContractStatus],
    statusAt: contract.statusAt.toISOString(),
    statusFrom: contract.statusFrom as ContractView['statusFrom'],
    verifiedAt: contract.verifiedAt.toISOString(),
    heldFrom: contract.heldFrom as ContractStatus | null,
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
      signedAt,
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

const requestSteps = (request: Request): RequestView['steps'] => {
  const order = ['queued', 'creating', 'checking', 'created'];
  const reached = request.state === 'refused' ? (request.attempts > 0 ? 1 : 0) : order.indexOf(request.state);
  const step = (id: string, label: string, at: number): RequestView['steps'][number] => {
    if (request.state === 'refused' && at === Math.max(1, reached)) return { id, label, state: 'failed' };
    return { id, label, state: reached > at ? 'done' : reached === at ? 'doing' : 'todo' };
  };
  return [
    { id: 'accepted', label: 'Request accepted', state: 'done' },
    step('creating', 'SpotDraft drafts the contract', request.state === 'queued' ? 0 : 1),
    ...(request.state === 'checking'
      ? [{ id: 'checking', label: 'Looking whether SpotDraft made it', state: 'doing' as const }]
      : []),
    { id: 'created', label: 'Contract is here', state: request.state === 'created' ? 'done' : 'todo' },
  ];
};

const requestView = (request: Request): RequestView => {
  const refusal = request.refusal as {
    message?: string;
    detail?: string | null;
    fields?: RequestView['fields'];
  } | null;
  const waiting =
    request.state === 'checking'
      ? 'SpotDraft did not answer clearly. DealDraft makes sure that there is no contract yet before it asks again, so that there is never a second one.'
      : null;
  return {
    id: request.id,
    templateId: request.templateId,
    templateName: request.templateName,
    state: request.state as RequestView['state'],
    steps: requestSteps(request),
    message: refusal?.message ?? waiting,
    fields: refusal?.fields ?? [],
    contractId: null,
    requestedBy: request.requestedBy,
    requestedAt: request.createdAt.toISOString(),
    detail: refusal?.detail ?? null,
  };
};

/** Newest open ones first, then executed, then void. */
const byInterest = (a: Contract, b: Contract): number => {
  const rank = (contract: Contract): number =>
    isOpen(contract.status as ContractStatus) ? 0 : contract.status === 'EXECUTED' ? 1 : 2;
  return rank(a) - rank(b) || b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1);
};

const pollAfter = (view: Pick<DealView, 'contracts' | 'requests'>): number | null => {
  const moving =
    view.requests.some(({ state }) => state !== 'refused') ||
    view.contracts.some(({ pendingAction: action }) => action?.state === 'doing');
  if (moving) return 800;
  if (
    view.contracts.some(
      ({ signedDocument, echo }) => signedDocument.state === 'attaching' || echo.state === 'pending',
    )
  )
    return 2000;
  return view.contracts.some(({ status }) => isOpen(status)) ? 15_000 : null;
};

/** What a card shows of a deal: local rows only, whatever the vendors are doing. */
export const dealView = async (db: Db, viewer: Viewer, dealId: string, now: Date): Promise<DealView> => {
  const { portalId } = viewer;
  const [portal, workspaces, mappings, contracts, requests, problems] = await Promise.all([
    db.portal.findUnique({ where: { portalId } }),
    db.workspace.findMany({ where: { portalId } }),
    db.mapping.count({ where: { portalId, publishedVersionId: { not: null } } }),
    db.contract.findMany({
      where: { portalId, dealId, unlinkedAt: null },
      take: 200,
      orderBy: { createdAt: 'desc' },
    }),
    db.request.findMany({
      where: {
        portalId,
        dealId,
        dismissedAt: null,
        OR: [
          { state: { in: ['queued', 'creating', 'checking'] } },
          { state: 'refused', createdAt: { gt: new Date(now.getTime() - refusalsShownMs) } },
        ],
      },
      orderBy: { createdAt: 'desc' },
      take: 20,
    }),
    openProblems(db, portalId, {
      OR: [
        { dealId },
        { dealId: null, kind: { in: ['spotdraft_credentials', 'spotdraft_away', 'hubspot_credentials'] } },
      ],
    }),
  ]);
  const [actions, versions] = await Promise.all([
    db.contractAction.findMany({
      where: { portalId, contractId: { in: contracts.map(({ id }) => id) } },
      distinct: ['contractId'],
      orderBy: [{ contractId: 'asc' }, { createdAt: 'desc' }],
    }),
    db.mappingVersion.findMany({
      where: { portalId, id: { in: contracts.flatMap(({ mappingVersionId }) => mappingVersionId ?? []) } },
    }),
  ]);
  const settings = (portal?.settings ?? {}) as { blockSendingOnDrift?: boolean; admins?: string[] };
  const views = [...contracts].sort(byInterest).flatMap((contract) => {
    const workspace = workspaces.find(({ id }) => id === contract.workspaceId);
    if (workspace === undefined) return [];
    return [
      contractView(contract, {
        workspace,
        version: versions.find(({ id }) => id === contract.mappingVersionId),
        action: actions.find(({ contractId }) => contractId === contract.id),
        problems: problems.filter(({ contractId }) => contractId === contract.id),
        blocksSending: settings.blockSendingOnDrift === true,
        now,
      }),
    ];
  });
  const shown = {
    connection: connectionOf({ connected: portal?.state === 'active', workspaces, mappings }),
    permissions: {
      generate: true,
      act: true,
      admin: (settings.admins ?? []).includes(viewer.userEmail.toLowerCase()),
      reason: null,
    },
    contracts: views,
    requests: requests.map(requestView),
    problems: problems.filter(({ contractId }) => contractId === null).map(problemView),
    counts: {
      open: views.filter(({ status }) => isOpen(status)).length,
      executed: views.filter(({ status }) => status === 'EXECUTED').length,
      voided: views.filter(({ status }) => status === 'VOIDED').length,
    },
  };
  return {
    ...shown,
    pollAfterMs: pollAfter(shown),
    revision: createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 16),
  };
};

const connectionOf = (facts: {
  connected: boolean;
  workspaces: Workspace[];
  mappings: number;
}): DealView['connection'] => {
  const environment = facts.workspaces.some((workspace) => workspace.environment === 'production')
    ? 'production'
    : facts.workspaces.length > 0
      ? 'uat'
      : null;
  if (!facts.connected || facts.workspaces.length === 0) {
    return {
      state: 'not_connected',
      message:
        'DealDraft is not connected to SpotDraft yet. A HubSpot admin connects it in Settings → Integrations → Connected apps → DealDraft.',
      environment,
    };
  }
  if (facts.workspaces.every(({ state }) => state === 'paused')) {
    return {
      state: 'paused',
      message: 'Your admin has paused DealDraft; contracts that exist are shown as they were last known.',
      environment,
    };
  }
  if (facts.mappings === 0) {
    return {
      state: 'no_template',
      message:
        'No template is mapped yet. An admin maps one in Settings → Integrations → Connected apps → DealDraft.',
      environment,
    };
  }
  return { state: 'connected', message: null, environment };
};
