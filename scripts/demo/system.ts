import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { accessTokens, appClientSecret, appId, northwindPortalId } from '../../sandbox/hubspot/seed.ts';
import { startHubSpotSandbox, type HubSpotSandbox } from '../../sandbox/hubspot/start.ts';
import { sandboxCredentials } from '../../sandbox/spotdraft/seed.ts';
import { startSpotDraftSandbox, type SpotDraftSandbox } from '../../sandbox/spotdraft/start.ts';
import { startApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { Secret } from '../../src/platform/secrets/secret.ts';
import { claimFolder } from '../claim-folder.ts';
import { startEmbeddedDatabase } from '../embedded-database.ts';
import { applyMigrations } from '../migration-engine.ts';
import { endLeftover } from '../postgres/leftover.ts';
import { demoMappings } from './mappings.ts';
import type { Printer } from './print.ts';

const root = join(import.meta.dirname, '../..');
const dataDir = join(root, '.data');
const latencyMs = 60;

export type DemoSystem = {
  app: App;
  spotdraft: SpotDraftSandbox;
  hubspot: HubSpotSandbox;
  workspaceId: string;
  appOrigin: string;
  stop: () => Promise<void>;
};

/** The wanted port, or any free one when it is taken. */
const portNear = (wanted: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') portNear(0).then(resolve, reject);
      else reject(error);
    });
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : wanted);
      });
    });
  });

/** The demo's own key for secrets in its own database; made once, never the same on two machines. */
const sealingKey = async (): Promise<string> => {
  const path = join(dataDir, 'sealing-key');
  if (!existsSync(path)) await writeFile(path, `demo:${randomBytes(32).toString('base64')}`, { mode: 0o600 });
  return readFile(path, 'utf8');
};

/** The three stores belong together: when one is missing, all begin anew. */
const prepareData = async (): Promise<{ postgres: string; spotdraft: string; hubspot: string }> => {
  const stores = {
    postgres: join(dataDir, 'postgres'),
    spotdraft: join(dataDir, 'spotdraft.json'),
    hubspot: join(dataDir, 'hubspot.json'),
  };
  if (!Object.values(stores).every((path) => existsSync(path))) {
    await endLeftover(stores.postgres);
    await rm(dataDir, { recursive: true, force: true });
  }
  await mkdir(dataDir, { recursive: true });
  return stores;
};

const databaseFor = async (dir: string): Promise<{ url: string; stop: () => Promise<void> }> => {
  const configured = process.env['DATABASE_URL'];
  if (configured !== undefined) return { url: configured, stop: () => Promise.resolve() };
  const database = await startEmbeddedDatabase({ dataDir: dir, port: 54329, durable: true });
  return { url: database.url(), stop: database.stop };
};

/** Starts the database, both stand-ins and the service, and connects them: what an admin does once on a real account. */
export const startDemoSystem = async (print: Printer): Promise<DemoSystem> => {
  const letGo = await claimFolder(dataDir);
  if (letGo === null)
    throw new Error(
      'another run is using this folder. Use the links it printed, or end it with Ctrl-C first.',
    );
  const stores = await prepareData();
  const database = await databaseFor(stores.postgres);
  const applied = await applyMigrations(database.url);
  print.step(`Postgres is up${applied.length > 0 ? `, ${String(applied.length)} migrations applied` : ''}`);

  const appPort = await portNear(4000);
  const appOrigin = `http://127.0.0.1:${String(appPort)}`;
  const spotdraft = await startSpotDraftSandbox({
    port: await portNear(4010),
    latencyMs,
    dataFile: stores.spotdraft,
    webhookRetryDelaysMs: [1000, 5000, 30_000],
  });
  const hubspot = await startHubSpotSandbox({
    port: await portNear(4020),
    appOrigin,
    latencyMs,
    dataFile: stores.hubspot,
    webhookRetryDelaysMs: [1000, 5000, 30_000],
    extensionsDir: join(root, 'extensions'),
  });
  print.step(`SpotDraft sandbox on ${spotdraft.origin}, HubSpot sandbox on ${hubspot.origin}`);

  const config = readConfig({
    DATABASE_URL: database.url,
    PUBLIC_ORIGIN: appOrigin,
    PORT: String(appPort),
    SECRET_KEYS: await sealingKey(),
    HUBSPOT_APP_ID: String(appId),
    HUBSPOT_CLIENT_SECRET: appClientSecret,
    HUBSPOT_API_ORIGIN: hubspot.origin,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
    JOB_POLL_MS: '500',
  });
  if (!config.ok) throw new Error(config.faults.map(({ name, fault }) => `${name} ${fault}`).join('; '));
  const app = await startApp({ config: config.config, role: 'both' });
  print.step(`DealDraft on ${appOrigin}`);

  return {
    app,
    spotdraft,
    hubspot,
    appOrigin,
    workspaceId: await connect(app, spotdraft, print),
    stop: async () => {
      await app.stop();
      await Promise.all([hubspot.close(), spotdraft.close()]);
      await database.stop();
      letGo();
    },
  };
};

const connect = async (app: App, spotdraft: SpotDraftSandbox, print: Printer): Promise<string> => {
  const portalId = northwindPortalId;
  const portal = await app.connectPortal({
    portalId,
    name: 'Northwind Robotics',
    accessToken: new Secret(accessTokens[portalId] ?? ''),
    timeZone: 'Europe/Zurich',
    defaultCurrency: 'EUR',
  });
  if (!portal.ok)
    throw new Error(
      `HubSpot could not be connected: ${'text' in portal.failure ? portal.failure.text.log : portal.failure.message}`,
    );
  print.step(
    `HubSpot account ${String(portalId)} connected, ${String(portal.value.created.length)} deal properties created`,
  );
  const { clientId, clientSecret } = sandboxCredentials.production;
  const workspace = await app.connectWorkspace({
    portalId,
    environment: 'production',
    name: 'Northwind Robotics',
    baseUrl: spotdraft.origin,
    clientId,
    clientSecret: new Secret(clientSecret),
    userEmail: null,
  });
  if (!workspace.ok) throw new Error(`SpotDraft could not be connected: ${workspace.failure.text.log}`);
  const { workspaceId, templates } = workspace.value;
  print.step(`SpotDraft workspace connected: webhook registered, ${String(templates)} templates read`);
  const unmapped = await app.deps.db.template.findMany({
    where: { portalId, workspaceId, state: 'published' },
  });
  for (const template of unmapped) {
    const content = demoMappings[template.name];
    const mapped = await app.deps.db.mapping.findUnique({
      where: { workspaceId_templateId: { workspaceId, templateId: template.templateId } },
    });
    if (content === undefined || mapped?.publishedVersionId != null) continue;
    const { number } = await app.publishMapping({
      portalId,
      workspaceId,
      templateId: template.templateId,
      content,
      author: 'ada.lindqvist@northwind-robotics.example',
      note: 'First version',
    });
    print.step(`Mapping for "${template.name}" published (version ${String(number)})`);
  }
  return workspaceId;
};
