import { storedChanges } from '../history/value-changes.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { AuditAction, AuditFilter, FileView } from '@dealdraft/wire/settings.ts';
import type { Deps, Answer } from '../deps.ts';
import { auditLabels, auditRows } from './audit.ts';
import { csvLine } from '../../platform/csv.ts';
import type { Cursor } from '../../platform/pages.ts';

const rowsAtATime = 1_000;
/** Beyond this a narrower time is asked for: the file is made in memory. */
const mostRows = 50_000;
const shownText = 200_000;

/** The audit list as a CSV file, one line for each change. */
export const exportAudit = async (
  deps: Pick<Deps, 'db' | 'files' | 'now'>,
  portalId: number,
  filter: AuditFilter,
): Answer<FileView> => {
  const lines = [csvLine(['When (UTC)', 'Who', 'What', 'Subject', 'Description', 'Path', 'Before', 'After'])];
  let before: Cursor | null = null;
  let rows = 0;
  while (rows < mostRows) {
    const page = await auditRows(deps.db, { portalId, filter, before }, rowsAtATime);
    for (const entry of page) {
      const changes = storedChanges(entry.changes);
      const facts = [
        entry.at.toISOString(),
        entry.who,
        auditLabels[entry.action as AuditAction],
        entry.subject,
        entry.text,
      ];
      const told = changes.length === 0 ? [{ path: '', before: null, after: null }] : changes;
      for (const change of told)
        lines.push(csvLine([...facts, change.path, change.before ?? '', change.after ?? '']));
    }
    rows += page.length;
    const last = page.at(-1);
    if (page.length < rowsAtATime || last === undefined) break;
    before = { at: last.at, id: last.id };
  }
  const text = lines.join('');
  const fileName = `dealdraft-audit-${deps.now().toISOString().slice(0, 10)}.csv`;
  const kept = await deps.files.put(portalId, {
    fileName,
    contentType: 'text/csv; charset=utf-8',
    // Excel reads UTF-8 as such only behind a byte order mark.
    body: Buffer.from(`\uFEFF${text}`, 'utf8'),
  });
  return ok({
    fileName,
    url: kept.url,
    expiresAt: kept.expiresAt.toISOString(),
    text: text.length <= shownText ? text : null,
    rows,
  });
};
