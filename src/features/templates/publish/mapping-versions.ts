import { cardError } from '../../../platform/card-errors.ts';
import type { Db } from '../../../platform/database/client.ts';
import { templateTargets } from '../../../mapping/targets/targets.ts';
import { mapping as mappingSchema, type Mapping } from '@dealdraft/wire/mapping.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { DiffView, VersionsView, VersionView } from '@dealdraft/wire/settings.ts';
import type { Answer, TemplateKey } from '../../deps.ts';
import { diffMappings } from './diff-mappings.ts';
import { loadMapping, type MappingState } from '../read/mapping-state.ts';
import { pageSize } from '../../../platform/pages.ts';

/** A page of a mapping's history, newest first, and how many contracts each version made. */
export const versionsView = async (
  db: Db,
  portalId: number,
  { key, before }: { key: TemplateKey; before: number | null },
): Answer<VersionsView> => {
  const row = await db.mapping.findFirst({ where: { portalId, ...key } });
  if (row === null) return ok({ versions: [], before: null });
  const found = await db.mappingVersion.findMany({
    where: { portalId, mappingId: row.id, ...(before === null ? {} : { number: { lt: before } }) },
    orderBy: { number: 'desc' },
    take: pageSize + 1,
    omit: { content: true },
  });
  const versions = found.slice(0, pageSize);
  const made = await db.contract.groupBy({
    by: ['mappingVersionId'],
    where: { portalId, mappingVersionId: { in: versions.map(({ id }) => id) } },
    _count: true,
  });
  return ok({
    versions: versions.map((version) => ({
      number: version.number,
      by: version.author,
      at: (version.publishedAt ?? version.createdAt).toISOString(),
      note: version.note,
      current: version.id === row.publishedVersionId,
      contracts: made.find(({ mappingVersionId }) => mappingVersionId === version.id)?._count ?? 0,
    })),
    before: found.length > pageSize ? (versions.at(-1)?.number ?? null) : null,
  });
};

const findVersion = async (db: Db, state: MappingState, number: number): Answer<VersionView> => {
  const { row } = state;
  const version =
    row === null
      ? null
      : await db.mappingVersion.findFirst({ where: { portalId: row.portalId, mappingId: row.id, number } });
  const content = mappingSchema.safeParse(version?.content);
  if (version === null || !content.success) return fail(cardError.notFound('This version'));
  return ok({
    number,
    by: version.author,
    at: (version.publishedAt ?? version.createdAt).toISOString(),
    note: version.note,
    content: content.data,
  });
};

export const versionView = async (
  db: Db,
  portalId: number,
  { key, number }: { key: TemplateKey; number: number },
): Answer<VersionView> => {
  const state = await loadMapping(db, portalId, key);
  return state.ok ? findVersion(db, state.value, number) : state;
};

/** A version's number, or the draft. */
export type Side = number | 'draft';

/** What differs between two versions, or between one and the draft. */
export const diffView = async (
  db: Db,
  portalId: number,
  { key, from, to }: { key: TemplateKey; from: Side; to: Side },
): Answer<DiffView> => {
  const state = await loadMapping(db, portalId, key);
  if (!state.ok) return state;
  const contentOf = async (side: Side): Answer<Mapping> => {
    if (side === 'draft') return ok(state.value.content);
    const version = await findVersion(db, state.value, side);
    return version.ok ? ok(version.value.content) : version;
  };
  const [left, right] = [await contentOf(from), await contentOf(to)];
  if (!left.ok) return left;
  if (!right.ok) return right;
  const changes = diffMappings(left.value, right.value, templateTargets(state.value.template));
  return ok({ from: String(from), to: String(to), changes });
};
