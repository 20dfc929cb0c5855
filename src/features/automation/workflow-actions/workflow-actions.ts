import type { RequestHandler } from 'express';
import { acceptExecution } from './accept-execution.ts';
import type { Deps } from '../../deps.ts';
import type { WorkflowActionName } from './execution-inputs.ts';
import { workflowExecution } from '../../../hubspot/inbound/workflow-action.ts';
import { jsonBody, rawBody } from '../../../platform/http/read-body.ts';

/**
 * POST /hubspot/actions/<action>, behind the signature check. Answered only after the run is stored; a body that is not
 * what HubSpot documents is 400, which ends the action at once, where a 5xx would be repeated for three days.
 */
export const workflowAction =
  (deps: Deps, action: WorkflowActionName): RequestHandler =>
  async (request, response) => {
    const execution = workflowExecution.safeParse(jsonBody(rawBody(request)));
    if (!execution.success) {
      response
        .status(400)
        .json({ message: 'This is not a workflow action execution as HubSpot documents it.' });
      return;
    }
    response.json(await acceptExecution(deps, action, execution.data));
  };
