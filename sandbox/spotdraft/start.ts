import express from 'express';
import { answerFailure, serveLocally } from '../kit/server.ts';
import { createClock } from './state/clock.ts';
import { createControl } from './control/control.ts';
import type { SandboxControl } from './control/control.ts';
import type { Core } from './state/core.ts';
import { storedFile } from './endpoints/files.ts';
import { createFaultPlan } from './state/faults.ts';
import { createApi, isApiPath } from './http/api.ts';
import { createCallLog } from './http/call-log.ts';
import { createControlApi } from './control/control-api.ts';
import { sendReply } from './http/send-reply.ts';
import { createThrottle } from './http/throttle.ts';
import type { SandboxState } from './state/model.ts';
import { createSaver, loadState } from './state/persist.ts';
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

  const state = (dataFile === undefined ? undefined : loadState(dataFile)) ?? seedState();
  const saver = dataFile === undefined ? undefined : createSaver(dataFile, state);
  const changed = (): void => saver?.changed();
  const faults = createFaultPlan(seed);
  const dispatcher = createDispatcher({
    state,
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
  const throttle = createThrottle(rateLimitPerSecond);
  const log = createCallLog();
  const control = createControl({
    core,
    stats: () => log.stats(throttle.busiestSecond()),
    recentCalls: log.recent,
    resetCounts() {
      log.reset();
      throttle.reset();
    },
  });

  const api = createApi({ core, throttle, log, latencyMs });
  const app = express().disable('x-powered-by').disable('etag');
  app.use('/__sandbox', createControlApi(core, control));
  app.get('/storage/:id/:name', async (request, response) => {
    const { searchParams } = new URL(request.originalUrl, origin);
    sendReply(response, await storedFile(core, request.params.id, searchParams));
  });
  app.use(createPersonPages(core));
  app.use(express.raw({ type: () => true, limit: largestBody }));
  app.use((request, response, next) => {
    if (!isApiPath(request.path)) return void next();
    return void api(request, response).catch(next);
  });
  app.use((_request, response) => void response.status(404).json({ detail: 'Not Found' }));
  app.use(onFailure);

  const server = await serveLocally(app, port);
  origin = server.origin;
  dispatcher.resume();

  return {
    origin,
    state,
    control,
    async close() {
      const closed = server.close();
      await dispatcher.close();
      await closed;
      saver?.close();
    },
  };
}

const onFailure = answerFailure((tooLarge) => ({
  detail: tooLarge ? 'Request body is too large.' : 'Something went wrong.',
}));
