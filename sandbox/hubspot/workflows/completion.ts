import type { Core } from '../state/core.ts';
import type { Enrolment, Portal } from '../state/model.ts';
import { notFound } from '../state/reply.ts';

/** The enrolment that waits for this callback; refused when there is none or its time is over. */
export function requireEnrolment(core: Core, portal: Portal, callbackId: string): Enrolment {
  const found = portal.enrolments.find((one) => one.callbackId === callbackId);
  if (found) expire(core, found);
  if (!found || found.state === 'EXPIRED')
    throw notFound(`Callback ${callbackId} does not exist or has expired`, { callbackId: [callbackId] });
  return found;
}

/** Ends an enrolment whose wait is over. */
export function expire(core: Core, enrolment: Enrolment): void {
  if (
    enrolment.state !== 'WAITING' ||
    enrolment.expiresAt === null ||
    core.now().toISOString() < enrolment.expiresAt
  )
    return;
  end(core, enrolment, 'EXPIRED');
}

/** Takes the result of an action that was answered with BLOCK or ASYNC. A second completion changes nothing. */
export function completeEnrolment(core: Core, enrolment: Enrolment, outputs: Record<string, unknown>): void {
  if (enrolment.state !== 'WAITING' && enrolment.state !== 'RUNNING') return;
  enrolment.outputFields = textsOf(outputs);
  // The callback may come before the answer to the request has been read.
  if (enrolment.state === 'RUNNING') enrolment.completed = true;
  else end(core, enrolment, stateOf(enrolment.outputFields));
  core.changed();
}

export const stateOf = (outputs: Record<string, string>): 'SUCCEEDED' | 'FAILED' =>
  outputs['hs_execution_state'] === 'FAIL_CONTINUE' ? 'FAILED' : 'SUCCEEDED';

const listeners = new WeakMap<Enrolment, () => void>();

/** Calls back when the enrolment has ended, however it ends. */
export function onEnd(enrolment: Enrolment, tell: () => void): void {
  listeners.set(enrolment, tell);
}

export function end(core: Core, enrolment: Enrolment, state: Enrolment['state']): void {
  enrolment.state = state;
  enrolment.endedAt = core.now().toISOString();
  core.changed();
  listeners.get(enrolment)?.();
  listeners.delete(enrolment);
}

export const textsOf = (outputs: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(outputs).flatMap(([name, value]) =>
      value == null ? [] : [[name, typeof value === 'string' ? value : JSON.stringify(value)]],
    ),
  );
