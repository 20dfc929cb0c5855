import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { Client } from 'pg';
import { startHubSpotSandbox, type HubSpotSandbox } from '../../sandbox/hubspot/start.ts';
import {
  accessTokens,
  appClientSecret,
  appId,
  northwindPortalId,
  oauthClientId,
  userIds,
} from '../../sandbox/hubspot/state/accounts.ts';
import { sandboxCredentials } from '../../sandbox/spotdraft/seed/seed.ts';
import { startSpotDraftSandbox, type SpotDraftSandbox } from '../../sandbox/spotdraft/start.ts';
import { demoMappings } from './mappings.ts';
import { startApp, type App, type Role } from '../../src/app.ts';
import { readConfig, type Config } from '../../src/config.ts';
import { Secret } from '../../src/platform/secrets/secret.ts';
import type { Envelope } from '@dealdraft/wire/card.ts';
import { patienceMs } from '../patience.ts';

export const portalId = northwindPortalId;
export const userId = userIds.ben;

export type WorldOptions = {
  /** From vitest's `inject('databaseUrl')`: a server whose database `dealdraft` is migrated. */
  databaseUrl: string;
  role?: Role;
  environment?: Record<string, string>;
  /** Connect both vendors and publish the demo's mappings; true unless told. */
  connected?: boolean;
  spotdraft?: Parameters<typeof startSpotDraftSandbox>[0];
  hubspot?: Parameters<typeof startHubSpotSandbox>[0];
};

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });

/** A database of its own, made from the migrated one on the same server. */
export const createDatabase = async (templateUrl: string): Promise<string> => {
  const name = `w_${randomUUID().replaceAll('-', '')}`;
  const admin = new URL(templateUrl);
  const template = admin.pathname.slice(1);
  admin.pathname = '/postgres';
  const client = new Client({ connectionString: admin.href });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  } finally {
    await client.end();
  }
  const url = new URL(templateUrl);
  url.pathname = `/${name}`;
  return url.href;
};

/** The first look again comes at once; looks at what takes long are rarer, for each of them is work for the service, too. */
const firstPauseMs = 15;
const longestPauseMs = 200;

/** Resolves with the first answer that is not null, undefined or false; fails with the condition's name after the time. */
export const until = async <T>(
  name: string,
  check: () => T | Promise<T>,
  timeoutMs = patienceMs,
): Promise<NonNullable<Exclude<T, false>>> => {
  const end = Date.now() + timeoutMs;
  let last: unknown;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.2, longestPauseMs)) {
    try {
      const value = await check();
      if (value !== null && value !== undefined && value !== false)
        return value as NonNullable<Exclude<T, false>>;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end)
      throw new Error(
        `Not within ${String(timeoutMs)} ms: ${name}${last instanceof Error ? ` (${last.message})` : ''}`,
      );
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
};

const configFor = (
  facts: { databaseUrl: string; port: number; hubspotOrigin: string },
  extra: Record<string, string> = {},
): Config => {
  const read = readConfig({
    DATABASE_URL: facts.databaseUrl,
    PUBLIC_ORIGIN: `http://127.0.0.1:${String(facts.port)}`,
    PORT: String(facts.port),
    SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    HUBSPOT_APP_ID: String(appId),
    HUBSPOT_CLIENT_ID: oauthClientId,
    HUBSPOT_CLIENT_SECRET: appClientSecret,
    HUBSPOT_CONSENT_ORIGIN: facts.hubspotOrigin,
    HUBSPOT_API_ORIGIN: facts.hubspotOrigin,
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    LOOK_UP_DELAYS_MS: '150,300,600',
    JOB_POLL_MS: '500',
    STOP_GRACE_MS: '5000',
    ...extra,
  });
  if (!read.ok) throw new Error(read.faults.map(({ name, fault }) => `${name} ${fault}`).join(', '));
  return read.config;
};

export type World = Awaited<ReturnType<typeof startWorld>>;

/** The whole system, for real: a database, both sandboxes over HTTP, and the service connected to them. */
export const startWorld = async (options: WorldOptions) => {
  const [databaseUrl, port] = await Promise.all([createDatabase(options.databaseUrl), freePort()]);
  const appOrigin = `http://127.0.0.1:${String(port)}`;
  const spotdraft: SpotDraftSandbox = await startSpotDraftSandbox({
    webhookRetryDelaysMs: [150, 500, 1500, 3000],
    ...options.spotdraft,
  });
  const hubspot: HubSpotSandbox = await startHubSpotSandbox({
    appOrigin,
    webhookRetryDelaysMs: [150, 500, 1500],
    ...options.hubspot,
  });
  const config = configFor({ databaseUrl, port, hubspotOrigin: hubspot.origin }, options.environment);
  let app: App = await startApp({ config, role: options.role ?? 'both' });

  const connect = async (): Promise<string> => {
    const token = accessTokens[portalId];
    const portal = await app.connectPortal({
      portalId,
      name: 'Northwind Robotics',
      accessToken: new Secret(token ?? ''),
      timeZone: 'Europe/Zurich',
      defaultCurrency: 'EUR',
    });
    if (!portal.ok) throw new Error(`HubSpot: ${JSON.stringify(portal.failure)}`);
    const credentials = sandboxCredentials.production;
    const workspace = await app.connectWorkspace({
      portalId,
      environment: 'production',
      name: 'Northwind production',
      baseUrl: spotdraft.origin,
      clientId: credentials.clientId,
      clientSecret: new Secret(credentials.clientSecret),
      userEmail: null,
    });
    if (!workspace.ok) throw new Error(`SpotDraft: ${workspace.failure.text.log}`);
    const { workspaceId } = workspace.value;
    for (const template of await app.deps.db.template.findMany({ where: { portalId, workspaceId } })) {
      const content = demoMappings[template.name];
      if (content !== undefined)
        await app.publishMapping({
          portalId,
          workspaceId,
          templateId: template.templateId,
          content,
          author: 'demo',
          note: null,
        });
    }
    return workspaceId;
  };
  const workspaceId = options.connected === false ? '' : await connect();

  /** A call as the card makes it: through HubSpot's signing proxy. */
  const card = async <Data>(
    method: 'GET' | 'POST',
    path: string,
    body?: Record<string, unknown>,
  ): Promise<Envelope<Data>> => {
    const answer = await hubspot.control.callCard({
      portalId,
      userId,
      method,
      path,
      ...(body === undefined ? {} : { body }),
    });
    if (answer.status !== 200)
      throw new Error(`${method} ${path} → ${String(answer.status)} ${JSON.stringify(answer.body)}`);
    return answer.body as Envelope<Data>;
  };
  const cardOk = async <Data>(
    method: 'GET' | 'POST',
    path: string,
    body?: Record<string, unknown>,
  ): Promise<Data> => {
    const answer = await card<Data>(method, path, body);
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer.error)}`);
    return answer.data;
  };

  return {
    databaseUrl,
    spotdraft,
    hubspot,
    config,
    workspaceId,
    get app() {
      return app;
    },
    get db() {
      return app.deps.db;
    },
    card,
    cardOk,
    connect,
    /** The id of the seeded deal whose name begins so. */
    dealId: (name: string): string => {
      for (const record of hubspot.control.portal(portalId).records.values()) {
        if (record.type === 'deals' && record.properties['dealname']?.startsWith(name) === true)
          return record.id;
      }
      throw new Error(`no deal "${name}"`);
    },
    /** Stops the service and starts a fresh one on the same database. */
    restart: async (): Promise<void> => {
      await app.stop();
      app = await startApp({ config, role: options.role ?? 'both' });
    },
    stop: async (): Promise<void> => {
      await app.stop();
      await Promise.all([hubspot.close(), spotdraft.close()]);
    },
  };
};
