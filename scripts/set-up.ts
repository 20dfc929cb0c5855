// npm run set-up -- <file.json>: connects SpotDraft workspaces to an installed HubSpot account and publishes mappings.
// Secrets come from the environment, named in the file; the service's own variables are read as usual.
//
// { "portalId": 123,
//   "accessToken": "HUBSPOT_TOKEN",            optional: name of a variable with a private app's token
//   "workspaces": [{ "environment": "uat", "name": "Acme UAT", "baseUrl": "https://api.eu.spotdraft.com",
//     "clientId": "…", "clientSecret": "SPOTDRAFT_SECRET", "userEmail": "ops@acme.example",
//     "mappings": { "Order Form": { …a mapping… } } }] }
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { startApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { Secret } from '../src/db/secret.ts';
import { mapping } from '../src/wire/mapping.ts';

const setUp = z.object({
  portalId: z.int().positive(),
  accessToken: z.string().optional(),
  workspaces: z.array(
    z.object({
      environment: z.enum(['uat', 'production']),
      name: z.string().min(1),
      baseUrl: z.url(),
      clientId: z.string().min(1),
      clientSecret: z.string().min(1),
      userEmail: z.email().optional(),
      mappings: z.record(z.string(), mapping).default({}),
    }),
  ),
});

const stop = (message: string): never => {
  console.error(message);
  process.exit(1);
};
const variable = (name: string): Secret => {
  const value = process.env[name];
  return value === undefined || value === '' ? stop(`The variable ${name} is not set.`) : new Secret(value);
};

const [path] = process.argv.slice(2);
if (path === undefined) stop('Usage: npm run set-up -- <file.json>');
const parsed = setUp.safeParse(JSON.parse(await readFile(path ?? '', 'utf8')));
if (!parsed.success) stop(z.prettifyError(parsed.error));
const config = readConfig();
if (!config.ok)
  stop(config.faults.map(({ name, fault, purpose }) => `${name} ${fault} — ${purpose}`).join('\n'));
if (!parsed.success || !config.ok) process.exit(1);

const { portalId, accessToken, workspaces } = parsed.data;
const app = await startApp({ config: { ...config.config, PORT: 0 }, role: 'web' });
try {
  if (accessToken !== undefined) {
    const portal = await app.connectPortal({ portalId, accessToken: variable(accessToken) });
    if (!portal.ok) stop('text' in portal.failure ? portal.failure.text.admin : portal.failure.message);
  }
  for (const { mappings, clientSecret, userEmail, ...workspace } of workspaces) {
    const connected = await app.connectWorkspace({
      ...workspace,
      portalId,
      clientSecret: variable(clientSecret),
      userEmail: userEmail ?? null,
    });
    if (!connected.ok) {
      stop(connected.failure.text.admin);
      break;
    }
    const { workspaceId, templates } = connected.value;
    console.log(`${workspace.name}: connected, ${String(templates)} templates read.`);
    for (const [name, content] of Object.entries(mappings)) {
      const template = await app.deps.db.template.findFirst({
        where: { portalId, workspaceId, name, state: 'published' },
      });
      if (template === null) {
        console.error(`  "${name}" is not a published template of this workspace: not mapped.`);
        process.exitCode = 1;
        continue;
      }
      const { number } = await app.publishMapping({
        portalId,
        workspaceId,
        templateId: template.templateId,
        content,
        author: 'operator',
        note: null,
      });
      console.log(`  "${name}": version ${String(number)} published.`);
    }
  }
} finally {
  await app.stop();
}
