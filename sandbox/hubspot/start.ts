import { fileURLToPath } from 'node:url';
import { queryOf } from '../kit/api.ts';
import { serveSandbox } from '../kit/server.ts';
import { createRandom } from '../kit/random.ts';
import { allEndpoints } from './api/all.ts';
import { openSignedLink } from './api/files.ts';
import { createControl } from './control/control.ts';
import type { HubSpotControl } from './control/control.ts';
import type { Core } from './state/core.ts';
import { createCrmApi } from './crm/crm-api.ts';
import { readWebhooks } from './state/extensions.ts';
import { createFaultPlan } from './state/faults.ts';
import { createHubSpotApi, isApiPath } from './http/api.ts';
import { createCallLog } from '../kit/call-log.ts';
import { createControlApi } from './control/control-api.ts';
import { createOAuthApi } from './http/oauth-api.ts';
import { createOutbound } from '../kit/outbound.ts';
import { servePages } from './http/pages.ts';
import { createRateWindow } from '../kit/rate-window.ts';
import { sendReply } from '../kit/reply.ts';
import type { SandboxState } from './state/model.ts';
import { keepState } from '../kit/saver.ts';
import { createCardProxy } from './app/call-app.ts';
import { seedState } from './seed/seed-state.ts';
import { createDispatcher } from './webhooks/dispatcher.ts';
import { createWorkflows } from './workflows/runner.ts';

export interface HubSpotSandboxOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Seeds the faults that strike by chance. */
  seed?: number;
  /** Where the app's service listens: card calls, webhooks and workflow actions go there. */
  appOrigin?: string;
  /** The origin under which HubSpot knows the app, which is the one that is signed; the same unless told. */
  publicAppOrigin?: string;
  /** How long every API call takes at least. */
  latencyMs?: number;
  rateLimitPer10s?: number;
  searchPerSecond?: number;
  /** How long search does not know of a change. */
  searchLagMs?: number;
  /** Waits between the attempts of a webhook call; as many retries as waits. */
  webhookRetryDelaysMs?: number[];
  webhookTimeoutMs?: number;
  workflowRetryDelaysMs?: number[];
  now?: () => Date;
  /** The HubSpot project, for its subscriptions, permitted URLs and workflow actions. */
  extensionsDir?: string;
  /** The built cards. */
  bundlesDir?: string;
  /** Keeps the state here over restarts. */
  dataFile?: string;
}

export interface HubSpotSandbox {
  origin: string;
  /** The truth, to read; to change it, use `control` or the API. */
  state: SandboxState;
  control: HubSpotControl;
  close(): Promise<void>;
}

const minute = 60_000;
const hour = 60 * minute;
/** Ten attempts over a day. */
const usualWebhookDelays = [
  5_000,
  30_000,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  3 * hour,
  7 * hour,
  12 * hour,
];
/** HubSpot says: with a growing pause, for up to three days. */
const usualWorkflowDelays = [minute, 5 * minute, 30 * minute, 2 * hour, 8 * hour, 24 * hour, 36 * hour];
const largestBody = '120mb';
const folder = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Starts the stand-in on 127.0.0.1 and resolves when it listens. */
export async function startHubSpotSandbox(options: HubSpotSandboxOptions = {}): Promise<HubSpotSandbox> {
  const {
    port = 0,
    seed = 7,
    appOrigin = 'http://127.0.0.1:4000',
    latencyMs = 0,
    now = () => new Date(),
    dataFile,
  } = options;
  const {
    publicAppOrigin = appOrigin,
    rateLimitPer10s = 110,
    searchPerSecond = 5,
    searchLagMs = 300,
  } = options;
  const { extensionsDir = folder('../../extensions'), bundlesDir = folder('./web/dist/bundles') } = options;

  const { state, changed, close: keepLast } = keepState(dataFile, seedState);
  state.webhooks = readWebhooks(extensionsDir, publicAppOrigin);
  let origin = '';
  const core: Core = {
    state,
    random: createRandom(seed),
    faults: createFaultPlan(seed),
    now,
    origin: () => origin,
    appOrigin: () => appOrigin,
    publicAppOrigin: () => publicAppOrigin,
    extensionsDir,
    publish: (portal, event, source) => dispatcher.publish(portal, event, source),
    changed,
  };
  const outbound = createOutbound();
  const dispatcher = createDispatcher({
    core,
    outbound,
    retryDelaysMs: options.webhookRetryDelaysMs ?? usualWebhookDelays,
    timeoutMs: options.webhookTimeoutMs ?? 5_000,
    gatherMs: 20,
  });
  const workflows = createWorkflows(core, outbound, options.workflowRetryDelaysMs ?? usualWorkflowDelays);
  const proxy = createCardProxy(core, outbound);
  const burst = createRateWindow(rateLimitPer10s, 10_000);
  const search = createRateWindow(searchPerSecond, 1_000);
  const log = createCallLog({ bodies: false });
  const resetCounts = (): void => [log, burst, search].forEach((one) => one.reset());
  const control = createControl({
    core,
    log,
    busiest: () => burst.busiest().admitted,
    resetCounts,
    dispatcher,
    workflows,
    proxy,
  });

  const server = await serveSandbox({
    port,
    largestBody,
    isApiPath,
    api: createHubSpotApi({ core, endpoints: allEndpoints(searchLagMs), burst, search, log, latencyMs }),
    mount(app) {
      app.use('/__sandbox', createControlApi(core, control, proxy));
      app.use('/__crm/api', createCrmApi(core, workflows));
      app.use('/oauth', createOAuthApi(core));
      app.get('/filemanager/signed/:portalId/:id', (request, response) => {
        const { portalId, id } = request.params;
        sendReply(response, openSignedLink(core, Number(portalId), id, queryOf(request)));
      });
    },
    mountAfter: (app) => servePages(app, { pagesDir: folder('./web/dist'), bundlesDir }),
    notFound: { status: 'error', message: 'Not found' },
    failure: (tooLarge) => ({
      status: 'error',
      message: tooLarge ? 'The request is too large.' : 'internal error',
    }),
  });
  origin = server.origin;

  dispatcher.resume();
  workflows.resume();

  return {
    origin,
    state,
    control,
    async close() {
      const closed = server.close();
      await Promise.all([dispatcher.close(), workflows.close()]);
      await outbound.close();
      await closed;
      keepLast();
    },
  };
}
