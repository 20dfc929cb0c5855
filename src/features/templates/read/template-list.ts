import { Prisma } from '../../../platform/database/generated/client.ts';
import type { Db } from '../../../platform/database/client.ts';
import { cardError } from '../../../platform/card-errors.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import {
  templateStates,
  type TemplateListView,
  type TemplateRow,
  type TemplateState,
} from '@dealdraft/wire/settings.ts';
import type { Answer, TemplateKey } from '../../deps.ts';

type Row = Omit<TemplateRow, 'publishedAt' | 'draftAt'> & { publishedAt: Date | null; draftAt: Date | null };

/** The state is worked out by the database, so that a page of hundreds costs one query and no questions are read. */
const listed = (portalId: number) => Prisma.sql`
  SELECT t."workspaceId", t."templateId", t."name", t."attributes", w."environment", w."name" AS "workspaceName",
    CASE WHEN t."state" = 'gone' THEN 'gone'
      WHEN m."publishedVersionId" IS NOT NULL AND m."state" = 'paused' THEN 'paused'
      WHEN m."publishedVersionId" IS NOT NULL THEN 'published'
      WHEN d."workspaceId" IS NOT NULL THEN 'draft' ELSE 'not_mapped' END AS "state",
    m."pausedReason", v."number" AS "publishedNumber", v."publishedAt", v."author" AS "publishedBy",
    CASE WHEN d."content" IS DISTINCT FROM v."content" THEN d."updatedBy" END AS "draftBy",
    CASE WHEN d."content" IS DISTINCT FROM v."content" THEN d."updatedAt" END AS "draftAt"
  FROM "template" t
  JOIN "workspace" w ON w."id" = t."workspaceId" AND w."portalId" = t."portalId"
  LEFT JOIN "mapping" m ON m."workspaceId" = t."workspaceId" AND m."templateId" = t."templateId"
  LEFT JOIN "mapping_version" v ON v."id" = m."publishedVersionId"
  LEFT JOIN "mapping_draft" d ON d."workspaceId" = t."workspaceId" AND d."templateId" = t."templateId"
  WHERE t."portalId" = ${portalId}`;

const withCounts = (page: Prisma.Sql) => Prisma.sql`
  SELECT p."workspaceId", p."templateId", p."name", p."environment", p."workspaceName", p."state", p."pausedReason",
    p."publishedNumber", p."publishedAt", p."publishedBy", p."draftBy", p."draftAt",
    jsonb_array_length(p."attributes") AS "variables",
    (SELECT count(*)::int FROM jsonb_array_elements(p."attributes") a WHERE (a->>'required')::boolean) AS "required"
  FROM (${page}) p`;

const shown = (row: Row): TemplateRow => ({
  ...row,
  publishedAt: row.publishedAt?.toISOString() ?? null,
  draftAt: row.draftAt?.toISOString() ?? null,
});

/** The text as it is, for LIKE. */
const literal = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);

type TemplateQuery = {
  search: string;
  workspaceId?: string | undefined;
  state?: TemplateState | undefined;
  offset: number;
  limit: number;
};

/** A page of the templates by name, with how many there are in each state. */
export const templateList = async (
  db: Db,
  portalId: number,
  query: TemplateQuery,
): Answer<TemplateListView> => {
  const { search, workspaceId, state, offset, limit } = query;
  const words = search
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => Prisma.sql`AND l."name" ILIKE ${`%${literal(word)}%`}`);
  const found = Prisma.sql`FROM (${listed(portalId)}) l WHERE true ${Prisma.join([Prisma.empty, ...words], ' ')}
    ${workspaceId === undefined ? Prisma.empty : Prisma.sql`AND l."workspaceId" = ${workspaceId}::uuid`}`;
  const counted = await db.$queryRaw<{ state: TemplateState; count: number }[]>`
    SELECT l."state", count(*)::int AS "count" ${found} GROUP BY l."state"`;
  const page = Prisma.sql`SELECT l.* ${found} ${state === undefined ? Prisma.empty : Prisma.sql`AND l."state" = ${state}`}
    ORDER BY lower(l."name"), l."environment", l."templateId" LIMIT ${limit} OFFSET ${offset}`;
  const rows = await db.$queryRaw<Row[]>(
    Prisma.sql`${withCounts(page)} ORDER BY lower(p."name"), p."environment", p."templateId"`,
  );
  const count = (of: TemplateState): number => counted.find((each) => each.state === of)?.count ?? 0;
  const counts = Object.fromEntries(templateStates.map((each) => [each, count(each)])) as Record<
    TemplateState,
    number
  >;
  return ok({
    templates: rows.map(shown),
    total: state === undefined ? counted.reduce((sum, each) => sum + each.count, 0) : count(state),
    offset,
    counts,
  });
};

/** One template's row of the list. */
export const templateRow = async (db: Db, portalId: number, key: TemplateKey): Answer<TemplateRow> => {
  const one = Prisma.sql`${listed(portalId)} AND t."workspaceId" = ${key.workspaceId}::uuid AND t."templateId" = ${key.templateId}`;
  const [row] = await db.$queryRaw<Row[]>(withCounts(one));
  return row === undefined ? fail(cardError.notFound('This template')) : ok(shown(row));
};
