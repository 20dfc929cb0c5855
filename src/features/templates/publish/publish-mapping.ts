import { toJson } from '../../../platform/database/to-json.ts';
import type { Db } from '../../../platform/database/client.ts';
import { mapping as mappingSchema, type MappingInput } from '@dealdraft/wire/mapping.ts';
import type { Deps } from '../../deps.ts';

export type Publication = {
  portalId: number;
  workspaceId: string;
  templateId: number;
  content: MappingInput;
  author: string;
  note: string | null;
};

type Published = { mappingId: string; versionId: string; number: number };

/** Publishes a new version of a template's mapping. Versions are numbered from 1 and never change. */
export const publishMapping = (
  deps: Pick<Deps, 'db' | 'now'>,
  publication: Publication,
): Promise<Published> => deps.db.$transaction((tx) => publishVersion(tx, publication, deps.now()));

/** The same as a part of the caller's transaction. */
export const publishVersion = async (
  tx: Db,
  publication: Publication,
  publishedAt: Date,
): Promise<Published> => {
  const { portalId, workspaceId, templateId, author, note } = publication;
  const content = mappingSchema.parse(publication.content);
  const mapping = await tx.mapping.upsert({
    where: { workspaceId_templateId: { workspaceId, templateId } },
    create: { portalId, workspaceId, templateId },
    update: {},
  });
  await tx.$queryRaw`SELECT 1 FROM "mapping" WHERE "id" = ${mapping.id}::uuid FOR UPDATE`;
  const last = await tx.mappingVersion.findFirst({
    where: { portalId, mappingId: mapping.id },
    orderBy: { number: 'desc' },
    select: { number: true },
  });
  const number = (last?.number ?? 0) + 1;
  const version = await tx.mappingVersion.create({
    data: {
      portalId,
      mappingId: mapping.id,
      number,
      content: toJson(content),
      author,
      note,
      publishedAt,
    },
  });
  await tx.mapping.update({
    where: { id: mapping.id },
    data: { publishedVersionId: version.id, state: 'active', pausedReason: null },
  });
  return { mappingId: mapping.id, versionId: version.id, number };
};
