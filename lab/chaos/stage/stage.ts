import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { startHubSpotSandbox } from '../../../sandbox/hubspot/start.ts';
import {
  accessTokens,
  appClientSecret,
  appId,
  northwindPortalId,
  oauthClientId,
  userIds,
} from '../../../sandbox/hubspot/state/accounts.ts';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { startSpotDraftSandbox } from '../../../sandbox/spotdraft/start.ts';
import { demoMappings } from '../../world/mappings.ts';
import { startApp } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import type { Envelope } from '@dealdraft/wire/card.ts';
import type { Saved } from '@dealdraft/wire/automation.ts';
import { freePort } from '../../world/world.ts';
import { ruleTemplate, stages } from '../plan/automation-plan.ts';
import { processNames, type Plan } from '../plan/plan.ts';
import { startPostgres } from './postgres.ts';
import { program } from './processes.ts';
import { startRoundRobin } from './round-robin.ts';
import type { Safeguard } from './source-changes.ts';

export const portalId = northwindPortalId;
const spotdraftPerSecond = 60;
const hubspotPer10s = 1500;

export type Stage = Awaited<ReturnType<typeof setStage>>;

/** The whole cast of one run: Postgres, both sandboxes, two web and two worker processes behind one address, connected. */
export const setStage = async (
  plan: Plan,
  { template, logDir, without }: { template: string; logDir: string; without: Safeguard | null },
) => {
  await mkdir(logDir, { recursive: true });
  const [postgres, webOne, webTwo] = await Promise.all([startPostgres(template), freePort(), freePort()]);
  const proxy = await startRoundRobin([webOne, webTwo]);
  const skewed = (ms: number) => () => new Date(Date.now() + ms);
  const spotdraft = await startSpotDraftSandbox({
    seed: plan.seed,
    now: skewed(plan.skewMs.spotdraft),
    webhookRetryDelaysMs: [150, 400, 800, 1600],
    webhookTimeoutMs: 2_500,
    rateLimitPerSecond: spotdraftPerSecond,
  });
  const hubspot = await startHubSpotSandbox({
    seed: plan.seed,
    appOrigin: proxy.origin,
    now: skewed(plan.skewMs.hubspot),
    webhookRetryDelaysMs: [150, 400, 800, 1600, 3000],
    webhookTimeoutMs: 2_500,
    rateLimitPer10s: hubspotPer10s,
    searchPerSecond: 50,
    workflowRetryDelaysMs: [150, 400, 800, 1600, 3000, 3000, 3000, 5000, 5000, 5000, 5000],
  });
  const sealingKey = Buffer.alloc(32, 1 + (plan.seed % 200)).toString('base64');
  const environment = (port: number): Record<string, string> => ({
    DATABASE_URL: postgres.url,
    PUBLIC_ORIGIN: proxy.origin,
    PORT: String(port),
    SECRET_KEYS: `chaos:${sealingKey}`,
    HUBSPOT_APP_ID: String(appId),
    HUBSPOT_CLIENT_ID: oauthClientId,
    HUBSPOT_CLIENT_SECRET: appClientSecret,
    HUBSPOT_API_ORIGIN: hubspot.origin,
    HUBSPOT_REQUESTS_PER_10_S: String(hubspotPer10s),
    SPOTDRAFT_REQUESTS_PER_S: String(spotdraftPerSecond),
    LOG_LEVEL: 'info',
    CREATE_TIMEOUT_MS: '900',
    LOOK_UP_DELAYS_MS: '250,450,700,900',
    JOB_POLL_MS: '800',
    UPKEEP_TICK_MS: '1000',
    SWEEP_EVERY_MS: '5000',
    SWEEP_STALE_MS: '2000',
    AUTOMATION_TICK_MS: '3000',
    STOP_GRACE_MS: '5000',
    STOP_DRAIN_MS: '0',
    ...(without === null ? {} : { CHAOS_WITHOUT: without }),
  });
  const ports = { 'web-1': webOne, 'web-2': webTwo, 'worker-1': 0, 'worker-2': 0 };
  const programs = processNames.map((name) =>
    program({
      name,
      role: name.startsWith('web') ? 'web' : 'worker',
      environment: environment(ports[name]),
      logFile: join(logDir, `${name}.log`),
    }),
  );
  const workspaceId = await connect(environment(0), spotdraft.origin);
  const dealIds = hubspot.control.seedDeals(plan.deals, {
    seed: plan.seed,
    properties: { dealstage: stages.start },
  });
  await Promise.all(programs.map((one) => one.start()));

  /** A call as the card makes it; null when no envelope came back. */
  const card = async <Data>(
    method: 'GET' | 'POST',
    path: string,
    body?: Record<string, unknown>,
  ): Promise<Envelope<Data> | null> => {
    const answer = await hubspot.control.callCard({
      portalId,
      userId: userIds.ben,
      method,
      path,
      ...(body === undefined ? {} : { body }),
    });
    return answer.status === 200 ? (answer.body as Envelope<Data>) : null;
  };

  const query = async <Row>(sql: string, values: unknown[] = []): Promise<Row[]> => {
    const client = new Client({ connectionString: postgres.url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql, values)).rows as Row[];
    } finally {
      await client.end();
    }
  };

  const admin = hubspot.control.portal(portalId).users.find(({ id }) => id === userIds.ben)?.email ?? '';
  await query('UPDATE portal SET settings = $1 WHERE "portalId" = $2', [{ admins: [admin] }, portalId]);
  const saved = async (path: string, content: unknown): Promise<string> => {
    const answer = await card<Saved>('POST', `/api/settings/automation/${path}`, { content });
    if (answer?.ok !== true) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer.data.id;
  };
  const [orderForm] = await query<{ templateId: number }>(
    'SELECT "templateId" FROM template WHERE name = $1 AND "workspaceId" = $2',
    [ruleTemplate, workspaceId],
  );
  const templateId = orderForm?.templateId ?? 0;
  const setId = await saved('sets', { name: 'The order', members: [{ templateId }] });
  const rule = { pipelineId: 'default' };
  await saved('rules', {
    ...rule,
    kind: 'generate',
    name: 'Generate',
    stageId: stages.generates,
    templateId,
  });
  await saved('rules', {
    ...rule,
    kind: 'move',
    name: 'Won',
    setId,
    when: 'executed',
    toStageId: stages.won,
  });
  // Rules count from when they were switched on, by our clock; vendors' clocks may be four minutes behind.
  await query(`UPDATE stage_rule SET "activeSince" = now() - interval '10 minutes'`);

  return {
    plan,
    postgres,
    spotdraft,
    hubspot,
    programs,
    workspaceId,
    dealIds,
    card,
    query,
    /** What must never be read in a log. */
    secrets: [
      appClientSecret,
      accessTokens[portalId] ?? '',
      sandboxCredentials.production.clientSecret,
      sandboxCredentials.production.hmacKey,
      sealingKey,
    ],
    close: async (): Promise<void> => {
      await Promise.all(programs.map((one) => one.kill()));
      await Promise.all([spotdraft.close(), hubspot.close(), proxy.close()]);
      await postgres.stop();
    },
  };
};

/** What an admin does once, with the app's own use cases. */
const connect = async (environment: Record<string, string>, spotdraftOrigin: string): Promise<string> => {
  const read = readConfig({ ...environment, LOG_LEVEL: 'silent' });
  if (!read.ok) throw new Error(read.faults.map(({ name, fault }) => `${name} ${fault}`).join(', '));
  const app = await startApp({ config: read.config, role: 'web' });
  try {
    const portal = await app.connectPortal({
      portalId,
      name: 'Northwind Robotics',
      accessToken: new Secret(accessTokens[portalId] ?? ''),
      timeZone: 'Europe/Zurich',
      defaultCurrency: 'EUR',
    });
    if (!portal.ok) throw new Error(`HubSpot: ${JSON.stringify(portal.failure)}`);
    const { clientId, clientSecret } = sandboxCredentials.production;
    const workspace = await app.connectWorkspace({
      portalId,
      environment: 'production',
      name: 'Northwind production',
      baseUrl: spotdraftOrigin,
      clientId,
      clientSecret: new Secret(clientSecret),
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
          author: 'chaos',
          note: null,
        });
    }
    return workspaceId;
  } finally {
    await app.stop();
  }
};
