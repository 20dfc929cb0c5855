import { ok } from '@dealdraft/wire/result.ts';
import type { SweepAccepted } from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer } from '../deps.ts';
import { startSweep } from './start-sweep.ts';
import { writeAudit } from '../history/write-audit.ts';
import { findWorkspace } from '../connections/workspace-view.ts';

/** Compares a workspace with our rows from a time on. */
export const startSweepByHand = async (
  deps: Deps,
  { portalId, by }: Admin,
  { workspaceId, since }: { workspaceId: string; since: string | undefined },
): Answer<SweepAccepted> => {
  const found = await findWorkspace(deps.db, portalId, workspaceId);
  if (!found.ok) return found;
  await startSweep(deps, {
    portalId,
    workspaceId,
    cause: 'demand',
    startedBy: by,
    ...(since === undefined ? {} : { since: new Date(since) }),
  });
  await writeAudit(deps.db, {
    portalId,
    who: by,
    action: 'sweep_started',
    subject: found.value.name,
    text: since === undefined ? 'Since the last sweep' : `Since ${since}`,
  });
  return ok({ started: true });
};
