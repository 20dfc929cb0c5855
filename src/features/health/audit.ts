import { storedChanges } from '../history/value-changes.ts';
import type { Db } from '../../platform/database/client.ts';
import type { Prisma } from '../../platform/database/generated/client.ts';
import { ok } from '@dealdraft/wire/result.ts';
import {
  auditActions,
  type AuditAction,
  type AuditFilter,
  type AuditView,
} from '@dealdraft/wire/settings.ts';
import type { Answer } from '../deps.ts';
import { olderThan, pageOf, pageSize, readCursor, type Cursor } from '../../platform/pages.ts';

export const auditLabels: Record<AuditAction, string> = {
  admin_claimed: 'First admin',
  admins_changed: 'Admins changed',
  preferences_changed: 'Preferences changed',
  alert_key_made: 'Alert key made',
  workspace_tried: 'Credentials tried',
  workspace_added: 'Workspace connected',
  workspace_changed: 'Workspace changed',
  workspace_secret_replaced: 'Secret replaced',
  workspace_webhook_registered: 'Webhook registered',
  workspace_paused: 'Workspace paused',
  workspace_resumed: 'Workspace resumed',
  workspace_removed: 'Workspace removed',
  templates_refresh_asked: 'Templates read again',
  draft_changed: 'Draft begun',
  draft_discarded: 'Draft discarded',
  mapping_published: 'Mapping published',
  mapping_rolled_back: 'Mapping rolled back',
  mapping_paused: 'Template paused',
  mapping_resumed: 'Template resumed',
  mapping_imported: 'Mapping imported',
  mapping_promoted: 'Mapping promoted',
  problem_acknowledged: 'Problem acknowledged',
  problem_retried: 'Problem retried',
  delivery_replayed: 'Notices replayed',
  sweep_started: 'Sweep started',
  dead_letter_redriven: 'Given-up jobs restarted',
  dead_letter_deleted: 'Given-up jobs deleted',
  contract_linked: 'Contract linked',
  orphan_dismissed: 'Orphan dismissed',
  rule_changed: 'Rule changed',
  rule_paused: 'Rule paused',
  rule_resumed: 'Rule switched on',
  rule_deleted: 'Rule deleted',
  rule_answered: 'Request of a rule answered',
  contract_set_changed: 'Contract set changed',
  contract_set_deleted: 'Contract set deleted',
  document_previewed: 'Contract previewed',
  document_downloaded: 'Document downloaded',
  person_erasure_asked: 'Erasure of a person requested',
  person_erased: 'Person erased',
  account_export_asked: 'Account exported',
  account_deletion_asked: 'Deletion of the account requested',
};

export type AuditQuery = { portalId: number; filter: AuditFilter; before: Cursor | null };

const whereOf = ({ portalId, filter, before }: AuditQuery): Prisma.AuditEntryWhereInput => {
  const { who, action, search, from, to } = filter;
  const contains = { contains: search ?? '', mode: 'insensitive' as const };
  return {
    portalId,
    ...(who === undefined || who === '' ? {} : { who }),
    ...(action === undefined ? {} : { action }),
    AND: [
      olderThan('at', before),
      search === undefined || search === '' ? {} : { OR: [{ text: contains }, { subject: contains }] },
      from === undefined ? {} : { at: { gte: new Date(from) } },
      to === undefined ? {} : { at: { lte: new Date(to) } },
    ],
  };
};

/** Rows of the list, newest first; `take` at most. */
export const auditRows = (db: Db, query: AuditQuery, take: number) =>
  db.auditEntry.findMany({ where: whereOf(query), orderBy: [{ at: 'desc' }, { id: 'desc' }], take });

/** A page of the audit list, and what can be filtered by. */
export const auditView = async (
  db: Db,
  portalId: number,
  query: { filter: AuditFilter; before?: string | undefined },
): Answer<AuditView> => {
  const [found, people] = await Promise.all([
    auditRows(db, { portalId, filter: query.filter, before: readCursor(query.before) }, pageSize + 1),
    db.auditEntry.groupBy({ by: ['who'], where: { portalId }, orderBy: { who: 'asc' }, take: 500 }),
  ]);
  const { rows, before } = pageOf(found, ({ at }) => at);
  return ok({
    entries: rows.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      who: row.who,
      action: row.action as AuditAction,
      text: row.text,
      subject: row.subject,
      changes: storedChanges(row.changes),
    })),
    before,
    actions: auditActions.map((id) => ({ id, label: auditLabels[id] })),
    people: people.map(({ who }) => who),
  });
};
