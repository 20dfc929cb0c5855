import type { WorkflowExecution } from '../../../platform/database/generated/client.ts';
import type { HubSpotClient } from '../../../hubspot/client.ts';
import type { HubSpotFailure } from '../../../hubspot/transport/failure.ts';
import { done, later, type JobEnd } from '../../../platform/jobs/job-end.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { withHubSpot } from '../../vendors/with-vendor.ts';
import type { Deps } from '../../deps.ts';

const batchSize = 100;
const batchesPerJob = 50;
/** HubSpot may not know of a callback yet that it has only just been told to wait for. */
const settlingMs = 30_000;
/** Until it is tried again it stands aside, so that it holds up no other result. */
const standAsideMs = 5_000;
const comeBackMs = 1_000;

type Reported = { taken: string[]; unknown: string[]; failure: HubSpotFailure | null };

/**
 * One refused callback refuses its whole batch, and HubSpot does not always say which. So a batch that is refused is
 * halved until the callback stands alone that HubSpot no longer waits for; the others get through.
 */
const report = async (client: HubSpotClient, rows: readonly WorkflowExecution[]): Promise<Reported> => {
  const answer = await client.completeCallbacks(
    rows.map(({ callbackId, outputs }) => ({ callbackId, outputFields: outputs as Record<string, string> })),
  );
  const ids = rows.map(({ id }) => id);
  if (answer.ok) return { taken: ids, unknown: [], failure: null };
  const aboutInputs = answer.failure.kind === 'not_found' || answer.failure.kind === 'invalid';
  if (!aboutInputs) return { taken: [], unknown: [], failure: answer.failure };
  if (rows.length === 1) return { taken: [], unknown: ids, failure: null };
  const middle = Math.ceil(rows.length / 2);
  const first = await report(client, rows.slice(0, middle));
  if (first.failure !== null) return first;
  const second = await report(client, rows.slice(middle));
  return {
    taken: [...first.taken, ...second.taken],
    unknown: [...first.unknown, ...second.unknown],
    failure: second.failure,
  };
};

/**
 * Job `workflow.report`: gives HubSpot the results of workflow actions, a hundred to a call. A callback that HubSpot
 * does not know is one whose workflow was deleted, whose record left it, or whose time is over: that is written down
 * and not tried again. Completing one twice does no harm, so a crash after the call costs one call.
 */
export const reportExecutions = async (deps: Deps, { portalId }: { portalId: number }): Promise<JobEnd> => {
  // While the account is not connected they are kept: they go out when it is again, if HubSpot still waits then.
  return withHubSpot(deps, { portalId }, (client) => reportBatches(deps, client, portalId));
};

const reportBatches = async (
  deps: Deps,
  client: HubSpotClient,
  portalId: number,
): Promise<Result<JobEnd, HubSpotFailure> | JobEnd> => {
  let wasTaken = false;
  for (let batch = 0; batch < batchesPerJob; batch += 1) {
    const due = new Date(deps.now().getTime() - standAsideMs);
    const rows = await deps.db.workflowExecution.findMany({
      where: {
        portalId,
        report: 'pending',
        OR: [{ reportedAt: null }, { reportedAt: { lt: due } }],
      },
      orderBy: { finishedAt: 'asc' },
      take: batchSize,
    });
    if (rows.length === 0) break;
    const { taken, unknown, failure } = await report(client, rows);
    await deps.db.workflowExecution.updateMany({
      where: { portalId, id: { in: taken } },
      data: { report: 'taken', reportedAt: deps.now(), reportAttempts: { increment: 1 } },
    });
    const young = rows.filter(
      ({ id, acceptedAt }) =>
        unknown.includes(id) && deps.now().getTime() - acceptedAt.getTime() < settlingMs,
    );
    await deps.db.workflowExecution.updateMany({
      where: { portalId, id: { in: unknown.filter((id) => !young.some((row) => row.id === id)) } },
      data: { report: 'unknown', reportedAt: deps.now(), reportAttempts: { increment: 1 } },
    });
    if (failure !== null) return fail(failure);
    wasTaken ||= taken.length > 0;
    await deps.db.workflowExecution.updateMany({
      where: { portalId, id: { in: young.map(({ id }) => id) } },
      data: { reportedAt: deps.now(), reportAttempts: { increment: 1 } },
    });
  }
  const left = await deps.db.workflowExecution.count({ where: { portalId, report: 'pending' } });
  const end = left === 0 ? done : later(comeBackMs, 'more results are to be reported');
  return wasTaken ? ok(end) : end;
};
