import { writeAudit } from '../../src/features/history/write-audit.ts';
import { freshProperties } from '../../src/features/templates/read/read-properties.ts';
import type { App } from '../../src/app.ts';
import { templateOf } from '../../src/features/contracts/create/plan-for-deal.ts';
import type { Template } from '../../src/platform/database/generated/client.ts';
import type { Secret } from '../../src/platform/secrets/secret.ts';
import { hasErrors, lintMapping } from '../../src/mapping/lint/lint-mapping.ts';
import { sameJson } from '../../src/mapping/values/same-json.ts';
import type { Mapping } from '@dealdraft/wire/mapping.ts';
import type { Json } from '@dealdraft/wire/plan.ts';
import type { PropertiesByObject } from '@dealdraft/wire/records.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { SetUp } from './set-up-file.ts';

const operator = 'operator';

export type SetUpParts = {
  app: Pick<App, 'deps' | 'connectPortal' | 'linkErp' | 'connectWorkspace' | 'publishMapping'>;
  secrets: ReadonlyMap<string, Secret>;
  say: (line: string) => void;
};

/**
 * Connects what the file names and publishes its mappings. Can be repeated: a mapping that is already the published one is left
 * alone. Fails at the first connection that does not work; a mapping that cannot be published does not hold up the others.
 */
export const runSetUp = async (parts: SetUpParts, setUp: SetUp): Promise<Result<void, string>> => {
  const { app, say } = parts;
  const { portalId, accessToken } = setUp;
  const token = accessToken === undefined ? undefined : parts.secrets.get(accessToken);
  if (token !== undefined) {
    const portal = await app.connectPortal({ portalId, accessToken: token });
    if (!portal.ok)
      return fail(
        `HubSpot: ${'text' in portal.failure ? portal.failure.text.admin : portal.failure.message}`,
      );
    say(
      `HubSpot account ${String(portalId)}: connected, ${String(portal.value.created.length)} properties created.`,
    );
  }
  const erp = await connectErp(parts, setUp);
  if (!erp.ok) return erp;
  const properties = await readAll(app, portalId);
  if (!properties.ok) return properties;
  let refused = 0;
  for (const { mappings, ...workspace } of setUp.workspaces) {
    const connected = await connect(parts, portalId, workspace);
    if (!connected.ok) return connected;
    for (const [name, content] of mappings) {
      const wish = { portalId, workspaceId: connected.value, name, content };
      const done = await publish(app, wish, properties.value);
      say(`  “${name}”: ${done.ok ? done.value : done.failure}`);
      if (!done.ok) refused += 1;
    }
  }
  return refused === 0 ? ok(undefined) : fail(`${String(refused)} mappings were not published.`);
};

const connectErp = async (
  { app, secrets, say }: SetUpParts,
  { portalId, erp }: SetUp,
): Promise<Result<void, string>> => {
  const key = erp === undefined ? undefined : secrets.get(erp.key);
  if (erp === undefined || key === undefined) return ok(undefined);
  const { eventsUrl = null } = erp;
  const linked = await app.linkErp({ portalId, key, eventsUrl });
  if (linked.ok)
    say(`ERP: it may ask for contracts${eventsUrl === null ? '' : ', and is told of executions'}.`);
  return linked;
};

const readAll = async (
  { deps }: SetUpParts['app'],
  portalId: number,
): Promise<Result<PropertiesByObject, string>> => {
  const client = await deps.vendors.hubspot(portalId, 'interactive');
  if (!client.ok) return fail(`HubSpot account ${String(portalId)}: ${client.failure.message}`);
  const read = await freshProperties(deps, client.value);
  return read.ok ? read : fail(`HubSpot: ${read.failure.text.admin}`);
};

const connect = async (
  { app, secrets, say }: SetUpParts,
  portalId: number,
  { clientSecret, userEmail, ...workspace }: Omit<SetUp['workspaces'][number], 'mappings'>,
): Promise<Result<string, string>> => {
  const secret = secrets.get(clientSecret);
  if (secret === undefined) return fail(`The variable ${clientSecret} is not set.`);
  const connected = await app.connectWorkspace({
    ...workspace,
    portalId,
    clientSecret: secret,
    userEmail: userEmail ?? null,
  });
  if (!connected.ok) return fail(`${workspace.name}: ${connected.failure.text.admin}`);
  const { workspaceId, templates } = connected.value;
  await writeAudit(app.deps.db, {
    portalId,
    who: operator,
    action: 'workspace_added',
    subject: workspace.name,
    text: 'Connected from a set-up file',
  });
  say(`${workspace.name}: connected, ${String(templates)} templates read.`);
  return ok(workspaceId);
};

type Wish = { portalId: number; workspaceId: string; name: string; content: Mapping };

const publish = async (
  app: SetUpParts['app'],
  wish: Wish,
  properties: PropertiesByObject,
): Promise<Result<string, string>> => {
  const { portalId, workspaceId, name, content } = wish;
  const { db } = app.deps;
  const template = await db.template.findFirst({
    where: { portalId, workspaceId, name, state: 'published' },
  });
  if (template === null) return fail('not a published template of this workspace.');
  const findings = lintMapping({ mapping: content, template: templateOf(template), properties });
  if (hasErrors(findings)) {
    const lines = findings
      .filter(({ severity }) => severity === 'error')
      .map(({ target, message, reason, fix }) => `    ${target}: ${message} ${reason} ${fix}`);
    return fail(['not published.', ...lines].join('\n'));
  }
  const unchanged = await publishedNumber(app, template, content);
  if (unchanged !== null) return ok(`unchanged, version ${String(unchanged)}.`);
  const { number } = await app.publishMapping({
    portalId,
    workspaceId,
    templateId: template.templateId,
    content,
    author: operator,
    note: 'From a set-up file',
  });
  await writeAudit(db, {
    portalId,
    who: operator,
    action: 'mapping_published',
    subject: name,
    text: `Published version ${String(number)} from a set-up file`,
  });
  return ok(`version ${String(number)} published.`);
};

/** The number of the published version when it says the same as this one, and is in use. */
const publishedNumber = async (
  { deps: { db } }: SetUpParts['app'],
  { portalId, workspaceId, templateId }: Template,
  content: Mapping,
): Promise<number | null> => {
  const row = await db.mapping.findFirst({ where: { portalId, workspaceId, templateId, state: 'active' } });
  if (row?.publishedVersionId == null) return null;
  const version = await db.mappingVersion.findFirst({ where: { portalId, id: row.publishedVersionId } });
  const same = sameJson(version?.content as Json, JSON.parse(JSON.stringify(content)) as Json);
  return version !== null && same ? version.number : null;
};
