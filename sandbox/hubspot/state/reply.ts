import { randomUUID } from 'node:crypto';
import type { Reply } from '../../kit/reply.ts';

export interface ErrorDetail {
  message: string;
  code?: string;
  in?: string;
  context?: Record<string, string[]>;
}

export interface ErrorEnvelope {
  status: 'error';
  message: string;
  correlationId: string;
  category: string;
  subCategory?: string;
  errors?: ErrorDetail[];
  context?: Record<string, string[]>;
}

/** A refusal on its way to the caller. Thrown by the operations, turned into a reply in one place (`answerOf`). */
export class Refusal extends Error {
  readonly httpStatus: number;
  readonly envelope: ErrorEnvelope;

  constructor(
    httpStatus: number,
    envelope: Omit<ErrorEnvelope, 'status' | 'correlationId'> & { correlationId?: string },
  ) {
    super(envelope.message);
    this.httpStatus = httpStatus;
    this.envelope = { status: 'error', correlationId: randomUUID(), ...envelope };
  }
}

export const json = (status: number, body: unknown): Reply => ({ kind: 'json', status, body });
export const empty = (status: number): Reply => ({ kind: 'empty', status });

export const invalid = (message: string, more: Partial<ErrorEnvelope> = {}): Refusal =>
  new Refusal(400, { category: 'VALIDATION_ERROR', message, ...more });

export const notFound = (message: string, context?: Record<string, string[]>): Refusal =>
  new Refusal(404, { category: 'OBJECT_NOT_FOUND', message, ...(context === undefined ? {} : { context }) });

export const conflict = (message: string): Refusal => new Refusal(409, { category: 'CONFLICT', message });

export const locked = (id: string): Refusal =>
  new Refusal(423, {
    category: 'LOCKED',
    message: 'The resource is locked. Wait at least 2 seconds before the next try.',
    context: { id: [id] },
  });

/** The reply of an operation, or the refusal it threw. */
export async function answerOf(work: () => Reply | Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return json(error.httpStatus, error.envelope);
    throw error;
  }
}

/** HubSpot's answer to one call too many. It gives no Retry-After. */
export const throttledReply = (policy: 'TEN_SECONDLY_ROLLING' | 'SECONDLY'): Reply =>
  json(429, {
    status: 'error',
    message: `You have reached your ${policy === 'SECONDLY' ? 'secondly' : 'ten_secondly_rolling'} limit.`,
    errorType: 'RATE_LIMIT',
    correlationId: randomUUID(),
    policyName: policy,
  });
