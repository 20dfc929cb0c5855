import type { RequestHandler } from 'express';
import type { Registry } from 'prom-client';

/** Up: the process answers. Says nothing of what it needs. */
export const healthz: RequestHandler = (_request, response) => {
  response.json({ ok: true });
};

/** Ready: the database answers and the process is not stopping. A load balancer sends calls only then. */
export const readyz =
  (isReady: () => Promise<{ ready: boolean; why?: string }>): RequestHandler =>
  async (_request, response) => {
    const state = await isReady();
    response.status(state.ready ? 200 : 503).json(state);
  };

export const metricsDoor =
  (registry: Registry): RequestHandler =>
  async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  };
