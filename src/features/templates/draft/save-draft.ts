import { toJson } from '../../../platform/database/to-json.ts';
import { cardError } from '../../../platform/card-errors.ts';
import type { Db } from '../../../platform/database/client.ts';
import type { Mapping } from '@dealdraft/wire/mapping.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { AuditAction, DraftSaved, MappingEditorView } from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer, TemplateKey } from '../../deps.ts';
import { writeAudit } from '../../history/write-audit.ts';
import { mappingEditor } from './mapping-editor.ts';
import { emptyMapping, loadMapping, type MappingState } from '../read/mapping-state.ts';

/**
 * A draft's first revision. A draft that is begun again after it was thrown away must not reach a number that an old
 * tab still holds, so numbers begin at the seconds since 2026 and count on from there.
 */
const firstRevision = (now: Date): number =>
  Math.max(1, Math.floor((now.getTime() - Date.UTC(2026, 0, 1)) / 1000));

export type DraftWrite = { content: Mapping; revision: number };
export type DraftCause = { action: AuditAction; text: string };

const conflictOf = (state: MappingState): Extract<DraftSaved, { kind: 'conflict' }> => {
  const { content, revision, draft, published, templateRecord } = state;
  const at = draft?.updatedAt ?? published?.publishedAt ?? templateRecord.readAt;
  return {
    kind: 'conflict',
    theirs: {
      content,
      revision,
      by: draft?.updatedBy ?? published?.author ?? 'Somebody else',
      at: at.toISOString(),
    },
  };
};

/** In a transaction: writes the draft if nobody wrote since that revision, else tells who did. */
export const writeDraft = async (
  deps: { tx: Db; now: () => Date },
  { portalId, by }: Admin,
  write: DraftWrite & { key: TemplateKey; cause: DraftCause },
): Answer<DraftSaved> => {
  const { tx } = deps;
  const { workspaceId, templateId } = write.key;
  await tx.$queryRaw`SELECT 1 FROM "template" WHERE "workspaceId" = ${workspaceId}::uuid AND "templateId" = ${templateId} FOR UPDATE`;
  const state = await loadMapping(tx, portalId, write.key);
  if (!state.ok) return state;
  const { draft, published, templateRecord, source } = state.value;
  if (write.revision !== state.value.revision) return ok(conflictOf(state.value));
  const now = deps.now();
  const content = toJson(write.content);
  const revision = draft === null ? firstRevision(now) : draft.revision + 1;
  // Whoever begins to change what another wrote, or what is published, is written down; each keystroke is not.
  const begun = draft === null || source !== 'draft' || draft.updatedBy !== by;
  const facts = {
    content,
    revision,
    updatedBy: by,
    ...(source === 'draft' ? {} : { basedOn: published?.number ?? null }),
  };
  await tx.mappingDraft.upsert({
    where: { workspaceId_templateId: write.key },
    create: { portalId, ...write.key, ...facts },
    update: facts,
  });
  const { action, text } = write.cause;
  if (begun || action !== 'draft_changed')
    await writeAudit(tx, { portalId, who: by, action, subject: templateRecord.name, text });
  return ok({ kind: 'saved', revision, savedAt: now.toISOString() });
};

export const saveDraft = async (
  deps: Deps,
  admin: Admin,
  { key, ...write }: DraftWrite & { key: TemplateKey },
): Answer<DraftSaved> =>
  deps.db.$transaction((tx) =>
    writeDraft({ tx, now: deps.now }, admin, {
      ...write,
      key,
      cause: { action: 'draft_changed', text: 'Started a draft' },
    }),
  );

/** Throws the draft away: back to what is published, or to the beginning. */
export const discardDraft = async (
  deps: Deps,
  admin: Admin,
  { key, revision }: { key: TemplateKey; revision: number },
): Answer<MappingEditorView> => {
  const state = await loadMapping(deps.db, admin.portalId, key);
  if (!state.ok) return state;
  const { published, draft, template, templateRecord } = state.value;
  if (draft === null) return mappingEditor(deps, admin.portalId, key);
  const overtaken = cardError.notPossible(
    `${draft.updatedBy} changed this draft meanwhile; look at it before you throw it away.`,
  );
  if (published === null) {
    const gone = await deps.db.$transaction(async (tx) => {
      const { count } = await tx.mappingDraft.deleteMany({
        where: { portalId: admin.portalId, ...key, revision },
      });
      if (count > 0)
        await writeAudit(tx, {
          portalId: admin.portalId,
          who: admin.by,
          action: 'draft_discarded',
          subject: templateRecord.name,
          text: 'Threw the draft away',
        });
      return count > 0;
    });
    return gone ? mappingEditor(deps, admin.portalId, key) : fail(overtaken);
  }
  const content = published.mapping ?? emptyMapping(template);
  const cause = { action: 'draft_discarded' as const, text: 'Threw the draft away' };
  const saved = await deps.db.$transaction((tx) =>
    writeDraft({ tx, now: deps.now }, admin, { key, content, revision, cause }),
  );
  if (!saved.ok) return saved;
  return saved.value.kind === 'conflict' ? fail(overtaken) : mappingEditor(deps, admin.portalId, key);
};
