import type { AccountView, ErasureAsked, FileView } from '@dealdraft/wire/settings.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import { cardError } from '../../platform/card-errors.ts';
import type { Admin, Answer, Deps } from '../deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import { requestErasure } from './request-erasure.ts';

const shownReceipts = 50;

/** What the account can do with its data, and the receipts of what was erased. */
export const accountView = async ({ db, settings }: Deps, portalId: number): Answer<AccountView> => {
  const [portal, contracts, erasures] = await Promise.all([
    db.portal.findUniqueOrThrow({ where: { portalId }, select: { name: true, deleteAt: true } }),
    db.contract.count({ where: { portalId } }),
    db.erasure.findMany({
      where: { portalId, kind: 'person' },
      orderBy: { at: 'desc' },
      take: shownReceipts,
    }),
  ]);
  return ok({
    portalId,
    name: portal.name,
    contracts,
    deleteAt: portal.deleteAt?.toISOString() ?? null,
    keptDays: settings.leaving.keptDays,
    receipts: erasures.map(({ id, askedBy, at, doneAt, counts, kept }) => ({
      id,
      askedBy: askedBy === 'hubspot' ? 'hubspot' : askedBy === 'operator' ? 'operator' : 'admin',
      at: at.toISOString(),
      doneAt: doneAt?.toISOString() ?? null,
      rows: Object.values(counts as Record<string, number>).reduce((sum, count) => sum + count, 0),
      proofs: (kept as Record<string, number>)['proofs'] ?? 0,
      named: Object.fromEntries(
        Object.entries(kept as Record<string, number>).filter(([of]) => of !== 'proofs'),
      ),
    })),
  });
};

/** A link to everything that is kept of the account, written while it is fetched. */
export const exportEverything = async (
  { db, files, now }: Deps,
  { portalId, by }: Admin,
): Answer<FileView> => {
  const fileName = `dealdraft-${String(portalId)}-${now().toISOString().slice(0, 10)}.ndjson`;
  const { url, expiresAt } = await files.offer(portalId, {
    fileName,
    contentType: 'application/x-ndjson; charset=utf-8',
    source: 'account',
  });
  await writeAudit(db, {
    portalId,
    who: by,
    action: 'account_export_asked',
    subject: fileName,
    text: 'Exported everything that is kept of the account',
  });
  return ok({ fileName, url, expiresAt: expiresAt.toISOString(), text: null, rows: 0 });
};

/** Has everything deleted, at once and for good. The account's number is typed, so that it is nobody's slip. */
export const deleteEverything = async (
  { db, now, log }: Deps,
  { portalId, by }: Admin,
  { confirm }: { confirm: string },
): Answer<{ deleteAt: string }> => {
  if (confirm.trim() !== String(portalId))
    return fail({
      ...cardError.notPossible(`Enter the account ID, ${String(portalId)}, to delete everything.`),
      code: 'invalid',
      fields: [{ target: 'confirm', label: 'Account ID', message: 'This isn’t the account ID.' }],
    });
  const deleteAt = now();
  await db.$transaction(async (tx) => {
    await tx.portal.updateMany({ where: { portalId }, data: { deleteAt, deleteAskedBy: 'admin' } });
    await writeAudit(tx, {
      portalId,
      who: by,
      action: 'account_deletion_asked',
      subject: String(portalId),
      text: 'Asked to delete everything of the account',
    });
  });
  log.warn({ portalId }, 'an admin has asked to delete everything of the account');
  return ok({ deleteAt: deleteAt.toISOString() });
};

/** Has a person erased from everything that is kept of the account. */
export const forgetPerson = async (
  deps: Deps,
  { portalId, by }: Admin,
  { email }: { email: string },
): Answer<ErasureAsked> =>
  deps.db.$transaction(async (tx) => {
    const id = await requestErasure({ ...deps, tx }, { portalId, who: { email }, askedBy: 'admin' });
    await writeAudit(tx, {
      portalId,
      who: by,
      action: 'person_erasure_asked',
      subject: id,
      text: 'Asked to erase a person',
    });
    return ok({ id });
  });
