import type { DestinationStream } from 'pino';
import type { Config } from './config.ts';
import { isAdmin } from './admin/access.ts';
import type { AdminDeps } from './admin/admin-deps.ts';
import { postJson } from './admin/post-json.ts';
import { checkAddress } from './admin/safe-address.ts';
import { startAllSettingsTicks } from './admin/settings-tick.ts';
import { createAutomationDeps } from './contracts/automation/automation-deps.ts';
import { startAllTicks } from './contracts/automation/tick.ts';
import { connectPortal, type NewPortal } from './contracts/connect-portal.ts';
import { connectWorkspace, type NewWorkspace, type WorkspaceParts } from './contracts/connect-workspace.ts';
import type { Deps } from './contracts/deps.ts';
import type { ErpDeps } from './contracts/erp/erp-deps.ts';
import { erpTurn } from './contracts/erp/erp-turn.ts';
import { linkErp, type NewErp } from './contracts/erp/link-erp.ts';
import { createPropertyDefinitions } from './contracts/property-definitions.ts';
import { publishMapping, type Publication } from './contracts/publish-mapping.ts';
import { raiseGivenUp } from './contracts/dead-letter-problems.ts';
import { retryProblem } from './contracts/retry-problem.ts';
import { startUpkeep } from './contracts/sweep/start-upkeep.ts';
import { startSweep } from './contracts/sweep/start-sweep.ts';
import type { UpkeepDeps } from './contracts/upkeep-deps.ts';
import { createRefusalWatch } from './contracts/webhook-health.ts';
import { createBudget } from './db/budget.ts';
import { openDatabase } from './db/client.ts';
import { createPortalTokens } from './db/portal-tokens.ts';
import { createSealing } from './db/sealing.ts';
import { createCallLog } from './db/vendor-calls.ts';
import { createExportFiles } from './http/export-files.ts';
import { createHealthApp, type Readiness } from './http/health.ts';
import { createPreviews } from './http/previews.ts';
import { createHubSpotOAuth } from './hubspot/oauth.ts';
import { listen } from './http/listen.ts';
import { createServer } from './http/server.ts';
import { createInstallation } from './installation.ts';
import { jobHandlers } from './job-handlers.ts';
import { adminSettings, upkeepSettings } from './settings-of-config.ts';
import { startJobs } from './jobs/jobs.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { observe } from './observe.ts';
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
  opened.defer(closeVendors);
  opened.defer(() => callLog.close());
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
  opened.defer(() => jobs.stop(config.STOP_GRACE_MS));
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
    admin: adminSettings(config),
    operations: {
      startSweep: async (wish) => void (await startSweep(upkeep, { ...wish, cause: 'demand' })),
      retry: (wish) => retryProblem(upkeep, wish),
    },
    post: postJson,
  };
  const erp: ErpDeps = {
    ...deps,
    sealing,
    post: postJson,
    allow: (url) => checkAddress(url, config.PUBLIC_ORIGIN),
  };
  if (role !== 'web') {
    await jobs.work(jobHandlers({ deps, admin, automation, upkeep, erp }));
    await startAllTicks(automation);
    await startAllSettingsTicks(admin);
    opened.defer(startUpkeep(upkeep).stop);
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
  const door = {
    publicOrigin: config.PUBLIC_ORIGIN,
    clientSecrets: secrets,
    appId: config.HUBSPOT_APP_ID,
    now: () => now().getTime(),
  };
  const app = createServer({
    installation: createInstallation({ config, oauth, admin, sealing }),
    deps,
    admin: { deps: admin, filesDoor: files.door },
    erp: { deps: erp, throttle: (portalId) => erpTurn(budget, portalId) },
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
  // A worker takes no calls: it only tells how it is, where it is given a port for that.
  const server =
    role !== 'worker'
      ? await listen(app, config)
      : config.WORKER_PORT === undefined
        ? null
        : await listen(createHealthApp({ isReady, registry: metrics.registry }), {
            HOST: config.HOST,
            PORT: config.WORKER_PORT,
          });
  if (server !== null) opened.defer(server.close);
  opened.defer(observe({ db, jobs, metrics, log }).stop);

  return {
    deps,
    upkeep,
    sealing,
    jobs,
    metrics,
    port: server?.port ?? null,
    connectPortal: (portal: NewPortal) => connectPortal(deps, sealing, portal),
    connectWorkspace: (workspace: NewWorkspace) => connectWorkspace(deps, parts, workspace),
    linkErp: (link: NewErp) => linkErp(erp, link),
    publishMapping: (publication: Publication) => publishMapping(deps, publication),
    /** Not ready, no new calls, no new jobs; what is in hand is given time; then all connections close. */
    stop: async (): Promise<void> => {
      if (stopping) return;
      stopping = true;
      await opened.disposeAsync();
    },
  };
};

export type App = Awaited<ReturnType<typeof startApp>>;
