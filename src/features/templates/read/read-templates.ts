import { readTemplate } from '../../connections/refresh-templates.ts';
import { vendorIsBack, vendorTrouble } from '../../problems/vendor-trouble.ts';
import { done, type JobContext, type JobEnd } from '../../../platform/jobs/jobs.ts';
import { decideRetry } from '../../../platform/jobs/retry-decision.ts';
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
  const client = await deps.vendors.spotdraft(workspaceId, 'background');
  if (!client.ok) return done;
  const listed = await client.value.listTemplates({ signal });
  if (!listed.ok) return giveUp(deps, { ...place, name: workspace.name }, listed.failure);
  const total = listed.value.length;
  const source = { portalId, workspaceId, client: client.value };
  for (const [index, template] of listed.value.entries()) {
    if (index % tellEvery === 0) await tell(deps, place, { done: index, total, message: null });
    const read = await readTemplate(deps, source, template);
    if (!read.ok) return giveUp(deps, { ...place, name: workspace.name }, read.failure);
  }
  await deps.db.$transaction(async (tx) => {
    await tx.template.updateMany({
      where: { portalId, workspaceId, templateId: { notIn: listed.value.map(({ id }) => id) } },
      data: { state: 'gone' },
    });
    await tx.workspace.updateMany({
      where: { id: workspaceId, portalId },
      data: { templatesAt: deps.now() },
    });
    await tx.$executeRaw`UPDATE "workspace" SET "templatesReading" = NULL WHERE "id" = ${workspaceId}::uuid`;
    await vendorIsBack(tx, { portalId, vendor: 'spotdraft', workspaceId });
    await deps.enqueue(tx, 'schema.watch', { payload: { portalId, cause: 'asked' }, background: true });
  });
  return done;
};

const tell = async (deps: Deps, place: Place, templatesReading: TemplatesReading): Promise<void> => {
  await deps.db.workspace.updateMany({
    where: { id: place.workspaceId, portalId: place.portalId },
    data: { templatesReading },
  });
};

const giveUp = async (
  deps: Deps,
  { name, ...place }: Place & { name: string },
  failure: SpotDraftFailure,
): Promise<JobEnd> => {
  await tell(deps, place, { done: 0, total: 0, message: failure.text.admin });
  await vendorTrouble(deps, { ...place, vendor: 'spotdraft', workspaceName: name, failure });
  return { end: 'failed', decision: decideRetry(failure) };
};
