import { templateOf } from '../../contracts/create/plan-for-deal.ts';
import { clearProblem, raiseProblem } from '../../problems/problems.ts';
import { readTemplate } from '../../connections/refresh-templates.ts';
import type { Db } from '../../../platform/database/client.ts';
import { done, type JobEnd } from '../../../platform/jobs/job-end.ts';
import { afterFailure } from '../../../platform/jobs/after-failure.ts';
import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import { mapping as mappingSchema } from '@dealdraft/wire/mapping.ts';
import type { PropertiesByObject } from '@dealdraft/wire/records.ts';
import type { Deps } from '../../deps.ts';
import { writeAudit } from '../../history/write-audit.ts';
import { freshProperties } from '../read/read-properties.ts';

export type WatchCause = 'clock' | 'asked' | 'use';

/** Reads the mapped templates of every workspace that answers again. One that is away is left for the next time. */
const rereadTemplates = async (deps: Deps, portalId: number): Promise<void> => {
  const mappings = await deps.db.mapping.findMany({
    where: { portalId, publishedVersionId: { not: null }, workspace: { state: 'active' } },
    select: { workspaceId: true, templateId: true },
  });
  for (const workspaceId of new Set(mappings.map((row) => row.workspaceId))) {
    const client = await deps.vendors.spotdraft(workspaceId, 'background');
    const listed = client.ok ? await client.value.listTemplates() : null;
    if (!client.ok || listed?.ok !== true) continue;
    for (const { templateId } of mappings.filter((row) => row.workspaceId === workspaceId)) {
      const template = listed.value.find(({ id }) => id === templateId);
      if (template === undefined)
        await deps.db.template.updateMany({
          where: { portalId, workspaceId, templateId },
          data: { state: 'gone' },
        });
      else await readTemplate(deps, { portalId, workspaceId, client: client.value }, template);
    }
  }
};

/** Why a mapping cannot be used any more; null when it can. */
const breakage = (template: { state: string }, findings: readonly Finding[]): string | null => {
  if (template.state === 'gone')
    return 'SpotDraft does not list the template any more. It is taken into use again when it is published there.';
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return null;
  const more = errors.length === 1 ? '' : ` ${String(errors.length - 1)} more like it.`;
  return `${first.message} ${first.fix}${more}`;
};

type Paused = {
  portalId: number;
  mappingId: string;
  workspaceId: string;
  template: { name: string; state: string };
  reason: string;
};

const pause = async (
  db: Db,
  { portalId, mappingId, workspaceId, template, reason }: Paused,
): Promise<boolean> => {
  const { count } = await db.mapping.updateMany({
    where: { id: mappingId, portalId, state: 'active' },
    data: { state: 'paused', pausedReason: reason },
  });
  if (count === 0) return false;
  await raiseProblem(db, {
    portalId,
    kind: 'mapping_paused',
    about: mappingId,
    workspaceId,
    context: {
      template: template.name,
      reason,
      cause: template.state === 'gone' ? 'unpublished' : 'changed',
    },
  });
  await writeAudit(db, {
    portalId,
    who: 'DealDraft',
    action: 'mapping_paused',
    subject: template.name,
    text: reason,
    changes: [{ path: 'state', before: 'active', after: 'paused' }],
  });
  return true;
};

/**
 * A template that was paused because it was not published, and is again: what is mapped to it is as it was. What was
 * paused by a person, or because it has changed, waits for a person.
 */
const resumable = async (db: Db, portalId: number): Promise<Set<string>> => {
  const problems = await db.problem.findMany({
    where: {
      portalId,
      kind: 'mapping_paused',
      clearedAt: null,
      context: { path: ['cause'], equals: 'unpublished' },
    },
    select: { key: true },
  });
  return new Set(problems.map(({ key }) => key.slice('mapping_paused:'.length)));
};

const resume = async (
  db: Db,
  { portalId, mappingId, template }: { portalId: number; mappingId: string; template: string },
): Promise<void> => {
  const { count } = await db.mapping.updateMany({
    where: { id: mappingId, portalId, state: 'paused' },
    data: { state: 'active', pausedReason: null },
  });
  await clearProblem(db, { portalId, kind: 'mapping_paused', about: mappingId });
  if (count > 0)
    await writeAudit(db, {
      portalId,
      who: 'DealDraft',
      action: 'mapping_resumed',
      subject: template,
      text: 'SpotDraft lists the template again',
      changes: [{ path: 'state', before: 'paused', after: 'active' }],
    });
};

/**
 * Job `schema.watch`: holds every published mapping against the template and the properties as they are now. What would
 * send a blank, or be refused, pauses its template with a sentence; nothing is judged by what could not be read.
 */
export const watchSchema = async (
  deps: Deps,
  { portalId, cause }: { portalId: number; cause: WatchCause },
): Promise<JobEnd> => {
  const portal = await deps.db.portal.findUnique({ where: { portalId }, select: { state: true } });
  if (portal?.state !== 'active') return done;
  const client = await deps.vendors.hubspot(portalId, 'background');
  let properties: PropertiesByObject = {};
  if (client.ok) {
    const read = await freshProperties(deps, client.value);
    if (!read.ok && cause !== 'clock') return afterFailure(read.failure);
    if (read.ok) properties = read.value;
  }
  await rereadTemplates(deps, portalId);
  await judgeMappings(deps, portalId, properties);
  if (cause === 'clock')
    await deps.db.$transaction((tx) =>
      deps.enqueue(tx, 'schema.watch', {
        payload: { portalId, cause },
        afterMs: deps.settings.schemaWatchMs,
        background: true,
      }),
    );
  return done;
};

const judgeMappings = async (deps: Deps, portalId: number, properties: PropertiesByObject): Promise<void> => {
  const paused = await resumable(deps.db, portalId);
  const mappings = await deps.db.mapping.findMany({
    where: {
      portalId,
      publishedVersionId: { not: null },
      workspace: { state: 'active' },
      OR: [{ state: 'active' }, { state: 'paused', id: { in: [...paused] } }],
    },
  });
  for (const row of mappings) {
    const { workspaceId, templateId, publishedVersionId } = row;
    const [template, version] = await Promise.all([
      deps.db.template.findUnique({ where: { workspaceId_templateId: { workspaceId, templateId } } }),
      deps.db.mappingVersion.findFirst({ where: { id: publishedVersionId ?? '', portalId } }),
    ]);
    const parsed = mappingSchema.safeParse(version?.content);
    if (template === null || !parsed.success) continue;
    const findings = await deps.mapping.lint(portalId, {
      mapping: parsed.data,
      template: templateOf(template),
      properties,
    });
    const reason = breakage(template, findings);
    // While HubSpot could not be read nothing is known to fit.
    const fits = reason === null && Object.keys(properties).length > 0;
    if (row.state === 'paused' && fits)
      await deps.db.$transaction((tx) =>
        resume(tx, { portalId, mappingId: row.id, template: template.name }),
      );
    if (row.state === 'paused' || reason === null) continue;
    await deps.db.$transaction((tx) =>
      pause(tx, { portalId, mappingId: row.id, workspaceId, template, reason }),
    );
    deps.log.warn({ portalId, templateId }, 'a template was paused because what it is mapped to has changed');
  }
};
