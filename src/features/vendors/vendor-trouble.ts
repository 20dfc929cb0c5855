import type { Db } from '../../platform/database/client.ts';
import { startNow } from '../../platform/jobs/queue.ts';
import type { JobName } from '../jobs/catalogue.ts';
import { isOptionalScope } from '../../hubspot/transport/scopes.ts';
import { troubleOf } from '../../platform/jobs/after-failure.ts';
import type { VendorFailure } from '../../platform/vendor-failure.ts';
import { clearProblem, raiseProblem } from '../problems/problems.ts';

/** Whose connection it is. */
export type VendorPlace = { portalId: number } & (
  { vendor: 'hubspot' } | { vendor: 'spotdraft'; workspaceId: string; workspaceName?: string }
);

/** What an account does not have is not asked for, and is no fault of its connection. */
const lacksOptional = ({ scopes }: VendorFailure): boolean =>
  scopes !== undefined && scopes.length > 0 && scopes.every(isOptionalScope);

/** Shows refused credentials and outages as problems, at the place where they are seen. */
export const vendorTrouble = async (
  deps: { db: Db; now: () => Date },
  report: VendorPlace & { failure: VendorFailure },
): Promise<void> => {
  const trouble = troubleOf(report.failure);
  if (trouble === null || lacksOptional(report.failure)) return;
  const workspace = report.vendor === 'spotdraft' ? { workspaceId: report.workspaceId } : {};
  await raiseProblem(deps.db, {
    portalId: report.portalId,
    kind: `${report.vendor}_${trouble}`,
    about: report.vendor === 'spotdraft' ? report.workspaceId : 'portal',
    ...workspace,
    context: {
      workspace: report.vendor === 'spotdraft' ? (report.workspaceName ?? null) : null,
      since: deps.now().toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
    },
    detail: report.failure.text.log,
  });
  if (report.vendor === 'spotdraft' && report.failure.kind === 'unauthorized')
    await deps.db.workspace.updateMany({
      where: { id: report.workspaceId, portalId: report.portalId, state: 'active' },
      data: { state: 'revoked' },
    });
};

/**
 * A call to the vendor succeeded: both kinds of trouble with it are over. When there was any, the workspaces it kept
 * from their news are swept before their time, for what happened meanwhile may have been told to nobody.
 */
export const vendorIsBack = async (db: Db, where: VendorPlace): Promise<void> => {
  const { portalId, vendor } = where;
  const about = vendor === 'spotdraft' ? where.workspaceId : 'portal';
  const ended =
    (await clearProblem(db, { portalId, kind: `${vendor}_credentials`, about })) +
    (await clearProblem(db, { portalId, kind: `${vendor}_away`, about }));
  if (ended === 0) return;
  const workspaces = { portalId, ...(vendor === 'spotdraft' ? { id: where.workspaceId } : {}) };
  await db.workspace.updateMany({
    where: { ...workspaces, state: { not: 'removed' } },
    data: { sweepWantedAt: new Date(), sweepWantedWhy: 'outage' },
  });
  if (vendor === 'spotdraft')
    await db.workspace.updateMany({ where: { ...workspaces, state: 'revoked' }, data: { state: 'active' } });
  await wakeWaiting(db, where);
};

const waitsFor: Record<VendorPlace['vendor'], readonly JobName[]> = {
  hubspot: ['deal.write', 'deal.check', 'deal.drift', 'deal.automate', 'workflow.report', 'contract.finish'],
  spotdraft: [
    'contract.act',
    'contract.echo',
    'contract.finish',
    'contract.people',
    'contract.verify',
    'workspace.templates',
  ],
};

/**
 * Jobs that the vendor refused wait for minutes; they begin now. A request that was posted once is not hurried: the
 * looks for its contract have their times, and one too early would count as one that found nothing.
 */
const wakeWaiting = async (db: Db, { portalId, vendor }: VendorPlace): Promise<void> => {
  await startNow(db, portalId, { names: waitsFor[vendor] });
  if (vendor === 'hubspot') return;
  const untried = await db.request.findMany({
    where: { portalId, state: 'queued', attempts: 0 },
    select: { id: true },
  });
  const keys = untried.map(({ id }) => id);
  await startNow(db, portalId, { names: ['contract.create'], only: { field: 'requestId', keys } });
};
