import { ok } from '@dealdraft/wire/result.ts';
import type { SweepAccepted } from '@dealdraft/wire/settings.ts';
import type { Admin, AdminDeps, Answer } from '../admin-deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import { findWorkspace } from '../connections/workspace-view.ts';

/** Compares a workspace with our rows from a time on. */
export const startSweep = async (
  deps: AdminDeps,
  { portalId, by }: Admin,
  { workspaceId, since }: { workspaceId: string; since: string | undefined },
): Answer<SweepAccepted> => {
  const found = await findWorkspace(deps.db, portalId, workspaceId);
  if (!found.ok) return found;
  await deps.operations.startSweep({
    portalId,
    workspaceId,
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
