import { createServer as createHttpServer, type Server } from 'node:http';
import type { DestinationStream } from 'pino';
import type { Config } from './config.ts';
import { isAdmin } from './admin/access.ts';
import type { AdminDeps } from './admin/admin-deps.ts';
import { welcomeInstaller } from './admin/first-admin.ts';
import { postJson } from './admin/post-json.ts';
import { readTemplates } from './admin/read-templates.ts';
import { runCoverage } from './admin/run-coverage.ts';
import { scanOrphans } from './admin/scan-orphans.ts';
import { sendAlert } from './admin/send-alert.ts';
import { settingsTick, startAllSettingsTicks } from './admin/settings-tick.ts';
import { watchSchema } from './admin/watch-schema.ts';
import { actOnContract } from './contracts/act-on-contract.ts';
import { automateDeal } from './contracts/automation/automate-deal.ts';
import { createAutomationDeps } from './contracts/automation/automation-deps.ts';
import { reportExecutions } from './contracts/automation/report-executions.ts';
import { startAllTicks, tick } from './contracts/automation/tick.ts';
import { applyDelivery } from './contracts/apply-delivery.ts';
import { checkDriftJob } from './contracts/check-drift.ts';
import { checkEcho } from './contracts/check-echo.ts';
import { connectPortal, type NewPortal } from './contracts/connect-portal.ts';
import { connectWorkspace, type NewWorkspace, type WorkspaceParts } from './contracts/connect-workspace.ts';
import { createContract } from './contracts/create-contract.ts';
import type { Deps } from './contracts/deps.ts';
import { finishExecuted } from './contracts/finish-executed.ts';
import { createPropertyDefinitions } from './contracts/property-definitions.ts';
import { publishMapping, type Publication } from './contracts/publish-mapping.ts';
import { refreshPeople } from './contracts/read-people.ts';
import { checkDeal } from './contracts/check-deal.ts';
import { deleteDeadLetters, redriveDeadLetters } from './contracts/dead-letters.ts';
import { raiseGivenUp } from './contracts/dead-letter-problems.ts';
import { replayInbox } from './contracts/replay-deliveries.ts';
import { startUpkeep } from './contracts/sweep/start-upkeep.ts';
import { createSweeps } from './contracts/sweep/sweeps.ts';
import { sweepPage } from './contracts/sweep/sweep-page.ts';
import type { UpkeepDeps } from './contracts/upkeep-deps.ts';
import { checkWebhook, createRefusalWatch } from './contracts/webhook-health.ts';
import { verifyContracts } from './contracts/verify-contracts.ts';
import { writeDeals } from './contracts/write-deals.ts';
import { createBudget } from './db/budget.ts';
import { openDatabase } from './db/client.ts';
import { createPortalTokens } from './db/portal-tokens.ts';
import { createSealing } from './db/sealing.ts';
import { createCallLog } from './db/vendor-calls.ts';
import { createExportFiles } from './http/export-files.ts';
import { createOAuthDoors } from './http/oauth-doors.ts';
import { createPreviews } from './http/previews.ts';
import { createHubSpotOAuth } from './hubspot/oauth.ts';
import { optionalScopes, requiredScopes } from './hubspot/scopes.ts';
import { createServer } from './http/server.ts';
import { createDeadLetterStore } from './jobs/dead-letter-store.ts';
import { startJobs, type Handlers } from './jobs/jobs.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { observe } from './observe.ts';
import { createVendors } from './vendors.ts';

export type Role = 'web' | 'worker' | 'both';
export type AppOptions = { config: Config; role: Role; logTo?: DestinationStream };

/** The composition root: the only place that builds things. Everything else gets what it needs as arguments. */
export const startApp = async ({ config, role, logTo }: AppOptions) => {
  const log = createLog(config.LOG_LEVEL, logTo).child({ role });
  const metrics = createMetrics();
  const now = (): Date => new Date();
  const db = openDatabase(config.DATABASE_URL, 20);
  const sealing = createSealing(config.SECRET_KEYS);
  const callLog = createCallLog(db, log);
  const budget = createBudget(db, (key, priority, ms) => {
    metrics.budgetWaitSeconds.observe({ vendor: key.split(':')[0] ?? '', priority }, ms / 1000);
  });
  const oauth =
    config.HUBSPOT_CLIENT_ID === undefined
      ? null
      : createHubSpotOAuth({
          basePath: config.HUBSPOT_API_ORIGIN,
          clientId: config.HUBSPOT_CLIENT_ID,
          clientSecret: config.HUBSPOT_CLIENT_SECRET,
          consentOrigin: config.HUBSPOT_CONSENT_ORIGIN,
        });
  const tokens = createPortalTokens({ db, sealing, oauth, now });
  const {
    vendors,
    buildSpotDraft,
    close: closeVendors,
  } = createVendors({ config, db, sealing, tokens, budget, callLog, metrics, now });
  const jobs = await startJobs({
    databaseUrl: config.DATABASE_URL,
    db,
    log,
    pollMs: config.JOB_POLL_MS,
    supervise: role !== 'web',
    onEnd: (job, outcome, ms) => {
      metrics.jobs.inc({ job, outcome });
      metrics.jobSeconds.observe({ job }, ms / 1000);
    },
    onGivenUp: (job) => raiseGivenUp(db, job),
  });
  const deps: Deps = {
    db,
    enqueue: jobs.enqueue,
    vendors,
    definitions: createPropertyDefinitions(() => now().getTime()),
    settings: {
      lookUpDelaysMs: config.LOOK_UP_DELAYS_MS,
      hubspotAppId: config.HUBSPOT_APP_ID,
      spotdraftPerSecond: config.SPOTDRAFT_REQUESTS_PER_S,
    },
    now,
    log,
  };
  const automation = createAutomationDeps(deps, { tickMs: config.AUTOMATION_TICK_MS });
  const previews = createPreviews(db, config.PUBLIC_ORIGIN, now);
  const files = createExportFiles(db, config.PUBLIC_ORIGIN, now);
  const parts: WorkspaceParts = {
    sealing,
    publicOrigin: config.PUBLIC_ORIGIN,
    buildClient: (access) => buildSpotDraft(access, 'interactive'),
  };
  const upkeep: UpkeepDeps = { ...deps, parts, upkeep: upkeepSettings(config) };
  const admin: AdminDeps = {
    ...deps,
    parts,
    previews,
    files,
    admin: {
      publicOrigin: config.PUBLIC_ORIGIN,
      tickMs: config.SETTINGS_TICK_MS,
      schemaWatchMs: config.SCHEMA_WATCH_MS,
      testWaitMs: config.CONNECTION_TEST_WAIT_MS,
      limits: {
        hubspotPer10S: config.HUBSPOT_REQUESTS_PER_10_S,
        spotdraftPerS: config.SPOTDRAFT_REQUESTS_PER_S,
      },
    },
    operations: { sweeps: createSweeps(upkeep) },
    deadLetters: {
      ...createDeadLetterStore(jobs.boss),
      redrive: (portalId, ids) => redriveDeadLetters(deps, portalId, ids),
      remove: (_db, portalId, ids) => deleteDeadLetters(deps, portalId, ids),
    },
    post: postJson,
  };
  const handlers: Handlers = {
    'workspace.templates': (job, context) => readTemplates(admin, job, context),
    'schema.watch': (job) => watchSchema(admin, job),
    'coverage.run': (job, context) => runCoverage(admin, job, context),
    'orphans.scan': (job, context) => scanOrphans(admin, job, context),
    'settings.tick': (job) => settingsTick(admin, job),
    'alert.send': (job) => sendAlert(admin, job),
    'deal.automate': (job, context) => automateDeal(automation, job, context),
    'automation.tick': (job, context) => tick(automation, job, context),
    'workflow.report': (job, context) => reportExecutions(automation, job, context),
    'contract.create': (job, context) => createContract(deps, job, context),
    'contract.act': (job, context) => actOnContract(deps, job, context),
    'contract.echo': (job, context) => checkEcho(deps, job, context),
    'contract.finish': (job, context) => finishExecuted(deps, job, context),
    'contract.people': (job, context) => refreshPeople(deps, job, context),
    'contract.verify': (job, context) => verifyContracts(deps, job, context),
    'delivery.apply': (job, context) => applyDelivery(deps, job, context),
    'deal.check': (job, context) => checkDeal(deps, job, context),
    'inbox.replay': (job, context) => replayInbox(deps, job, context),
    'sweep.page': (job, context) => sweepPage(upkeep, job, context),
    'webhook.check': (job, context) => checkWebhook(upkeep, job, context),
    'deal.drift': (job) => checkDriftJob(deps, job),
    'deal.write': (job, context) => writeDeals(deps, job, context),
  };
  if (role !== 'web') {
    await jobs.work(handlers);
    await startAllTicks(automation);
    await startAllSettingsTicks(admin);
  }

  const clock = role === 'web' ? null : startUpkeep(upkeep);
  let stopping = false;
  const isReady = async (): Promise<{ ready: boolean; why?: string }> => {
    if (stopping) return { ready: false, why: 'stopping' };
    try {
      await db.$queryRaw`SELECT 1`;
      return { ready: true };
    } catch {
      return { ready: false, why: 'the database does not answer' };
    }
  };
  const observation = observe({ db, jobs, metrics, log });
  const secrets = [
    config.HUBSPOT_CLIENT_SECRET,
    ...(config.HUBSPOT_CLIENT_SECRET_PREVIOUS === undefined ? [] : [config.HUBSPOT_CLIENT_SECRET_PREVIOUS]),
  ];
  const door = {
    publicOrigin: config.PUBLIC_ORIGIN,
    clientSecrets: secrets,
    appId: config.HUBSPOT_APP_ID,
    now: () => now().getTime(),
  };
  const installation =
    oauth === null
      ? null
      : createOAuthDoors({
          oauth,
          publicOrigin: config.PUBLIC_ORIGIN,
          stateSecret: config.HUBSPOT_CLIENT_SECRET,
          scopes: requiredScopes,
          optionalScopes,
          connect: async ({ portalId, accessToken, refreshToken, expiresAt }) => {
            const connected = await connectPortal(deps, sealing, {
              portalId,
              accessToken,
              renewal: { refreshToken, expiresAt: new Date(expiresAt) },
            });
            if (connected.ok) {
              await welcomeInstaller(admin, oauth, { portalId, accessToken });
              return { ok: true };
            }
            return {
              ok: false,
              message: 'text' in connected.failure ? connected.failure.text.admin : connected.failure.message,
            };
          },
          now: () => now().getTime(),
          log,
        });
  const app = createServer({
    installation,
    deps,
    admin: { deps: admin, filesDoor: files.door },
    automation: {
      deps: automation,
      isAdmin: (caller) => isAdmin(db, caller),
      acceptV2: config.ACCEPT_V2_WORKFLOW_SIGNATURES,
    },
    sealing,
    metrics,
    log,
    door,
    previews,
    isReady,
    onRefusedNotice: createRefusalWatch(deps),
  });
  const server =
    role === 'worker'
      ? null
      : await listen(createHttpServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, app), config);

  return {
    deps,
    upkeep,
    sealing,
    jobs,
    metrics,
    port: server === null ? null : portOf(server),
    connectPortal: (portal: NewPortal) => connectPortal(deps, sealing, portal),
    connectWorkspace: (workspace: NewWorkspace) => connectWorkspace(deps, parts, workspace),
    publishMapping: (publication: Publication) => publishMapping(deps, publication),
    /** Not ready, no new calls, no new jobs; what is in hand is given time; then all connections close. */
    stop: async (): Promise<void> => {
      if (stopping) return;
      stopping = true;
      observation.stop();
      await closeServer(server);
      await clock?.stop();
      await jobs.stop(config.STOP_GRACE_MS);
      await callLog.close();
      await closeVendors();
      await db.$disconnect();
    },
  };
};

const upkeepSettings = (config: Config): UpkeepDeps['upkeep'] => ({
  tickMs: config.UPKEEP_TICK_MS,
  sweepEveryMs: config.SWEEP_EVERY_MS,
  overlapMs: 10 * 60_000,
  clockMarginMs: config.CLOCK_MARGIN_MS,
  firstWindowMs: config.SWEEP_FIRST_DAYS * 24 * 3_600_000,
  staleAfterMs: config.SWEEP_STALE_MS,
  silenceMs: config.WEBHOOK_SILENCE_MS,
  probeMs: config.WEBHOOK_PROBE_MS,
  forgottenMs: 120_000,
  deliveryRetentionDays: config.DELIVERY_RETENTION_DAYS,
  callRetentionDays: config.CALL_RETENTION_DAYS,
});

export type App = Awaited<ReturnType<typeof startApp>>;

const listen = (server: Server, config: Config): Promise<Server> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.PORT, config.HOST, () => {
      server.off('error', reject);
      resolve(server);
    });
  });

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** Lets calls in hand end, and closes connections that are only kept open. */
const closeServer = (server: Server | null): Promise<void> =>
  new Promise((resolve) => {
    if (server === null) {
      resolve();
      return;
    }
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
    setTimeout(() => {
      server.closeAllConnections();
    }, 5_000).unref();
  });
