import { Readable } from 'node:stream';
import { Agent, errors, request } from 'undici';
import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import { parseJson } from '../../platform/storable-json.ts';
import type { Secret } from '../../platform/secrets/secret.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { HubSpotFailure, HubSpotFailureKind, Operation } from './failure.ts';
import type { BuiltRequest } from './requests.ts';
import {
  notGranted,
  notSent,
  tooLargeAnswer,
  translateAnswer,
  translateBreak,
  unreadableAnswer,
} from './translate-error.ts';
import { optionalScopeOf } from './scopes.ts';
import type { Answer, CallFacts } from './translate-error.ts';

/** One finished call, for metrics and logs. `path` has no query, so no values of records. */
export type CallReport = {
  portalId: number | null;
  operation: Operation;
  method: string;
  path: string;
  status: number | null;
  failure: HubSpotFailureKind | null;
  ms: number;
};

/** Waits for a call's place in the budget. What it gives is called when the call is over. */
export type Acquire = (signal?: AbortSignal) => Promise<(() => void) | void>;

export type TransportOptions = {
  portalId: number | null;
  /** Absent for the token endpoints, which carry their own credentials. */
  accessToken?: () => Promise<Result<Secret, HubSpotFailure>>;
  /** Whether the account is known not to have granted a scope: calls that need it are not made. */
  lacks?: (scope: string) => boolean;
  acquire?: Acquire;
  acquireSearch?: Acquire;
  onCall?: (call: CallReport) => void;
  /** Whole time of a call from the moment it is sent, in milliseconds. The wait for the budget does not count. */
  timeoutMs?: number;
  /** Ends waiting and calling, when the service stops. */
  signal?: AbortSignal;
  dispatcher?: Dispatcher;
  clock?: () => number;
  timeZone?: string;
};

type Call<Value> = {
  operation: Operation;
  effect: 'read' | 'write';
  request: BuiltRequest | Promise<BuiltRequest>;
  schema: z.ZodType<Value>;
  budget?: 'search';
  timeoutMs?: number;
};

type Answered<Value> = { status: number; value: Value };
export type Transport = {
  send<Value>(call: Call<Value>): Promise<Result<Answered<Value>, HubSpotFailure>>;
  facts(operation: Operation, effect: 'read' | 'write'): CallFacts;
};

const maxAnswerBytes = 32 * 1024 * 1024;

/** Connections are kept and shared. Four seconds to connect: less than any time limit of a call, so "nothing was sent" can be told from "no answer came". */
const sharedConnections = new Agent({ connect: { timeout: 4_000 }, keepAliveTimeout: 10_000 });

/** Sends requests in the name of one account: waits for its budget, adds its token, keeps the time limit, reads and checks the answer. Never throws for what the other side does. */
export const createTransport = (options: TransportOptions): Transport => {
  const clock = options.clock ?? Date.now;
  const facts = (operation: Operation, effect: 'read' | 'write'): CallFacts => ({
    operation,
    effect,
    now: clock(),
    timeZone: options.timeZone ?? 'UTC',
  });

  const send = async <Value>(call: Call<Value>): Promise<Result<Answered<Value>, HubSpotFailure>> => {
    const built = await call.request;
    const scope = optionalScopeOf(new URL(built.getUrl()).pathname);
    if (scope !== null && options.lacks?.(scope) === true)
      return fail(notGranted(facts(call.operation, call.effect), scope));
    const acquire = call.budget === 'search' ? (options.acquireSearch ?? options.acquire) : options.acquire;
    let giveBack: (() => void) | void;
    try {
      options.signal?.throwIfAborted();
      giveBack = await acquire?.(options.signal);
    } catch (error) {
      if (options.signal?.aborted === true) return fail(notSent(facts(call.operation, call.effect)));
      throw error;
    }
    // After the wait, which may outlive a token.
    const token = options.accessToken === undefined ? null : await options.accessToken();
    if (token !== null && !token.ok) {
      giveBack?.();
      return token;
    }
    const started = clock();
    const outcome = await exchange(call, built, token?.value ?? null).finally(() => giveBack?.());
    options.onCall?.({
      portalId: options.portalId,
      operation: call.operation,
      method: built.getHttpMethod(),
      path: new URL(built.getUrl()).pathname,
      status: outcome.ok ? outcome.value.status : outcome.failure.status,
      failure: outcome.ok ? null : outcome.failure.kind,
      ms: clock() - started,
    });
    return outcome;
  };

  const exchange = async <Value>(
    call: Call<Value>,
    built: BuiltRequest,
    token: Secret | null,
  ): Promise<Result<Answered<Value>, HubSpotFailure>> => {
    const limit = AbortSignal.timeout(call.timeoutMs ?? options.timeoutMs ?? 10_000);
    let answer: Answer | 'too large';
    let status = 0;
    try {
      const response = await request(built.getUrl(), {
        method: built.getHttpMethod() as Dispatcher.HttpMethod,
        headers: {
          ...built.getHeaders(),
          ...(token === null ? {} : { authorization: `Bearer ${token.reveal()}` }),
        },
        body: bodyOf(built),
        signal: options.signal === undefined ? limit : AbortSignal.any([limit, options.signal]),
        dispatcher: options.dispatcher ?? sharedConnections,
      });
      status = response.statusCode;
      answer = await readAnswer(response);
    } catch (error) {
      if (error instanceof SourceBroke) return fail(notSent(facts(call.operation, call.effect)));
      // A request that could not even be written down is a bug of ours, not a fault of HubSpot.
      if (error instanceof errors.InvalidArgumentError) throw error;
      return fail(translateBreak(facts(call.operation, call.effect), error));
    }
    const known = facts(call.operation, call.effect);
    if (answer === 'too large') return fail(tooLargeAnswer(known, status));
    if (status < 200 || status > 299) return fail(translateAnswer(known, answer));
    const parsed = call.schema.safeParse(jsonOf(answer.body));
    return parsed.success ? ok({ status, value: parsed.data }) : fail(unreadableAnswer(known, status));
  };

  return { send, facts };
};

/** Thrown by a body that is streamed when its own source fails: HubSpot got an unfinished request, which it drops. */
export class SourceBroke extends Error {}

const bodyOf = (built: BuiltRequest): string | Buffer | Readable | null => {
  const body = built.getBody() ?? null;
  if (body === null || typeof body === 'string' || Buffer.isBuffer(body) || body instanceof Readable)
    return body;
  throw new errors.InvalidArgumentError(`A body for ${built.getUrl()} must be text, bytes or a stream.`);
};

const readAnswer = async (response: Dispatcher.ResponseData): Promise<Answer | 'too large'> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as Uint8Array);
    bytes += piece.length;
    if (bytes > maxAnswerBytes) {
      response.body.destroy();
      return 'too large';
    }
    chunks.push(piece);
  }
  return {
    status: response.statusCode,
    headers: response.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
};

/** An empty body is read as null: 204 and some 202 answers have none. */
const jsonOf = (body: string): unknown => {
  if (body.trim() === '') return null;
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
};
