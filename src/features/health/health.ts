import { countDeadLetters } from '../../platform/jobs/dead-letter-store.ts';
import { waitingJobs } from '../../platform/jobs/queue.ts';
import { fixerOf } from '../problems/fixer.ts';
import type { Budget as BudgetRow } from '../../platform/database/generated/client.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { HealthView, Light } from '@dealdraft/wire/settings.ts';
import type { Deps, Answer } from '../deps.ts';
import { explainJob } from '../jobs/catalogue.ts';
import { lastSweeps } from '../reconciliation/sweep-list.ts';

/** Longer than this, and somebody should know: work is done within seconds. */
const slowQueueMs = 120_000;
const slowWriteMs = 60_000;
const dayMs = 24 * 3600_000;

const rank: Record<Light, number> = { well: 0, attention: 1, broken: 2 };
const age = (ms: number): string =>
  ms < 90_000
    ? `${String(Math.round(ms / 1000))} s`
    : ms < 5_400_000
      ? `${String(Math.round(ms / 60_000))} min`
      : `${String(Math.round(ms / 3_600_000))} h`;

const queueOf = (
  kinds: readonly { job: string; waiting: number; oldestMs: number | null }[],
  deadLetters: number,
): HealthView['queue'] => {
  const waiting = kinds.reduce((sum, each) => sum + each.waiting, 0);
  const oldest = Math.max(-1, ...kinds.map(({ oldestMs }) => oldestMs ?? -1));
  const oldestMs = oldest < 0 ? null : Math.round(oldest);
  const slow = oldestMs !== null && oldestMs > slowQueueMs;
  const work =
    waiting === 0 ? 'Nothing queued.' : `${String(waiting)} queued, the oldest for ${age(oldestMs ?? 0)}.`;
  return {
    state: slow || deadLetters > 0 ? 'attention' : 'well',
    waiting,
    oldestMs,
    deadLetters,
    text: deadLetters === 0 ? work : `${work} ${String(deadLetters)} given up.`,
    kinds: kinds.map(({ job, waiting: count, oldestMs: ms }) => ({
      job,
      label: explainJob(job).label,
      waiting: count,
      oldestMs: ms === null ? null : Math.round(ms),
    })),
  };
};

const writeBackOf = async (deps: Deps, portalId: number): Promise<HealthView['writeBack']> => {
  const [row] = await deps.db.$queryRaw<
    { waiting: number; parked: number; lag: number | null; last: Date | null }[]
  >`
    SELECT count(*) FILTER (WHERE "dirtySince" IS NOT NULL AND "parked" IS NULL)::int AS "waiting",
      count(*) FILTER (WHERE "parked" IS NOT NULL)::int AS "parked",
      (extract(epoch FROM now() - min("dirtySince") FILTER (WHERE "parked" IS NULL)) * 1000)::float8 AS "lag",
      max("writtenAt") AS "last"
    FROM "deal_projection" WHERE "portalId" = ${portalId}`;
  const lagMs = row?.lag == null ? null : Math.round(row.lag);
  const { waiting = 0, parked = 0 } = row ?? {};
  const slow = lagMs !== null && lagMs > slowWriteMs;
  return {
    state: slow || parked > 0 ? 'attention' : 'well',
    waiting,
    parked,
    lagMs,
    lastWrittenAt: row?.last?.toISOString() ?? null,
    text:
      (waiting === 0
        ? 'Every deal shows its latest status.'
        : `${waiting === 1 ? '1 deal is' : `${String(waiting)} deals are`} being updated${lagMs === null ? '' : `, the first since ${age(lagMs)}`}.`) +
      (parked === 0 ? '' : ` ${String(parked)} could not be updated.`),
  };
};

const usedOf = (row: BudgetRow | undefined, windowMs: number, now: Date): number =>
  (row?.open ?? []).length +
  (row?.grants ?? []).filter((at) => at.getTime() > now.getTime() - windowMs && at <= now).length;

/** Whether all is well with one account. Own rows only: a page about outages must open during one. */
export const healthView = async (deps: Deps, portalId: number): Answer<HealthView> => {
  const { db } = deps;
  const now = deps.now();
  const [portal, workspaces, problems, kinds, dead, calls, outcomes, sweeps] = await Promise.all([
    db.portal.findUnique({ where: { portalId } }),
    db.workspace.findMany({
      where: { portalId, state: { not: 'removed' } },
      orderBy: [{ environment: 'asc' }, { createdAt: 'asc' }],
    }),
    db.problem.findMany({ where: { portalId, clearedAt: null }, select: { kind: true, workspaceId: true } }),
    waitingJobs(db, portalId),
    countDeadLetters(db, portalId),
    db.$queryRaw<{ vendor: string; workspaceId: string | null; at: Date }[]>`
      SELECT "vendor", "workspaceId", max("at") AS "at" FROM "vendor_call"
      WHERE "portalId" = ${portalId} AND "result" = 'ok' AND "at" > ${new Date(now.getTime() - dayMs)} GROUP BY 1, 2`,
    db.delivery.groupBy({
      by: ['outcome'],
      where: { portalId, receivedAt: { gt: new Date(now.getTime() - dayMs) } },
      _count: true,
    }),
    lastSweeps(db, portalId),
  ]);
  const keys = [`hubspot:${String(portalId)}`, ...workspaces.map(({ id }) => `spotdraft:${id}`)];
  const budgets = await db.budget.findMany({ where: { key: { in: keys } } });
  const { hubspotPer10S, spotdraftPerS } = deps.settings.limits;
  const lastCall = (vendor: string, workspaceId: string | null): string | null =>
    calls.find((row) => row.vendor === vendor && row.workspaceId === workspaceId)?.at.toISOString() ?? null;
  const has = (kind: string, workspaceId?: string): boolean =>
    problems.some(
      (row) => row.kind === kind && (workspaceId === undefined || row.workspaceId === workspaceId),
    );
  const hubspot: HealthView['hubspot'] = {
    ...(portal?.state !== 'active' || has('hubspot_credentials')
      ? {
          state: 'broken',
          text: 'HubSpot does not accept the connection; a super admin installs DealDraft again.',
        }
      : has('hubspot_away')
        ? { state: 'attention', text: 'HubSpot does not answer at the moment; work waits for it.' }
        : { state: 'well', text: 'Connected.' }),
    lastCallAt: lastCall('hubspot', null),
  };
  const places = workspaces.map((row): HealthView['workspaces'][number] => {
    const [state, text]: [Light, string] =
      row.state === 'revoked' || has('spotdraft_credentials', row.id)
        ? ['broken', 'SpotDraft refuses the credentials; enter new ones.']
        : row.state === 'paused'
          ? ['attention', 'Paused by an admin.']
          : has('spotdraft_away', row.id)
            ? ['attention', 'SpotDraft does not answer at the moment; work waits for it.']
            : row.webhookState === 'active'
              ? ['well', 'Connected.']
              : ['attention', 'SpotDraft sends no notices; changes are seen later.'];
    const swept = sweeps.get(row.id);
    return {
      workspaceId: row.id,
      name: row.name,
      environment: row.environment === 'uat' ? 'uat' : 'production',
      state,
      text,
      lastWebhookAt: row.lastDeliveryAt?.toISOString() ?? null,
      lastSweepAt: swept?.at.toISOString() ?? row.sweepCursor?.toISOString() ?? null,
      lastSweepText: swept?.text ?? null,
      lastCallAt: lastCall('spotdraft', row.id),
    };
  });
  const queue = queueOf(kinds, dead);
  const writeBack = await writeBackOf(deps, portalId);
  const count = (...names: string[]): number =>
    outcomes.filter(({ outcome }) => names.includes(outcome)).reduce((sum, { _count }) => sum + _count, 0);
  const worst = [hubspot, ...places, queue, writeBack].reduce((a, b) =>
    rank[b.state] > rank[a.state] ? b : a,
  );
  const attention = worst.state === 'well' && problems.length > 0;
  return ok({
    state: attention ? 'attention' : worst.state,
    text: attention
      ? `${String(problems.length)} ${problems.length === 1 ? 'problem is' : 'problems are'} open.`
      : worst.state === 'well'
        ? 'Everything’s working.'
        : worst.text,
    at: now.toISOString(),
    hubspot,
    workspaces: places,
    queue,
    writeBack,
    budgets: [
      {
        key: `hubspot:${String(portalId)}`,
        label: 'HubSpot',
        used: usedOf(
          budgets.find(({ key }) => key === keys[0]),
          10_000,
          now,
        ),
        limit: hubspotPer10S,
        windowMs: 10_000,
      },
      ...workspaces.map(({ id, name }) => ({
        key: `spotdraft:${id}`,
        label: `SpotDraft, ${name}`,
        used: usedOf(
          budgets.find(({ key }) => key === `spotdraft:${id}`),
          1_000,
          now,
        ),
        limit: spotdraftPerS,
        windowMs: 1_000,
      })),
    ],
    problems: {
      open: problems.length,
      admin: problems.filter(({ kind }) => fixerOf(kind) !== 'seller').length,
    },
    deliveries: {
      received: outcomes.reduce((sum, { _count }) => sum + _count, 0),
      applied: count('applied', 'adopted', 'noted', 'late', 'verify'),
      failed: count('failed'),
      unreadable: count('unreadable'),
      pending: count('pending'),
    },
  });
};
