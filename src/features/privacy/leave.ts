import type { Deps } from '../deps.ts';
import { accountIsBack } from '../connections/account-is-back.ts';
import { vendorIsBack } from '../vendors/vendor-trouble.ts';
import { deleteAccount, deleteLeftBehind } from './delete-account.ts';

const dayMs = 24 * 3_600_000;
/** In one turn; the rest in the next. */
const most = 20;

/**
 * HubSpot sends no notice when the app is uninstalled: it refuses us. What is refused for long and refuses once more when it is
 * asked is an account that has left. Its work stops, and what is known of it rests until it is back or its time is over.
 */
export const noticeLeavers = async (deps: Deps): Promise<void> => {
  const { db, settings } = deps;
  const refused = await db.$queryRaw<{ portalId: number }[]>`
    SELECT p."portalId" FROM "portal" p JOIN "problem" r ON r."portalId" = p."portalId" AND r."kind" = 'hubspot_credentials' AND r."clearedAt" IS NULL
    WHERE p."state" = 'active' AND r."openedAt" <= ${new Date(deps.now().getTime() - settings.leaving.refusedMs)} LIMIT ${most}`;
  for (const { portalId } of refused) {
    const answer = await ask(deps, portalId);
    if (answer === 'refused') await leave(deps, portalId);
    if (answer === 'accepted') await vendorIsBack(db, { portalId, vendor: 'hubspot' });
  }
};

/** One or two calls: a new token where the last has ended, and the account's own details. */
const ask = async (deps: Deps, portalId: number): Promise<'accepted' | 'refused' | 'unclear'> => {
  const client = await deps.vendors.hubspotOfLeaver(portalId);
  if (!client.ok) return 'refused';
  const answer = await client.value.getAccountInfo();
  if (answer.ok) return 'accepted';
  return answer.failure.kind === 'unauthorized' ? 'refused' : 'unclear';
};

const leave = async ({ db, log, now, settings }: Deps, portalId: number): Promise<void> => {
  const at = now();
  const deleteAt = new Date(at.getTime() + settings.leaving.keptDays * dayMs);
  const { count } = await db.portal.updateMany({
    where: { portalId, state: 'active' },
    data: { state: 'disconnected', disconnectedAt: at, probedAt: at, deleteAt },
  });
  if (count === 1) log.warn({ portalId, deleteAt }, 'HubSpot constantly refuses an account: its work stops');
};

/** Once a day an account that has left is asked whether it is back: somebody may have restored its access without installing anew. */
export const lookForReturns = async (deps: Deps): Promise<void> => {
  const { db, settings, now } = deps;
  const before = new Date(now().getTime() - settings.leaving.probeMs);
  const gone = await db.portal.findMany({
    where: { state: 'disconnected', deleteAt: { gt: now() }, probedAt: { lte: before } },
    select: { portalId: true, probedAt: true },
    take: most,
  });
  for (const { portalId, probedAt } of gone) {
    const { count } = await db.portal.updateMany({
      where: { portalId, probedAt },
      data: { probedAt: now() },
    });
    if (count === 1 && (await ask(deps, portalId)) === 'accepted')
      await accountIsBack(deps, { portalId, hadLeft: true });
  }
};

/** Accounts whose time is over, and those whose admin has asked for it. */
export const deleteDue = async (deps: Deps): Promise<void> => {
  const due = await deps.db.portal.findMany({
    where: { deleteAt: { lte: deps.now() } },
    select: { portalId: true, deleteAskedBy: true },
    take: most,
  });
  for (const { portalId, deleteAskedBy } of due)
    await deleteAccount(deps, {
      portalId,
      askedBy: deleteAskedBy === 'admin' || deleteAskedBy === 'operator' ? deleteAskedBy : 'left',
    });
  await deleteLeftBehind(deps);
};
