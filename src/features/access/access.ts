import { cardError } from '../../platform/card-errors.ts';
import { isListedAdmin, type PortalSettings } from './portal-settings.ts';
import type { Db } from '../../platform/database/client.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { AccessView, ChangeAdmins } from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer } from '../deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import { changeSettings, readSettings } from './change-settings.ts';

type Caller = { portalId: number; userEmail: string };

/** Whether a person may see and change the settings of the account that HubSpot signed for. */
export const isAdmin = async (db: Db, { portalId, userEmail }: Caller): Promise<boolean> =>
  isListedAdmin(await readSettings(db, portalId), userEmail);

const view = (caller: Caller, settings: PortalSettings): AccessView => {
  const listed = isListedAdmin(settings, caller.userEmail);
  return {
    portalId: caller.portalId,
    caller: { email: caller.userEmail, isAdmin: listed, why: listed ? 'listed' : null },
    canClaim: settings.admins.length === 0,
    admins: settings.admins.map((email) => ({
      email,
      addedBy: settings.adminSince[email]?.by ?? null,
      addedAt: settings.adminSince[email]?.at ?? null,
    })),
  };
};

const notConnected = cardError.notConnected(
  'DealDraft is not installed in this HubSpot account; a super admin installs it first.',
);

export const accessView = async (db: Db, caller: Caller): Answer<AccessView> => {
  const portal = await db.portal.findUnique({
    where: { portalId: caller.portalId },
    select: { portalId: true },
  });
  return portal === null ? fail(notConnected) : ok(view(caller, await readSettings(db, caller.portalId)));
};

/** While nobody is listed, whoever HubSpot let into the settings becomes the first admin, by saying so. */
export const claimAdmin = async (deps: Pick<Deps, 'db' | 'now'>, caller: Caller): Answer<AccessView> => {
  const { portalId } = caller;
  const known = await accessView(deps.db, caller);
  if (!known.ok || known.value.caller.isAdmin) return known;
  const email = caller.userEmail.toLowerCase();
  return changeSettings<AccessView>(deps.db, portalId, async (tx, settings) => {
    if (settings.admins.length > 0)
      return {
        next: null,
        outcome: fail(
          cardError.notPossible(`${settings.admins.join(', ')} can make you an admin; there is one already.`),
        ),
      };
    const next = {
      ...settings,
      admins: [email],
      adminSince: { [email]: { by: email, at: deps.now().toISOString() } },
    };
    await writeAudit(tx, {
      portalId,
      who: email,
      action: 'admin_claimed',
      subject: email,
      text: `${email} became the first admin`,
    });
    return { next, outcome: ok(view(caller, next)) };
  });
};

/** Adds and removes admins; there is always one left. */
export const changeAdmins = async (
  deps: Pick<Deps, 'db' | 'now'>,
  { portalId, by }: Admin,
  wish: { add: string[]; remove: string[] } & ChangeAdmins,
): Answer<AccessView> =>
  changeSettings<AccessView>(deps.db, portalId, async (tx, settings) => {
    const before = settings.admins.map((email) => email.toLowerCase());
    const admins = [...new Set([...before, ...wish.add])].filter((email) => !wish.remove.includes(email));
    if (admins.length === 0)
      return {
        next: null,
        outcome: fail(cardError.notPossible('Somebody has to be an admin; add another one first.')),
      };
    const at = deps.now().toISOString();
    const adminSince = Object.fromEntries(
      admins.flatMap((email) => {
        const since = settings.adminSince[email] ?? (before.includes(email) ? undefined : { by, at });
        return since === undefined ? [] : [[email, since]];
      }),
    );
    const next = { ...settings, admins, adminSince };
    const added = admins.filter((email) => !before.includes(email));
    const removed = before.filter((email) => !admins.includes(email));
    if (added.length + removed.length > 0)
      await writeAudit(tx, {
        portalId,
        who: by,
        action: 'admins_changed',
        subject: [...added, ...removed].join(', '),
        text: [
          added.length > 0 ? `Added ${added.join(', ')}` : '',
          removed.length > 0 ? `Removed ${removed.join(', ')}` : '',
        ]
          .filter((part) => part !== '')
          .join('. '),
        changes: [{ path: 'admins', before: before.join(', '), after: admins.join(', ') }],
      });
    return { next, outcome: ok(view({ portalId, userEmail: by }, next)) };
  });
