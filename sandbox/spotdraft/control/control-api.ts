import { Router } from 'express';
import express from 'express';
import { z } from 'zod';
import { actSchema } from './act.ts';
import type { SandboxControl } from './control.ts';
import { faultSchema } from '../state/faults.ts';
import type { Core } from '../state/core.ts';

/** The sandbox's own doors under `/__sandbox/`: truth and control for tests, the demo and the page for people. */
export function createControlApi(core: Core, control: SandboxControl): Router {
  const router = Router();
  router.use(express.json({ limit: '5mb' }));

  router.get('/truth', (_request, response) => void response.json(control.truth()));
  router.get('/stats', (_request, response) => void response.json(control.stats()));
  router.get('/calls', (_request, response) => void response.json(control.recentCalls()));
  router.get('/workspaces', (_request, response) => void response.json(core.state.workspaces));
  router.get('/faults', (_request, response) => void response.json(control.faults()));

  router.post('/act', (request, response) => {
    const read = actSchema.safeParse(request.body);
    if (!read.success) return void response.status(400).json({ detail: z.prettifyError(read.error) });
    const result = control.act(read.data);
    response.status(result.ok ? 200 : result.httpStatus).json(result);
  });
  router.post('/faults', (request, response) => {
    const read = faultSchema.safeParse(request.body);
    if (!read.success) return void response.status(400).json({ detail: z.prettifyError(read.error) });
    response.status(201).json(control.addFault(read.data));
  });
  router.delete('/faults', (_request, response) => {
    control.clearFaults();
    response.status(204).end();
  });
  router.delete('/faults/:id', (request, response) => {
    control.clearFaults(Number(request.params.id));
    response.status(204).end();
  });
  router.post('/webhooks/:id/enable', (request, response) => {
    response.status(control.enableWebhook(Number(request.params.id)) ? 204 : 404).end();
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
