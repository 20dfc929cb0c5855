import type { Router } from 'express';
import { createControlRouter, onWrongInput } from '../../kit/control-api.ts';
import type { Core } from '../state/core.ts';
import { actSchema } from './act.ts';
import type { SandboxControl } from './control.ts';

/** The sandbox's own doors under `/__sandbox/`: truth and control for tests, the demo and the page for people. */
export function createControlApi(core: Core, control: SandboxControl): Router {
  const router = createControlRouter(control);
  router.get('/truth', (_request, response) => void response.json(control.truth()));
  router.get('/workspaces', (_request, response) => void response.json(core.state.workspaces));
  router.post('/act', (request, response) => {
    const result = control.act(actSchema.parse(request.body));
    response.status(result.ok ? 200 : result.httpStatus).json(result);
  });
  router.post('/webhooks/:id/enable', (request, response) => {
    response.status(control.enableWebhook(Number(request.params.id)) ? 204 : 404).end();
  });
  router.use(onWrongInput((detail) => ({ detail })));
  return router;
}
