import type { RequestHandler } from 'express';
import type { Deps } from '../../deps.ts';
import { templateOptions } from './template-options.ts';
import { workflowOptionsRequest } from '../../../hubspot/inbound/workflow-action.ts';
import { jsonBody, rawBody } from '../../../platform/http/read-body.ts';

/** POST /hubspot/actions/options/templates, behind the signature check: the choices of an input, while somebody edits a workflow. */
export const workflowOptions =
  (deps: Deps): RequestHandler =>
  async (request, response) => {
    const asked = workflowOptionsRequest.safeParse(jsonBody(rawBody(request)));
    if (!asked.success) {
      response.status(400).json({ message: 'This is not an options request as HubSpot documents it.' });
      return;
    }
    response.json(await templateOptions(deps, asked.data));
  };
