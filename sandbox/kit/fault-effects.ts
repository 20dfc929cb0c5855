import { setTimeout as wait } from 'node:timers/promises';
import type { CallEffect } from './fault-fields.ts';

type Page = { status: number; kind: 'bytes'; type: string; bytes: Buffer };

/** What a gateway answers for the service behind it: HTML, not the API's JSON. */
const gatewayError = (status: number, text: string): Page => ({
  status,
  kind: 'bytes',
  type: 'text/html; charset=UTF-8',
  bytes: Buffer.from(
    `<html><head><title>${status} ${text}</title></head><body><h1>${status} ${text}</h1></body></html>`,
  ),
});

/** What a fault does before the work: an answer instead of it, a cut connection, a wait, or nothing. */
export async function beforeWork<Reply>(
  fault: CallEffect,
  throttled: Reply,
): Promise<Reply | Page | 'cut' | undefined> {
  switch (fault.kind) {
    case 'slow':
      if (fault.when === 'before') await wait(fault.ms ?? 1000);
      return undefined;
    case 'error-before':
      return gatewayError(503, 'Service Unavailable');
    case 'down':
      return fault.how === 'reset' ? 'cut' : gatewayError(503, 'Service Unavailable');
    case 'throttle':
      return throttled;
    case 'reset':
      return fault.when === 'before' ? 'cut' : undefined;
    default:
      return undefined;
  }
}

/** What a fault does to the answer, when the work is done. */
export function afterWork(fault: CallEffect): Page | 'cut' | 'hang' | undefined {
  if (fault.kind === 'commit-then-timeout') return 'hang';
  if (fault.kind === 'error-after') return gatewayError(502, 'Bad Gateway');
  return fault.kind === 'reset' && fault.when === 'after' ? 'cut' : undefined;
}
