import { createHash } from 'node:crypto';
import type { Contract, Workspace } from '../../../platform/database/generated/client.ts';
import type { DealView } from '@dealdraft/wire/card.ts';
import { isOpen } from '@dealdraft/wire/contract-status.ts';
import { contractView } from './contract-view.ts';
import { permissionsOf, readPortalSettings } from '../../access/portal-settings.ts';
import { openProblems, problemView } from '../../problems/problems.ts';
import { queuePlace } from '../../wake/queue-place.ts';
import type { Deps } from '../../deps.ts';
import { readQuestions } from './read-questions.ts';
import { requestView } from './request-view.ts';

export type Viewer = { portalId: number; userId: number; userEmail: string };

/** A refusal is shown until it is dismissed, at most so long. */
const refusalsShownMs = 7 * 24 * 3600_000;

/** Newest open ones first, then executed, then void. */
const byInterest = (a: Contract, b: Contract): number => {
  const rank = (contract: Contract): number =>
    isOpen(contract.status) ? 0 : contract.status === 'EXECUTED' ? 1 : 2;
  return rank(a) - rank(b) || b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1);
};

/** Where something has just happened, the next thing often follows soon. */
const livelyMs = 3 * 60_000;

const pollAfter = (view: Pick<DealView, 'contracts' | 'requests'>, now: Date): number | null => {
  const moving =
    view.requests.some(({ state }) => state !== 'refused') ||
    view.contracts.some(({ pendingAction: action }) => action?.state === 'doing');
  if (moving) return 350;
  if (
    view.contracts.some(
      ({ signedDocument, echo }) => signedDocument.state === 'attaching' || echo.state === 'pending',
    )
  )
    return 2000;
  const open = view.contracts.filter(({ status }) => isOpen(status));
  if (open.length === 0) return null;
  const lively = open.some(({ verifiedAt }) => now.getTime() - new Date(verifiedAt).getTime() < livelyMs);
  return lively ? 3000 : 15_000;
};

/** What a card shows of a deal: local rows only, whatever the vendors are doing. */
export const dealView = async (
  deps: Pick<Deps, 'db' | 'now' | 'settings'>,
  viewer: Viewer,
  dealId: string,
): Promise<DealView> => {
  const { db } = deps;
  const now = deps.now();
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
  const [actions, versions, asking] = await Promise.all([
    db.contractAction.findMany({
      where: { portalId, contractId: { in: contracts.map(({ id }) => id) } },
      distinct: ['contractId'],
      orderBy: [{ contractId: 'asc' }, { createdAt: 'desc' }],
    }),
    db.mappingVersion.findMany({
      where: { portalId, id: { in: contracts.flatMap(({ mappingVersionId }) => mappingVersionId ?? []) } },
    }),
    db.ruleFiring.findMany({ where: { portalId, dealId, state: 'asking' } }),
  ]);
  const questions = await readQuestions(db, portalId, asking);
  const settings = readPortalSettings(portal?.settings);
  const permissions = permissionsOf(settings, viewer.userEmail);
  const views = [...contracts].sort(byInterest).flatMap((contract) => {
    const workspace = workspaces.find(({ id }) => id === contract.workspaceId);
    if (workspace === undefined) return [];
    return [
      contractView(contract, {
        workspace,
        version: versions.find(({ id }) => id === contract.mappingVersionId),
        action: actions.find(({ contractId }) => contractId === contract.id),
        problems: problems.filter(({ contractId }) => contractId === contract.id),
        blocksSending: settings.blockSendingOnDrift,
        mayAct: permissions.act,
        now,
      }),
    ];
  });
  const shown = {
    connection: connectionOf({ connected: portal?.state === 'active', workspaces, mappings }),
    permissions,
    contracts: views,
    requests: await Promise.all(
      requests.map(async (request) =>
        requestView(request, {
          queue: await queuePlace(deps, request),
          isRevoked: workspaces.some(({ id, state }) => id === request.workspaceId && state === 'revoked'),
        }),
      ),
    ),
    problems: problems
      .filter(({ contractId }) => contractId === null)
      .map((problem) => {
        const question = questions.get(problem.key.slice('rule_asks:'.length));
        return { ...problemView(problem), ...(question === undefined ? {} : { question }) };
      }),
    counts: {
      open: views.filter(({ status }) => isOpen(status)).length,
      executed: views.filter(({ status }) => status === 'EXECUTED').length,
      voided: views.filter(({ status }) => status === 'VOIDED').length,
    },
  };
  return {
    ...shown,
    pollAfterMs: pollAfter(shown, now),
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
