import { toJson } from '../../../platform/database/to-json.ts';
import { cardError } from '../../../platform/card-errors.ts';
import { clearProblem } from '../../problems/problems.ts';
import { publishVersion } from './publish-mapping.ts';
import { hasErrors } from '../../../mapping/lint/lint-mapping.ts';
import { templateTargets } from '../../../mapping/targets/targets.ts';
import { mapping as mappingSchema, type Mapping } from '@dealdraft/wire/mapping.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { AuditAction, PublishView } from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer, TemplateKey } from '../../deps.ts';
import { writeAudit } from '../../history/write-audit.ts';
import { diffMappings } from './diff-mappings.ts';
import { notPublishable, propertiesOf } from '../draft/lint-draft.ts';
import { loadMapping, type MappingState } from '../read/mapping-state.ts';

type Publishing = { key: TemplateKey; note: string };

/** Publishes the draft of that revision, when nothing stands in the way by what HubSpot and the template are now. */
export const publishDraft = async (
  deps: Deps,
  admin: Admin,
  { key, revision, note }: Publishing & { revision: number },
): Answer<PublishView> => {
  const state = await loadMapping(deps.db, admin.portalId, key);
  if (!state.ok) return state;
  const { content, draft, published, row, source } = state.value;
  if (revision !== state.value.revision)
    return ok({
      kind: 'conflict',
      theirs: {
        content,
        revision: state.value.revision,
        by: draft?.updatedBy ?? published?.author ?? 'Somebody else',
        at: (draft?.updatedAt ?? deps.now()).toISOString(),
      },
    });
  if (source === 'published' && row?.state === 'active')
    return fail(cardError.notPossible('Nothing has changed since the last version was published.'));
  return publish(deps, admin, {
    state: state.value,
    content,
    note,
    cause: { action: 'mapping_published', text: (number) => `Published version ${number}` },
  });
};

/** Publishes a copy of an older version under a new number; a draft that differs stays as it is. */
export const rollBack = async (
  deps: Deps,
  admin: Admin,
  { key, number, note }: Publishing & { number: number },
): Answer<PublishView> => {
  const { portalId } = admin;
  const state = await loadMapping(deps.db, portalId, key);
  if (!state.ok) return state;
  const { row, published, source, draft } = state.value;
  const version =
    row === null
      ? null
      : await deps.db.mappingVersion.findFirst({ where: { portalId, mappingId: row.id, number } });
  const content = mappingSchema.safeParse(version?.content);
  if (version === null || !content.success) return fail(cardError.notFound('This version'));
  if (published?.number === number && row?.state === 'active')
    return fail(cardError.notPossible(`Version ${String(number)} is the one that is used.`));
  const isDraftOfPublished = draft !== null && source !== 'draft';
  return publish(deps, admin, {
    state: state.value,
    content: content.data,
    note: note === '' ? `Back to version ${String(number)}` : note,
    cause: {
      action: 'mapping_rolled_back',
      text: (made) => `Went back to version ${String(number)}, published as version ${made}`,
    },
    ...(isDraftOfPublished ? { draftToFollow: draft.revision } : {}),
  });
};

type Wish = {
  state: MappingState;
  content: Mapping;
  note: string;
  cause: { action: AuditAction; text: (number: string) => string };
  /** Revision of a draft that has nothing of its own: it gets the content, too. */
  draftToFollow?: number;
};

const publish = async (
  deps: Deps,
  { portalId, by }: Admin,
  { state, content, note, cause, draftToFollow }: Wish,
): Answer<PublishView> => {
  const { template, templateRecord, workspace, published } = state;
  if (templateRecord.state === 'gone')
    return fail(
      cardError.notPossible('SpotDraft does not list this template any more; publish it there first.'),
    );
  const properties = await propertiesOf(deps, portalId, 'fresh');
  if (!properties.ok) return properties;
  const findings = await deps.mapping.lint(portalId, {
    mapping: content,
    template,
    properties: properties.value,
  });
  if (hasErrors(findings)) return fail(notPublishable(findings));
  const key = { workspaceId: workspace.id, templateId: template.id };
  const publication = { portalId, ...key, content, author: by, note: note === '' ? null : note };
  // One transaction: a version without its line in the audit would be one that nobody published.
  const number = await deps.db.$transaction(async (tx) => {
    const made = await publishVersion(tx, publication, deps.now());
    await clearProblem(tx, { portalId, kind: 'mapping_paused', about: made.mappingId });
    await writeAudit(tx, {
      portalId,
      who: by,
      action: cause.action,
      subject: template.name,
      text: `${cause.text(String(made.number))}${note === '' ? '' : `: ${note}`}`,
      changes: diffMappings(published?.mapping ?? null, content, templateTargets(template)).map(
        ({ target, before, after }) => ({ path: target, before, after }),
      ),
    });
    if (draftToFollow !== undefined)
      await tx.mappingDraft.updateMany({
        where: { portalId, ...key, revision: draftToFollow },
        data: { content: toJson(content), revision: { increment: 1 } },
      });
    return made.number;
  });
  return ok({ kind: 'published', number });
};
