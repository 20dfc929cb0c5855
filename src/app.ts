import { setTimeout as wait } from 'node:timers/promises';
import type { DestinationStream } from 'pino';
import type { Config } from './config.ts';
import { guardedAgent } from './platform/outbound/guarded-agent.ts';
import { createPost } from './platform/outbound/post-json.ts';
import { reachOf } from './platform/outbound/safe-address.ts';
import { spotdraftHosts as hostsOf } from './spotdraft/answers/hosts.ts';
import { startAllSettingsTicks } from './features/health/settings-tick.ts';
import type { Deps } from './features/deps.ts';
import { catalogue } from './features/jobs/catalogue.ts';
import { coalescedClients } from './hubspot/coalesce-reads.ts';
import { createKeptPipelines } from './hubspot/kept-pipelines.ts';
import { startAllTicks } from './features/automation/engine/tick.ts';
import { connectPortal, type NewPortal } from './features/connections/connect-portal.ts';
import { connectWorkspace, type NewWorkspace } from './features/connections/connect-workspace.ts';
import { erpTurn } from './features/erp/erp-turn.ts';
import { exportAccount } from './features/privacy/export-account.ts';
import { linkErp, type NewErp } from './features/erp/link-erp.ts';
import { createPropertyDefinitions } from './hubspot/property-definitions.ts';
import { publishMapping, type Publication } from './features/templates/publish/publish-mapping.ts';
import { raiseGivenUp } from './features/problems/dead-letter-problems.ts';
import { startUpkeep } from './features/reconciliation/start-upkeep.ts';
import { createRefusalWatch } from './features/connections/webhook-health.ts';
import { createBudget } from './platform/vendor-limits/budget.ts';
import { createIntake } from './features/inbox/intake.ts';
import { openStatements } from './platform/database/statements.ts';
import { openDatabase } from './platform/database/client.ts';
import { createPortalTokens } from './features/connections/portal-tokens.ts';
import { requireMigrated } from './platform/database/require-migrated.ts';
import { createSealing } from './platform/secrets/sealing.ts';
import { createCallLog } from './platform/vendor-limits/vendor-calls.ts';
import { createKeptFiles } from './platform/kept-files/kept-files.ts';
import { createHealthApp, type Readiness } from './platform/http/health.ts';
import { createHubSpotOAuth } from './hubspot/oauth.ts';
import { listen } from './platform/http/listen.ts';
import { createServer } from './server.ts';
import { createInstallation } from './installation.ts';
import { jobHandlers } from './job-handlers.ts';
import { settingsOf } from './settings-of-config.ts';
import { startJobs } from './platform/jobs/jobs.ts';
import { createLog } from './platform/log.ts';
import { createMetrics } from './platform/metrics.ts';
import { observe } from './observe.ts';
import { createMappingWork } from './mapping-work.ts';
import { createVendors } from './vendors.ts';

export type Role = 'web' | 'worker' | 'both';
export type AppOptions = { config: Config; role: Role; logTo?: DestinationStream };

/**
 * The composition root: the only place that builds things. Everything else gets what it needs as arguments. A start that
 * fails closes what it has opened.
 */
export const startApp = async (options: AppOptions) => {
  const opened = new AsyncDisposableStack();
  try {
    return await openApp(options, opened);
  } catch (error) {
    await opened.disposeAsync().catch(() => undefined);
    throw error;
  }
};

/** What is opened is closed in the other order: calls and jobs in hand end while all that they need is still there. */
const openApp = async ({ config, role, logTo }: AppOptions, opened: AsyncDisposableStack) => {
  const log = createLog(config.LOG_LEVEL, logTo).child({ role });
  const metrics = createMetrics();
  const now = (): Date => new Date();
  const db = openDatabase(config.DATABASE_URL, 20);
  opened.defer(() => db.$disconnect());
  await requireMigrated(db);
  const sealing = createSealing(config.SECRET_KEYS);
  const callLog = createCallLog(db, log);
  const budget = createBudget(db, (key, priority, ms) => {
    metrics.budgetWaitSeconds.observe({ vendor: key.split(':')[0] ?? '', priority }, ms / 1000);
  });
  const oauth =
    config.HUBSPOT_CLIENT_ID === undefined || config.HUBSPOT_AUTH === 'token'
      ? null
      : createHubSpotOAuth({
          basePath: config.HUBSPOT_API_ORIGIN,
          clientId: config.HUBSPOT_CLIENT_ID,
          clientSecret: config.HUBSPOT_CLIENT_SECRET,
          consentOrigin: config.HUBSPOT_CONSENT_ORIGIN,
        });
  const tokens = createPortalTokens({ db, sealing, oauth, now });
  const reach = reachOf(config.PUBLIC_ORIGIN);
  const guarded = guardedAgent(reach);
  opened.defer(() => guarded.close());
  const spotdraftHosts = hostsOf({
    reach,
    hosts: config.SPOTDRAFT_HOSTS,
    fileHosts: config.SPOTDRAFT_FILE_HOSTS,
  });
  const {
    vendors,
    buildSpotDraft,
    close: closeVendors,
  } = createVendors({
    config,
    db,
    sealing,
    tokens,
    budget,
    callLog,
    metrics,
    guarded,
    spotdraftHosts,
    now,
  });
  opened.defer(closeVendors);
  opened.defer(() => callLog.close());
  const jobs = await startJobs({
    catalogue,
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
  opened.defer(() => jobs.stop(config.STOP_GRACE_MS));
  const clock = (): number => now().getTime();
  const coalesced = coalescedClients(vendors.hubspot, clock);
  const mapping = createMappingWork();
  opened.defer(() => mapping.close());
  const files = createKeptFiles({
    db,
    publicOrigin: config.PUBLIC_ORIGIN,
    sources: { account: (portalId) => exportAccount(db, portalId) },
    now,
  });
  const deps: Deps = {
    db,
    enqueue: jobs.enqueue,
    vendors,
    buildSpotDraft: (access) => buildSpotDraft(access, 'interactive'),
    definitions: createPropertyDefinitions(clock),
    readPipelines: createKeptPipelines((portalId) => coalesced(portalId, 'background'), clock),
    sealing,
    files,
    post: createPost(guarded),
    mapping,
    spotdraftHosts,
    settings: settingsOf(config),
    now,
    log,
  };
  const automation: Deps = { ...deps, vendors: { ...vendors, hubspot: coalesced } };
  if (role !== 'web') {
    await jobs.work(jobHandlers(deps, automation));
    await startAllTicks(automation);
    await startAllSettingsTicks(deps);
    opened.defer(startUpkeep(deps).stop);
  }

  let stopping = false;
  const isReady: Readiness = async () => {
    if (stopping) return { ready: false, why: 'stopping' };
    try {
      await db.$queryRaw`SELECT 1`;
      return { ready: true };
    } catch {
      return { ready: false, why: 'the database does not answer' };
    }
  };
  const secrets = [
    config.HUBSPOT_CLIENT_SECRET,
    ...(config.HUBSPOT_CLIENT_SECRET_PREVIOUS === undefined ? [] : [config.HUBSPOT_CLIENT_SECRET_PREVIOUS]),
  ];
  const hubspotRoutes = {
    publicOrigin: config.PUBLIC_ORIGIN,
    clientSecrets: secrets,
    appId: config.HUBSPOT_APP_ID,
    now: clock,
  };
  const statements = openStatements(config.DATABASE_URL, 4);
  opened.defer(statements.close);
  const intake = createIntake(statements, now);
  const app = createServer({
    installation: createInstallation({ config, oauth, deps }),
    deps,
    intake,
    keptFiles: files.endpoint,
    throttleErp: (portalId) => erpTurn(budget, portalId),
    automation: {
      deps: automation,
      acceptV2: config.ACCEPT_V2_WORKFLOW_SIGNATURES,
    },
    metrics,
    hubspotRoutes,
    trustProxy: config.TRUST_PROXY,
    isReady: config.HEALTH_PORT === undefined ? isReady : null,
    onRefusedNotice: createRefusalWatch(deps),
  });
  if (config.HEALTH_PORT !== undefined) {
    const health = createHealthApp({ isReady, registry: metrics.registry });
    opened.defer((await listen(health, { HOST: config.HOST, PORT: config.HEALTH_PORT })).close);
  }
  // A worker takes no calls.
  const server = role === 'worker' ? null : await listen(app, config);
  if (server !== null) opened.defer(server.close);
  opened.defer(observe({ db, jobs, metrics, log }).stop);

  return {
    deps,
    intake,
    jobs,
    metrics,
    port: server?.port ?? null,
    connectPortal: (portal: NewPortal) => connectPortal(deps, portal),
    connectWorkspace: (workspace: NewWorkspace) => connectWorkspace(deps, workspace),
    linkErp: (link: NewErp) => linkErp(deps, link),
    publishMapping: (publication: Publication) => publishMapping(deps, publication),
    /**
     * Not ready; for `drainMs` calls are still taken, so that a load balancer notices before a caller is refused; then no
     * new calls and no new jobs; what is in hand is given time; then all connections close.
     */
    stop: async ({ drainMs = 0 }: { drainMs?: number } = {}): Promise<void> => {
      if (stopping) return;
      stopping = true;
      if (server !== null && drainMs > 0) await wait(drainMs);
      await opened.disposeAsync();
    },
  };
};

export type App = Awaited<ReturnType<typeof startApp>>;
