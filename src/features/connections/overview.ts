import type { Db } from '../../platform/database/client.ts';
import { cardError } from '../../platform/card-errors.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type {
  FirstRunStep,
  OverviewView,
  RefreshAccepted,
  WorkspacesView,
} from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer } from '../deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import { permissionsView } from './permissions-view.ts';
import { findWorkspace, regionList, workspaceViews } from './workspace-view.ts';

const allWorkspaces = async (deps: Deps, portalId: number) => {
  const rows = await deps.db.workspace.findMany({
    where: { portalId },
    orderBy: [{ environment: 'asc' }, { createdAt: 'asc' }],
  });
  return workspaceViews({ db: deps.db, sealing: deps.sealing }, portalId, rows);
};

export const workspacesView = async (deps: Deps, portalId: number): Answer<WorkspacesView> =>
  ok({
    workspaces: await allWorkspaces(deps, portalId),
    regions: [...regionList],
    webhookOrigin: deps.settings.publicOrigin,
  });

const stepLabels: Record<FirstRunStep, string> = {
  connect: 'Connect SpotDraft',
  choose_template: 'Choose a template',
  map: 'Accept the suggestions',
  try: 'Try it on a deal',
  publish: 'Publish',
  open_deal: 'Open a deal and generate',
};

const firstRun = async (db: Db, portalId: number, connected: boolean): Promise<OverviewView['firstRun']> => {
  const [draft, run, published, contract] = await Promise.all([
    db.mappingDraft.findFirst({ where: { portalId }, orderBy: { updatedAt: 'desc' } }),
    db.coverageRun.findFirst({ where: { portalId }, select: { id: true } }),
    db.mapping.findFirst({
      where: { portalId, publishedVersionId: { not: null } },
      orderBy: { updatedAt: 'desc' },
    }),
    db.contract.findFirst({ where: { portalId }, select: { id: true } }),
  ]);
  const chosen = published ?? draft;
  const template =
    chosen === null
      ? null
      : await db.template.findFirst({
          where: { portalId, workspaceId: chosen.workspaceId, templateId: chosen.templateId },
          select: { workspaceId: true, templateId: true, name: true },
        });
  const isDone: [FirstRunStep, boolean][] = [
    ['connect', connected],
    ['choose_template', chosen !== null],
    ['map', chosen !== null],
    ['try', run !== null || published !== null],
    ['publish', published !== null],
    ['open_deal', contract !== null],
  ];
  const next = isDone.findIndex(([, done]) => !done);
  return {
    done: next === -1,
    steps: isDone.map(([id, done], index) => ({
      id,
      label: stepLabels[id],
      state: done ? 'done' : index === next ? 'next' : 'later',
    })),
    template,
  };
};

/** What the page opens with. Own rows only, so it opens though the vendors are away. */
export const overview = async (deps: Deps, portalId: number): Answer<OverviewView> => {
  const [portal, workspaces, problems] = await Promise.all([
    deps.db.portal.findUnique({ where: { portalId } }),
    allWorkspaces(deps, portalId),
    deps.db.problem.groupBy({ by: ['kind'], where: { portalId, clearedAt: null }, _count: true }),
  ]);
  if (portal === null) return fail(cardError.notConnected('This HubSpot account is not connected.'));
  const active = portal.state === 'active';
  const uat = workspaces.filter(({ environment, state }) => environment === 'uat' && state === 'active');
  const openProblems = problems.reduce((sum, { _count }) => sum + _count, 0);
  const broken =
    !active ||
    problems.some(({ kind }) => kind === 'hubspot_credentials' || kind === 'spotdraft_credentials');
  return ok({
    hubspot: {
      portalId,
      name: portal.name,
      state: active ? 'active' : 'disconnected',
      text: active ? 'Connected.' : 'HubSpot is not connected; a super admin installs DealDraft again.',
      ...permissionsView(portal, deps.settings),
    },
    workspaces,
    uatBanner:
      uat.length === 0
        ? null
        : `UAT is in use: contracts of ${uat.map(({ name }) => `“${name}”`).join(' and ')} are for testing and aren’t binding.`,
    firstRun: await firstRun(
      deps.db,
      portalId,
      workspaces.some(({ state }) => state !== 'removed'),
    ),
    health: {
      state: broken ? 'broken' : openProblems > 0 ? 'attention' : 'well',
      text:
        openProblems === 0
          ? 'Everything’s working.'
          : `${String(openProblems)} ${openProblems === 1 ? 'problem is' : 'problems are'} open.`,
      openProblems,
    },
  });
};

/** Reads the templates of one workspace, or all, again; every mapping is then held against them. */
export const refreshAll = async (
  deps: Deps,
  { portalId, by }: Admin,
  workspaceId: string | undefined,
): Answer<RefreshAccepted> => {
  if (workspaceId !== undefined) {
    const found = await findWorkspace(deps.db, portalId, workspaceId);
    if (!found.ok) return found;
  }
  const rows = await deps.db.workspace.findMany({
    where: { portalId, state: { not: 'removed' }, ...(workspaceId === undefined ? {} : { id: workspaceId }) },
    select: { id: true, name: true },
  });
  await deps.db.$transaction(async (tx) => {
    for (const { id } of rows) {
      await tx.workspace.updateMany({
        where: { id, portalId },
        data: { templatesReading: { done: 0, total: 0, message: null } },
      });
      await deps.enqueue(tx, 'workspace.templates', { payload: { portalId, workspaceId: id } });
    }
    await deps.enqueue(tx, 'schema.watch', { payload: { portalId, cause: 'asked' } });
    await writeAudit(tx, {
      portalId,
      who: by,
      action: 'templates_refresh_asked',
      subject: rows.map(({ name }) => name).join(', '),
      text: 'Read the templates again',
    });
  });
  return ok({ started: true });
};
