import { toJson } from '../../platform/database/to-json.ts';
import { createHash } from 'node:crypto';
import type { SpotDraftClient } from '../../spotdraft/client.ts';
import type { SpotDraftFailure } from '../../spotdraft/transport/failure.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { Deps } from '../deps.ts';

/** Reads a workspace's published templates and their questions. One that is not listed any more is marked as gone, and stays. */
export const refreshTemplates = async (
  deps: Pick<Deps, 'db' | 'now'>,
  workspaceId: string,
  client: SpotDraftClient,
): Promise<Result<{ read: number }, SpotDraftFailure>> => {
  const { db } = deps;
  const { portalId } = await db.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  const listed = await client.listTemplates();
  if (!listed.ok) return listed;
  for (const template of listed.value) {
    const stored = await readTemplate(deps, { portalId, workspaceId, client }, template);
    if (!stored.ok) return stored;
  }
  await db.template.updateMany({
    where: { portalId, workspaceId, templateId: { notIn: listed.value.map(({ id }) => id) } },
    data: { state: 'gone' },
  });
  await db.workspace.updateMany({
    where: { id: workspaceId, portalId, state: { not: 'removed' } },
    data: { templatesAt: deps.now() },
  });
  return ok({ read: listed.value.length });
};

type Source = { portalId: number; workspaceId: string; client: SpotDraftClient };

/** Reads one template's questions and stores them. One that vanished since it was listed is left as it is. */
export const readTemplate = async (
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { portalId, workspaceId, client }: Source,
  template: { id: number; name: string; contractTypeId: number | null },
): Promise<Result<void, SpotDraftFailure>> => {
  const metadata = await client.getTemplateMetadata(template.id);
  if (!metadata.ok) return metadata.failure.kind === 'not_found' ? ok(undefined) : metadata;
  const { attributes, counterpartyKind } = metadata.value;
  const facts = {
    name: template.name,
    contractTypeId: template.contractTypeId,
    counterpartyKind,
    attributes: toJson(attributes),
    attributesHash: createHash('sha256').update(JSON.stringify(attributes)).digest('base64url'),
    state: 'published',
    readAt: now(),
  };
  await db.$transaction(async (tx) => {
    // Removing a workspace waits for this lock, or comes first: nothing is read into one that is gone.
    const [here] = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM "workspace" WHERE "id" = ${workspaceId}::uuid AND "portalId" = ${portalId} AND "state" <> 'removed' FOR SHARE`;
    if (here === undefined) return;
    await tx.template.upsert({
      where: { workspaceId_templateId: { workspaceId, templateId: template.id } },
      create: { portalId, workspaceId, templateId: template.id, ...facts },
      update: facts,
    });
  });
  return ok(undefined);
};
