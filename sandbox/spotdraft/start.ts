import { queryOf } from '../kit/api.ts';
import { createCallLog } from '../kit/call-log.ts';
import { createOutbound } from '../kit/outbound.ts';
import { createRateWindow } from '../kit/rate-window.ts';
import { keepState } from '../kit/saver.ts';
import { serveSandbox } from '../kit/server.ts';
import { createClock } from './state/clock.ts';
import { createControl } from './control/control.ts';
import type { SandboxControl } from './control/control.ts';
import type { Core } from './state/core.ts';
import { storedFile } from './endpoints/files.ts';
import { createFaultPlan } from './state/faults.ts';
import { createSpotDraftApi, isApiPath } from './http/api.ts';
import { createControlApi } from './control/control-api.ts';
import { sendReply } from '../kit/reply.ts';
import type { SandboxState } from './state/model.ts';
import { seedState } from './seed/seed.ts';
import { createPersonPages } from './web/routes.ts';
import { createDispatcher } from './webhooks/dispatcher.ts';

export interface SpotDraftSandboxOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Seeds the faults that strike by chance. */
  seed?: number;
  /** Exact slashes, id forms, formats and filters; true unless told. */
  strict?: boolean;
  /** How long every API call takes at least. */
  latencyMs?: number;
  webhookRetryDelaysMs?: number[];
  webhookTimeoutMs?: number;
  rateLimitPerSecond?: number;
  now?: () => Date;
  /** Keeps the state here over restarts. */
  dataFile?: string;
}

export interface SpotDraftSandbox {
  origin: string;
  /** The truth, to read; to change it, use `control` or the API. */
  state: SandboxState;
  control: SandboxControl;
  close(): Promise<void>;
}

const largestBody = '25mb';

/** Starts the stand-in on 127.0.0.1 and resolves when it listens. */
export async function startSpotDraftSandbox(
  options: SpotDraftSandboxOptions = {},
): Promise<SpotDraftSandbox> {
  const {
    port = 0,
    seed = 7,
    strict = true,
    latencyMs = 0,
    webhookRetryDelaysMs = [200, 1000, 5000],
  } = options;
  const { webhookTimeoutMs = 10_000, rateLimitPerSecond = 10, now = () => new Date(), dataFile } = options;

  const { state, changed, close: keepLast } = keepState(dataFile, seedState);
  const faults = createFaultPlan(seed);
  const outbound = createOutbound();
  const dispatcher = createDispatcher({
    state,
    outbound,
    faults,
    retryDelaysMs: webhookRetryDelaysMs,
    timeoutMs: webhookTimeoutMs,
    now,
    changed,
  });
  let origin = '';
  const core: Core = {
    state,
    clock: createClock(now),
    faults,
    dispatcher,
    strict,
    origin: () => origin,
    changed,
  };
  const window = createRateWindow(rateLimitPerSecond, 1_000);
  const log = createCallLog({ bodies: true });
  const control = createControl({ core, log, window });

  const server = await serveSandbox({
    port,
    largestBody,
    isApiPath,
    api: createSpotDraftApi({ core, window, log, latencyMs }),
    mount(app) {
      app.use('/__sandbox', createControlApi(core, control));
      app.get('/storage/:id/:name', async (request, response) => {
        sendReply(response, await storedFile(core, request.params.id, queryOf(request)));
      });
      app.use(createPersonPages(core));
    },
    notFound: { detail: 'Not Found' },
    failure: (tooLarge) => ({ detail: tooLarge ? 'Request body is too large.' : 'Something went wrong.' }),
  });
  origin = server.origin;
  dispatcher.resume();

  return {
    origin,
    state,
    control,
    async close() {
      const closed = server.close();
      await dispatcher.close();
      await outbound.close();
      await closed;
      keepLast();
    },
  };
}
