import { cardError } from '../contracts/card-errors.ts';
import { fail, ok } from '../wire/result.ts';
import type { SweepAccepted, SweepsView } from '../wire/settings.ts';
import type { Admin, AdminDeps, Answer } from './admin-deps.ts';
import { writeAudit } from '../contracts/write-audit.ts';
import { findWorkspace } from './workspace-view.ts';

export const sweepsView = async (
  deps: AdminDeps,
  portalId: number,
  query: { workspaceId: string | null; before: string | undefined },
): Answer<SweepsView> =>
  ok((await deps.operations.sweeps?.list(portalId, query)) ?? { sweeps: [], before: null });

/** Compares a workspace with our rows from a time on. */
export const startSweep = async (
  deps: AdminDeps,
  { portalId, by }: Admin,
  { workspaceId, since }: { workspaceId: string; since: string | undefined },
): Answer<SweepAccepted> => {
  const found = await findWorkspace(deps.db, portalId, workspaceId);
  if (!found.ok) return found;
  const { sweeps } = deps.operations;
  if (sweeps === null) return fail(cardError.notPossible('This installation of DealDraft runs no sweeps.'));
  await sweeps.start({ portalId, workspaceId, since: since === undefined ? null : new Date(since) });
  await writeAudit(deps.db, {
    portalId,
    who: by,
    action: 'sweep_started',
    subject: found.value.name,
    text: since === undefined ? 'Since the last sweep' : `Since ${since}`,
  });
  return ok({ started: true });
};
