import { readTemplate } from '../../connections/refresh-templates.ts';
import { withSpotDraft } from '../../vendors/with-vendor.ts';
import type { SpotDraftClient } from '../../../spotdraft/client.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { JobContext } from '../../../platform/jobs/jobs.ts';
import { done, type JobEnd } from '../../../platform/jobs/job-end.ts';
import type { SpotDraftFailure } from '../../../spotdraft/transport/failure.ts';
import type { Deps } from '../../deps.ts';
import type { TemplatesReading } from '../../connections/workspace-view.ts';

/** So often the page learns how far it is. */
const tellEvery = 10;

type Place = { portalId: number; workspaceId: string };

/**
 * Job `workspace.templates`: reads every published template of a workspace and its questions, one call each, telling how
 * far it is. Ends with a look at all mappings, which what was read may have broken.
 */
export const readTemplates = async (deps: Deps, place: Place, { signal }: JobContext): Promise<JobEnd> => {
  const { portalId, workspaceId } = place;
  const workspace = await deps.db.workspace.findFirst({ where: { id: workspaceId, portalId } });
  if (workspace === null || workspace.state === 'removed') return done;
  return withSpotDraft(deps, { ...place, workspaceName: workspace.name }, async (client) => {
    const read = await readAll(deps, { ...place, client }, signal);
    if (!read.ok) await tell(deps, place, { done: 0, total: 0, message: read.failure.text.admin });
    return read;
  });
};

const readAll = async (
  deps: Deps,
  source: Place & { client: SpotDraftClient },
  signal: AbortSignal,
): Promise<Result<JobEnd, SpotDraftFailure>> => {
  const { portalId, workspaceId, client } = source;
  const place = { portalId, workspaceId };
  const listed = await client.listTemplates({ signal });
  if (!listed.ok) return listed;
  const total = listed.value.length;
  for (const [index, template] of listed.value.entries()) {
    if (index % tellEvery === 0) await tell(deps, place, { done: index, total, message: null });
    const read = await readTemplate(deps, source, template);
    if (!read.ok) return read;
  }
  await deps.db.$transaction(async (tx) => {
    await tx.template.updateMany({
      where: { portalId, workspaceId, templateId: { notIn: listed.value.map(({ id }) => id) } },
      data: { state: 'gone' },
    });
    await tx.workspace.updateMany({
      where: { id: workspaceId, portalId, state: { not: 'removed' } },
      data: { templatesAt: deps.now() },
    });
    await tx.$executeRaw`UPDATE "workspace" SET "templatesReading" = NULL WHERE "id" = ${workspaceId}::uuid`;
    await deps.enqueue(tx, 'schema.watch', { payload: { portalId, cause: 'asked' }, background: true });
  });
  return ok(done);
};

const tell = async (deps: Deps, place: Place, templatesReading: TemplatesReading): Promise<void> => {
  await deps.db.workspace.updateMany({
    where: { id: place.workspaceId, portalId: place.portalId, state: { not: 'removed' } },
    data: { templatesReading },
  });
};
