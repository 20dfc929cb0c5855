import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Registry } from 'prom-client';

export type Readiness = () => Promise<{ ready: boolean; why?: string }>;

/** An app with what every process answers, whatever its role; a web process adds its doors to it. */
export const createHealthApp = ({
  isReady,
  registry,
}: {
  isReady: Readiness;
  registry: Registry;
}): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(helmet());
  /** Up: the process answers. Says nothing of what it needs. */
  app.get('/healthz', (_request, response) => {
    response.json({ ok: true });
  });
  /** Ready: the database answers and the process is not stopping. A load balancer sends calls only then. */
  app.get('/readyz', async (_request, response) => {
    const state = await isReady();
    response.status(state.ready ? 200 : 503).json(state);
  });
  app.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return app;
};
