import { z } from 'zod';
import { cardError } from '../../platform/card-errors.ts';
import type { Db } from '../../platform/database/client.ts';
import type { Workspace } from '../../platform/database/generated/client.ts';
import type { Sealing } from '../../platform/secrets/sealing.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import type { Region, WorkspaceView } from '@dealdraft/wire/settings.ts';

/** SpotDraft's API by region (its page "Authentication and regions"). */
export const regionList: readonly { id: Region; label: string; baseUrl: string }[] = [
  { id: 'us', label: 'United States', baseUrl: 'https://api.us.spotdraft.com' },
  { id: 'eu', label: 'European Union', baseUrl: 'https://api.eu.spotdraft.com' },
  { id: 'in', label: 'India', baseUrl: 'https://api.in.spotdraft.com' },
  { id: 'me', label: 'Middle East', baseUrl: 'https://api.me.spotdraft.com' },
];

export const workspaceOwner = (workspaceId: string): string => `workspace:${workspaceId}`;

/** How reading all templates of a workspace goes, as stored with it. */
const reading = z.object({
  done: z.number(),
  total: z.number(),
  message: z.string().nullable().default(null),
});
export type TemplatesReading = z.output<typeof reading>;

const stateTexts = {
  active: 'Connected.',
  paused: 'Paused by an admin: nothing is made from its templates. Contracts that exist are still followed.',
  revoked: 'SpotDraft refuses the credentials; enter new ones.',
  removed: 'Removed. Its credentials are deleted; the record of its contracts is kept.',
} as const;
const webhookTexts = {
  missing: 'Not registered at SpotDraft: changes of status are only seen when they are looked for.',
  active: 'Registered at SpotDraft.',
  silent: 'SpotDraft has sent nothing for longer than is usual here.',
  failed: 'SpotDraft stopped sending; register it again.',
} as const;

const stateOf = <State extends string>(
  states: Readonly<Record<State, string>>,
  text: string,
  fallback: NoInfer<State>,
): State => (Object.hasOwn(states, text) ? (text as State) : fallback);

export const findWorkspace = async (
  db: Db,
  portalId: number,
  workspaceId: string,
): Promise<Result<Workspace, CardError>> => {
  const row = await db.workspace.findFirst({ where: { id: workspaceId, portalId } });
  return row === null ? fail(cardError.notFound('This workspace')) : ok(row);
};

/** Each workspace with what is known of it; numbers by one query each, whatever the number of workspaces. */
export const workspaceViews = async (
  deps: { db: Db; sealing: Sealing },
  portalId: number,
  rows: readonly Workspace[],
): Promise<WorkspaceView[]> => {
  const { db } = deps;
  const [published, mapped, contracts] = await Promise.all([
    db.template.groupBy({ by: ['workspaceId'], where: { portalId, state: 'published' }, _count: true }),
    db.mapping.groupBy({
      by: ['workspaceId', 'state'],
      where: { portalId, publishedVersionId: { not: null } },
      _count: true,
    }),
    db.contract.groupBy({
      by: ['workspaceId', 'status'],
      where: { portalId, unlinkedAt: null },
      _count: true,
    }),
  ]);
  return rows.map((row): WorkspaceView => {
    const state = stateOf(stateTexts, row.state, 'active');
    const webhook = stateOf(webhookTexts, row.webhookState, 'missing');
    const progress = reading.safeParse(row.templatesReading);
    const ofHere = mapped.filter(({ workspaceId }) => workspaceId === row.id);
    const here = contracts.filter(({ workspaceId }) => workspaceId === row.id);
    const sum = (groups: readonly { _count: number }[]): number =>
      groups.reduce((total, { _count }) => total + _count, 0);
    return {
      workspaceId: row.id,
      environment: row.environment === 'uat' ? 'uat' : 'production',
      name: row.name,
      baseUrl: row.baseUrl,
      region: regionList.find(({ baseUrl }) => baseUrl === row.baseUrl)?.id ?? null,
      clientId: row.clientId,
      secretMask:
        state === 'removed' ? 'deleted' : deps.sealing.open(row.clientSecret, workspaceOwner(row.id)).mask,
      userEmail: row.userEmail,
      state,
      stateText: stateTexts[state],
      webhook: {
        state: webhook,
        text: webhookTexts[webhook],
        at: row.webhookAt?.toISOString() ?? null,
        lastDeliveryAt: row.lastDeliveryAt?.toISOString() ?? null,
      },
      templates: {
        published: published.find(({ workspaceId }) => workspaceId === row.id)?._count ?? 0,
        mapped: sum(ofHere),
        paused: sum(ofHere.filter((group) => group.state === 'paused')),
        readAt: row.templatesAt?.toISOString() ?? null,
        reading:
          progress.success && progress.data.message === null
            ? { done: progress.data.done, total: progress.data.total }
            : null,
        message: progress.success ? progress.data.message : null,
      },
      contracts: {
        open: sum(here.filter(({ status }) => status !== 'EXECUTED' && status !== 'VOIDED')),
        total: sum(here),
      },
    };
  });
};

export const workspaceView = async (
  deps: { db: Db; sealing: Sealing },
  portalId: number,
  workspaceId: string,
): Promise<Result<WorkspaceView, CardError>> => {
  const found = await findWorkspace(deps.db, portalId, workspaceId);
  if (!found.ok) return found;
  const [view] = await workspaceViews(deps, portalId, [found.value]);
  return view === undefined ? fail(cardError.notFound('This workspace')) : ok(view);
};
