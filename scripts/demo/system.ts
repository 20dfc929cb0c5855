import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appClientSecret, appId, oauthClientId } from '../../sandbox/hubspot/state/accounts.ts';
import { startHubSpotSandbox, type HubSpotSandbox } from '../../sandbox/hubspot/start.ts';
import { startSpotDraftSandbox, type SpotDraftSandbox } from '../../sandbox/spotdraft/start.ts';
import { startApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { startEmbeddedDatabase } from '../../lab/postgres/embedded-database.ts';
import { applyMigrations } from '../../src/platform/database/migration-engine.ts';
import { freePort } from '../../lab/postgres/server.ts';
import type { Stores } from './stores.ts';

const root = join(import.meta.dirname, '../..');
const latencyMs = 60;
const webhookRetryDelaysMs = [1000, 5000, 30_000];

export type DemoSystem = {
  app: App;
  spotdraft: SpotDraftSandbox;
  hubspot: HubSpotSandbox;
  appOrigin: string;
};

/** The demo's own key for secrets in its own database; made once, never the same on two machines. */
const sealingKey = async (dataDir: string): Promise<string> => {
  const path = join(dataDir, 'sealing-key');
  if (!existsSync(path)) await writeFile(path, `demo:${randomBytes(32).toString('base64')}`, { mode: 0o600 });
  return readFile(path, 'utf8');
};

type Options = {
  stores: Stores;
  /** A Postgres of the caller's own, instead of the demo's. */
  databaseUrl?: string;
};

/**
 * Starts the database, both stand-ins and the service. What is opened is closed by `opened`, in the other order, however
 * far the start has come: the service lets go of the database before the database ends.
 */
export async function startDemoSystem(
  { stores, databaseUrl }: Options,
  opened: AsyncDisposableStack,
): Promise<DemoSystem> {
  let url = databaseUrl;
  if (url === undefined) {
    const database = await startEmbeddedDatabase({ dataDir: stores.postgres, port: 54329, durable: true });
    opened.defer(database.stop);
    url = database.url();
  }
  await applyMigrations(url);

  const port = await freePort(4000);
  const appOrigin = `http://127.0.0.1:${String(port)}`;
  const spotdraft = await startSpotDraftSandbox({
    port: await freePort(4010),
    latencyMs,
    dataFile: stores.spotdraft,
    webhookRetryDelaysMs,
  });
  opened.defer(() => spotdraft.close());
  const hubspot = await startHubSpotSandbox({
    port: await freePort(4020),
    appOrigin,
    latencyMs,
    dataFile: stores.hubspot,
    webhookRetryDelaysMs,
    extensionsDir: join(root, 'extensions'),
  });
  opened.defer(() => hubspot.close());

  const config = readConfig({
    DATABASE_URL: url,
    PUBLIC_ORIGIN: appOrigin,
    PORT: String(port),
    SECRET_KEYS: await sealingKey(stores.dataDir),
    HUBSPOT_APP_ID: String(appId),
    HUBSPOT_CLIENT_ID: oauthClientId,
    HUBSPOT_CLIENT_SECRET: appClientSecret,
    HUBSPOT_CONSENT_ORIGIN: hubspot.origin,
    HUBSPOT_API_ORIGIN: hubspot.origin,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
    JOB_POLL_MS: '500',
  });
  if (!config.ok) throw new Error(config.faults.map(({ name, fault }) => `${name} ${fault}`).join('; '));
  const app = await startApp({ config: config.config, role: 'both' });
  opened.defer(() => {
    // Whoever ends the demo wants no news of what the service was just doing.
    app.deps.log.level = 'silent';
    return app.stop();
  });
  return { app, spotdraft, hubspot, appOrigin };
}
