import { cardError } from '../../../platform/card-errors.ts';
import { clearProblem } from '../../problems/problems.ts';
import { hasErrors } from '../../../mapping/lint/lint-mapping.ts';
import { fail } from '@dealdraft/wire/result.ts';
import type { TemplateRow } from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer, TemplateKey } from '../../deps.ts';
import { writeAudit } from '../../history/write-audit.ts';
import { notPublishable, propertiesOf } from '../draft/lint-draft.ts';
import { loadMapping } from '../read/mapping-state.ts';
import { templateRow } from '../read/template-list.ts';

const notPublished = cardError.notPossible(
  'Nothing is published for this template, so there is nothing to pause.',
);

/** Nothing is made from the template until somebody resumes it; sellers read the reason. */
export const pauseMapping = async (
  deps: Deps,
  { portalId, by }: Admin,
  { key, reason }: { key: TemplateKey; reason: string },
): Answer<TemplateRow> => {
  const state = await loadMapping(deps.db, portalId, key);
  if (!state.ok) return state;
  const { row, published, template } = state.value;
  if (row === null || published === null) return fail(notPublished);
  if (row.state !== 'paused')
    await deps.db.$transaction(async (tx) => {
      const { count } = await tx.mapping.updateMany({
        where: { id: row.id, portalId, state: 'active' },
        data: { state: 'paused', pausedReason: `Paused by ${by}: ${reason}` },
      });
      if (count > 0)
        await writeAudit(tx, {
          portalId,
          who: by,
          action: 'mapping_paused',
          subject: template.name,
          text: reason,
          changes: [{ path: 'state', before: 'active', after: 'paused' }],
        });
    });
  return templateRow(deps.db, portalId, key);
};

/** Takes the published version into use again, when it fits the template and the properties as they are now. */
export const resumeMapping = async (
  deps: Deps,
  { portalId, by }: Admin,
  key: TemplateKey,
): Answer<TemplateRow> => {
  const state = await loadMapping(deps.db, portalId, key);
  if (!state.ok) return state;
  const { row, published, template, templateRecord } = state.value;
  if (row === null || published === null) return fail(notPublished);
  if (templateRecord.state === 'gone')
    return fail(
      cardError.notPossible('SpotDraft does not list this template any more; publish it there first.'),
    );
  const properties = await propertiesOf(deps, portalId, 'fresh');
  if (!properties.ok) return properties;
  const findings = await deps.mapping.lint(portalId, {
    mapping: published.mapping,
    template,
    properties: properties.value,
  });
  if (hasErrors(findings)) return fail(notPublishable(findings));
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.mapping.updateMany({
      where: { id: row.id, portalId, state: 'paused' },
      data: { state: 'active', pausedReason: null },
    });
    await clearProblem(tx, { portalId, kind: 'mapping_paused', about: row.id });
    if (count > 0)
      await writeAudit(tx, {
        portalId,
        who: by,
        action: 'mapping_resumed',
        subject: template.name,
        text: `Took version ${String(published.number)} into use again`,
        changes: [{ path: 'state', before: 'paused', after: 'active' }],
      });
  });
  return templateRow(deps.db, portalId, key);
};
