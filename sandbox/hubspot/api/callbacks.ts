import { z } from 'zod';
import { empty, invalid } from '../state/reply.ts';
import type { Reply } from '../../kit/reply.ts';
import { completeEnrolment, requireEnrolment } from '../workflows/completion.ts';
import { endpoint, readBody } from './endpoint.ts';
import type { Call, Endpoint } from './endpoint.ts';

const outputFields = z.record(z.string(), z.unknown());
const one = z.object({ outputFields, typedOutputs: z.unknown().optional() });
const batch = z.object({ inputs: z.array(one.extend({ callbackId: z.string() })) });

const complete = (call: Call): Reply => {
  const { core, portal, params } = call;
  const input = readBody(call, one);
  completeEnrolment(core, requireEnrolment(core, portal, params['callbackId'] ?? ''), input.outputFields);
  return empty(204);
};

const completeBatch = (call: Call): Reply => {
  const { core, portal } = call;
  const { inputs } = readBody(call, batch);
  if (inputs.length > 100)
    throw invalid(`The maximum number of inputs is 100. This request has ${inputs.length}.`);
  const found = inputs.map((input) => ({
    input,
    enrolment: requireEnrolment(core, portal, input.callbackId),
  }));
  for (const { input, enrolment } of found) completeEnrolment(core, enrolment, input.outputFields);
  return empty(204);
};

export const callbackEndpoints: Endpoint[] = [
  endpoint('POST /automation/v4/actions/callbacks/complete', ['automation'], completeBatch),
  endpoint('POST /automation/v4/actions/callbacks/{callbackId}/complete', ['automation'], complete),
];
