import express, { Router } from 'express';
import { z } from 'zod';

export interface CommonControl {
  stats(): object;
  calls(): object[];
  addFault(fault: never): { id: number };
  clearFaults(id?: number): void;
  faults(): { id: number; fault: unknown; hits: number }[];
  idle(): Promise<void>;
  reset(): void;
}

/** The sandbox's own doors under `/__sandbox/` that both stand-ins have; each adds its own. */
export function createControlRouter(control: CommonControl): Router {
  const router = Router();
  // More than any limit behind these doors, so that what is behind them is what refuses.
  router.use(express.json({ limit: '5mb' }));
  router.get('/stats', (_request, response) => void response.json(control.stats()));
  router.get('/calls', (_request, response) => void response.json(control.calls()));
  router.get('/faults', (_request, response) => void response.json(control.faults()));
  router.post(
    '/faults',
    (request, response) => void response.status(201).json(control.addFault(request.body as never)),
  );
  router.delete(['/faults', '/faults/:id'], (request, response) => {
    control.clearFaults(request.params['id'] === undefined ? undefined : Number(request.params['id']));
    response.status(204).end();
  });
  router.post('/reset', (_request, response) => {
    control.reset();
    response.status(204).end();
  });
  router.post('/idle', async (_request, response) => {
    await control.idle();
    response.status(204).end();
  });
  return router;
}

/** What is wrong with a call of these doors, in words. */
export const onWrongInput =
  (bodyOf: (message: string) => object): express.ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (!(error instanceof z.ZodError)) return next(error);
    response.status(400).json(bodyOf(z.prettifyError(error)));
  };
