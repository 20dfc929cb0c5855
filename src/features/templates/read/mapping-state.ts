import { cardError } from '../../../platform/card-errors.ts';
import { templateOf } from '../../contracts/create/plan-for-deal.ts';
import type { Db } from '../../../platform/database/client.ts';
import type {
  Mapping as MappingRow,
  MappingDraft,
  MappingVersion,
  Template as TemplateRecord,
  Workspace,
} from '../../../platform/database/generated/client.ts';
import { sameJson } from '../../../mapping/values/same-json.ts';
import { suggestMapping } from '../../../mapping/suggestions/suggest-mapping.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import { mapping as mappingSchema, type Mapping } from '@dealdraft/wire/mapping.ts';
import type { Json } from '@dealdraft/wire/plan.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { Template } from '@dealdraft/wire/template.ts';
import type { TemplateKey } from '../../deps.ts';

/** All that is stored of one template's mapping. */
export type MappingState = {
  workspace: Workspace;
  templateRecord: TemplateRecord;
  template: Template;
  row: MappingRow | null;
  published: (MappingVersion & { mapping: Mapping }) | null;
  draft: MappingDraft | null;
  /** What is edited, and whether that is the draft, what is published, or a beginning. */
  content: Mapping;
  revision: number;
  source: 'draft' | 'published' | 'empty';
};

const sameMapping = (left: unknown, right: unknown): boolean => sameJson(left as Json, right as Json);

/** A mapping with nothing but a counterparty made of HubSpot's standard properties, which every contract needs. */
export const emptyMapping = (template: Template): Mapping => suggestMapping({ template, properties: {} });

const readMapping = (content: unknown): Mapping | null => {
  const parsed = mappingSchema.safeParse(content);
  return parsed.success ? parsed.data : null;
};

export const loadMapping = async (
  db: Db,
  portalId: number,
  { workspaceId, templateId }: TemplateKey,
): Promise<Result<MappingState, CardError>> => {
  const key = { workspaceId_templateId: { workspaceId, templateId } };
  const here = { portalId, workspaceId, templateId };
  const [workspace, templateRecord, row, draft] = await Promise.all([
    db.workspace.findFirst({ where: { id: workspaceId, portalId } }),
    db.template.findFirst({ where: here }),
    db.mapping.findFirst({ where: here }),
    db.mappingDraft.findUnique({ where: { ...key, portalId } }),
  ]);
  if (workspace === null || templateRecord === null) return fail(cardError.notFound('This template'));
  const version =
    row === null || row.publishedVersionId === null
      ? null
      : await db.mappingVersion.findFirst({ where: { id: row.publishedVersionId, portalId } });
  const publishedMapping = readMapping(version?.content);
  const published =
    version === null || publishedMapping === null ? null : { ...version, mapping: publishedMapping };
  const template = templateOf(templateRecord);
  const drafted = readMapping(draft?.content);
  const content = drafted ?? published?.mapping ?? emptyMapping(template);
  const isDraft = drafted !== null && (published === null || !sameMapping(drafted, published.mapping));
  return ok({
    workspace,
    templateRecord,
    template,
    row,
    published,
    draft,
    content,
    revision: draft?.revision ?? 0,
    source: isDraft ? 'draft' : published === null ? 'empty' : 'published',
  });
};
