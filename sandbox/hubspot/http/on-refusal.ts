import type { ErrorRequestHandler } from 'express';
import { onWrongInput } from '../../kit/control-api.ts';
import { Refusal } from '../state/reply.ts';

const refuse: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (!(error instanceof Refusal)) return next(error);
  response.status(error.httpStatus).json(error.envelope);
};

/** What is wrong with a call of the sandbox's own doors or its pages', in HubSpot's words. */
export const onRefusal: ErrorRequestHandler[] = [
  onWrongInput((message) => ({ status: 'error', category: 'VALIDATION_ERROR', message })),
  refuse,
];
