import { Agent, errors, request, type Dispatcher } from 'undici';
import type { z } from 'zod';
import type { Secret } from '../db/secret.ts';
import { fail, ok, type Result } from '../wire/result.ts';
import type { FailureKind, Operation, SpotDraftFailure } from './failure.ts';
import {
  notSent,
  translateAnswer,
  translateBreak,
  unreadableAnswer,
  type Answer,
  type CallFacts,
} from './translate-error.ts';

/** One finished call, for metrics and the own log. Never a query, a secret or a signed link. */
export type SpotDraftCall = {
  operation: Operation;
  method: string;
  path: string;
  status: number | null;
  failure: FailureKind | null;
  ms: number;
  requestBytes: number;
  responseBytes: number;
};

export type TransportOptions = {
  /** `https://api.eu.spotdraft.com`; a trailing slash or `/api` is dropped. */
  baseUrl: string;
  clientId: string;
  clientSecret: Secret;
  userEmail?: string;
  /** The workspace's budget: awaited before every call. */
  acquire: (signal?: AbortSignal) => Promise<void>;
  onCall?: (call: SpotDraftCall) => void;
  dispatcher?: Dispatcher;
  timeoutMs?: number;
};

export type CallOptions = { signal?: AbortSignal };

export type Call = CallFacts & {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  path: string;
  query?: URLSearchParams;
  /** JSON text, sent as it is. */
  body?: string;
  timeoutMs?: number;
  maxAnswerBytes?: number;
};

const mostAnswerBytes = 32 * 1024 * 1024;
/** Connecting has a shorter limit than any call, so that "nothing was sent" can be told from "no answer came". */
const sharedConnections = new Agent({ connect: { timeout: 4_000 }, keepAliveTimeout: 10_000 });

export const normaliseBaseUrl = (text: string): string =>
  text
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/api(\/v2)?$/, '')
    .replace(/\/+$/, '');

/** Sends calls in the name of one workspace. Never follows a redirect, never retries, never throws for what SpotDraft does. */
export const createTransport = (options: TransportOptions) => {
  const base = normaliseBaseUrl(options.baseUrl);
  const credentials = (): Record<string, string> => ({
    'client-id': options.clientId,
    'client-secret': options.clientSecret.reveal(),
    ...(options.userEmail === undefined ? {} : { 'user-email': options.userEmail }),
  });

  /** The bytes of a 2xx answer. */
  const exchange = async (
    call: Call,
    { signal }: CallOptions = {},
  ): Promise<Result<{ status: number; bytes: Buffer }, SpotDraftFailure>> => {
    try {
      await options.acquire(signal);
    } catch (error) {
      if (signal?.aborted === true) return fail(notSent(call));
      throw error;
    }
    const started = performance.now();
    const outcome = await attempt(call, signal);
    options.onCall?.({
      operation: call.operation,
      method: call.method,
      path: call.path,
      status: outcome.ok ? outcome.value.status : outcome.failure.status,
      failure: outcome.ok ? null : outcome.failure.kind,
      ms: performance.now() - started,
      requestBytes: call.body === undefined ? 0 : Buffer.byteLength(call.body),
      responseBytes: outcome.ok ? outcome.value.bytes.length : 0,
    });
    return outcome;
  };

  const attempt = async (
    call: Call,
    signal?: AbortSignal,
  ): Promise<Result<{ status: number; bytes: Buffer }, SpotDraftFailure>> => {
    const limit = AbortSignal.timeout(call.timeoutMs ?? options.timeoutMs ?? 20_000);
    try {
      const query = call.query === undefined || call.query.size === 0 ? '' : `?${call.query.toString()}`;
      const response = await request(`${base}${call.path}${query}`, {
        method: call.method,
        headers: {
          accept: 'application/json',
          ...credentials(),
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: call.body ?? null,
        signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
        dispatcher: options.dispatcher ?? sharedConnections,
      });
      const answer = await readBounded(response, call.maxAnswerBytes ?? mostAnswerBytes);
      if (answer === 'too large')
        return fail(unreadableAnswer(call, response.statusCode, 'the answer is larger than it may be'));
      if (response.statusCode < 200 || response.statusCode > 299) {
        return fail(
          translateAnswer(call, {
            status: response.statusCode,
            headers: response.headers,
            body: answer.toString('utf8'),
          } satisfies Answer),
        );
      }
      return ok({ status: response.statusCode, bytes: answer });
    } catch (error) {
      // A request that could not even be written down is a bug of ours, not a fault of SpotDraft.
      if (error instanceof errors.InvalidArgumentError) throw error;
      return fail(translateBreak(call, error));
    }
  };

  /** A 2xx answer, read by its schema. */
  const send = async <Value>(
    call: Call,
    schema: z.ZodType<Value>,
    callOptions: CallOptions = {},
  ): Promise<Result<Value, SpotDraftFailure>> => {
    const answer = await exchange(call, callOptions);
    if (!answer.ok) return answer;
    const parsed = schema.safeParse(parseJson(answer.value.bytes));
    if (parsed.success) return ok(parsed.data);
    const [issue] = parsed.error.issues;
    return fail(
      unreadableAnswer(
        call,
        answer.value.status,
        `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`,
      ),
    );
  };

  return { send, exchange };
};

export type Transport = ReturnType<typeof createTransport>;

const readBounded = async (
  response: Dispatcher.ResponseData,
  limit: number,
): Promise<Buffer | 'too large'> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    const piece = Buffer.from(chunk as Uint8Array);
    size += piece.length;
    if (size > limit) {
      response.body.destroy();
      return 'too large';
    }
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
};

const parseJson = (bytes: Buffer): unknown => {
  const text = bytes.toString('utf8').trim();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
