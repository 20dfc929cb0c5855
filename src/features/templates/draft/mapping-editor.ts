import { templateTargets } from '../../../mapping/targets/targets.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { MappingEditorView } from '@dealdraft/wire/settings.ts';
import type { Deps, Answer, TemplateKey } from '../../deps.ts';
import { propertiesOf } from './lint-draft.ts';
import { loadMapping } from '../read/mapping-state.ts';
import { recentDeals } from '../trial/recent-deals.ts';
import { templateRow } from '../read/template-list.ts';

/** One template as the editor opens it. While HubSpot is away it is shown without what only HubSpot's properties could tell. */
export const mappingEditor = async (
  deps: Deps,
  portalId: number,
  key: TemplateKey,
): Answer<MappingEditorView> => {
  const [state, row, properties, recent] = await Promise.all([
    loadMapping(deps.db, portalId, key),
    templateRow(deps.db, portalId, key),
    propertiesOf(deps, portalId),
    recentDeals(deps.db, portalId, key),
  ]);
  if (!state.ok) return state;
  if (!row.ok) return row;
  const { template, content, revision, source, draft, published } = state.value;
  return ok({
    row: row.value,
    counterpartyKind: template.counterpartyKind,
    targets: templateTargets(template),
    content,
    revision,
    source,
    draft:
      draft === null || source !== 'draft'
        ? null
        : { by: draft.updatedBy, at: draft.updatedAt.toISOString(), basedOn: draft.basedOn },
    published:
      published === null
        ? null
        : {
            number: published.number,
            by: published.author,
            at: (published.publishedAt ?? published.createdAt).toISOString(),
            note: published.note,
          },
    findings: await deps.mapping.lint(portalId, {
      mapping: content,
      template,
      properties: properties.ok ? properties.value : {},
      recentDeals: recent,
    }),
  });
};
