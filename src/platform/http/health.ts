import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Registry } from 'prom-client';

export type Readiness = () => Promise<{ ready: boolean; why?: string }>;

/** An app with what every address of ours has. Up: the process answers; it says nothing of what it needs. */
export function createBareApp(): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(helmet());
  app.get('/healthz', (_request, response) => {
    response.json({ ok: true });
  });
  return app;
}

/**
 * Ready: the database answers and the process is not stopping. A load balancer sends calls only then. Where everybody can
 * ask, it does not say why not.
 */
export function answerReadiness(app: Express, isReady: Readiness, { saysWhy }: { saysWhy: boolean }): void {
  app.get('/readyz', async (_request, response) => {
    const { ready, why } = await isReady();
    response.status(ready ? 200 : 503).json(saysWhy ? { ready, why } : { ready });
  });
}

/** What a process of any role tells its operator, at a port that nobody else reaches. */
export function createHealthApp({ isReady, registry }: { isReady: Readiness; registry: Registry }): Express {
  const app = createBareApp();
  answerReadiness(app, isReady, { saysWhy: true });
  app.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return app;
}
