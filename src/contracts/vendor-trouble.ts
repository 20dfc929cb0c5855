import type { Db } from '../db/client.ts';
import { decideRetry, type VendorFailure } from '../jobs/retry-decision.ts';
import { clearProblem, raiseProblem } from './problems.ts';

type Where = { portalId: number } & (
  { vendor: 'hubspot' } | { vendor: 'spotdraft'; workspaceId: string; workspaceName?: string }
);

/** Shows refused credentials and outages as problems, at the place where they are seen. */
export const vendorTrouble = async (
  deps: { db: Db; now: () => Date },
  report: Where & { failure: VendorFailure },
): Promise<void> => {
  const { problem } = decideRetry(report.failure);
  if (problem === undefined) return;
  const workspace = report.vendor === 'spotdraft' ? { workspaceId: report.workspaceId } : {};
  await raiseProblem(deps.db, {
    portalId: report.portalId,
    kind: `${report.vendor}_${problem}`,
    about: report.vendor === 'spotdraft' ? report.workspaceId : 'portal',
    ...workspace,
    context: {
      workspace: report.vendor === 'spotdraft' ? (report.workspaceName ?? null) : null,
      since: deps.now().toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
    },
    detail: report.failure.text.log,
  });
};

/** A call to the vendor succeeded: both kinds of trouble with it are over. */
export const vendorIsBack = async (db: Db, where: Where): Promise<void> => {
  const about = where.vendor === 'spotdraft' ? where.workspaceId : 'portal';
  await clearProblem(db, { portalId: where.portalId, kind: `${where.vendor}_credentials`, about });
  await clearProblem(db, { portalId: where.portalId, kind: `${where.vendor}_away`, about });
};
