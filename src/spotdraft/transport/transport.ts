import { errors, request, type Dispatcher } from 'undici';
import type { Secret } from '../../platform/secrets/secret.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { SpotDraftHosts } from '../answers/hosts.ts';
import type { FailureKind, Operation, SpotDraftFailure } from './failure.ts';
import { readBounded, readErrorText } from './read-bytes.ts';
import {
  notSent,
  translateAnswer,
  translateBreak,
  unreadableAnswer,
  unusable,
  type CallFacts,
  type Unusable,
} from './translate-error.ts';

/** One finished call, for metrics and the own log. Never a query, a body, a secret or a signed link. */
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
  /** The workspace's budget: awaited before every call. What it gives is called when the call is over. */
  acquire: (signal?: AbortSignal) => Promise<(() => void) | void>;
  onCall?: (call: SpotDraftCall) => void;
  /** Over these connections alone. The address is one that a tenant typed: they have to be guarded. */
  dispatcher: Dispatcher;
  hosts: SpotDraftHosts;
  timeoutMs?: number;
};

export type CallOptions = { signal?: AbortSignal };

export type Call = CallFacts & {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  path: string;
  query?: URLSearchParams;
  /** JSON text, sent as it is. */
  body?: string;
  /** For connecting, waiting and reading together. */
  timeoutMs?: number;
};

/** How the bytes of a 2xx answer become a value; a text is the reason why they cannot. */
export type ReadAnswer<Value> = {
  accept: string;
  mostBytes: number;
  read: (bytes: Buffer) => { value: Value } | { unreadable: string };
};

/** Admins paste the address of any page of the API's documentation; what counts is the host and what stands before /api. */
export const normalizeBaseUrl = (text: string): string =>
  text
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/api(\/v[\d.]+(\/public)?)?$/, '')
    .replace(/\/+$/, '');

const fitsHeader = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);

type Outcome<Value> = { answer: Result<Value, SpotDraftFailure>; status: number | null; bytes: number };

/** Sends calls in the name of one workspace. Never follows a redirect, never retries, never throws for what SpotDraft does. */
export const createTransport = (options: TransportOptions) => {
  const base = normalizeBaseUrl(options.baseUrl);

  const credentials = (): Record<string, string> => ({
    'client-id': options.clientId,
    'client-secret': options.clientSecret.reveal(),
    ...(options.userEmail === undefined ? {} : { 'user-email': options.userEmail }),
  });

  /** What can be seen to be wrong before anything is sent, such as a secret pasted with its mask's dots. */
  const wrongOptions = (): Unusable | null => {
    if (!Object.values(credentials()).every(fitsHeader)) return 'credentials';
    if (!/^https?:\/\//i.test(base) || !URL.canParse(base)) return 'address';
    return options.hosts.isOwn(new URL(base)) ? null : 'host';
  };

  /** Waits for the budget, calls, and gives the answer's value. */
  const exchange = async <Value>(
    call: Call,
    reading: ReadAnswer<Value>,
    { signal }: CallOptions = {},
  ): Promise<Result<Value, SpotDraftFailure>> => {
    const wrong = wrongOptions();
    if (wrong !== null) return fail(unusable(call, wrong));
    let giveBack: (() => void) | void;
    try {
      giveBack = await options.acquire(signal);
    } catch (error) {
      if (signal?.aborted === true) return fail(notSent(call));
      throw error;
    }
    if (signal?.aborted === true) {
      giveBack?.();
      return fail(notSent(call));
    }
    const started = performance.now();
    const { answer, status, bytes } = await attempt(call, reading, signal).finally(() => giveBack?.());
    options.onCall?.({
      operation: call.operation,
      method: call.method,
      path: call.path,
      status,
      failure: answer.ok ? null : answer.failure.kind,
      ms: performance.now() - started,
      requestBytes: call.body === undefined ? 0 : Buffer.byteLength(call.body),
      responseBytes: bytes,
    });
    return answer;
  };

  const attempt = async <Value>(
    call: Call,
    reading: ReadAnswer<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Outcome<Value>> => {
    const limit = AbortSignal.timeout(call.timeoutMs ?? options.timeoutMs ?? 20_000);
    const query = call.query === undefined || call.query.size === 0 ? '' : `?${call.query.toString()}`;
    try {
      const response = await request(`${base}${call.path}${query}`, {
        method: call.method,
        headers: {
          accept: reading.accept,
          'user-agent': 'DealDraft',
          ...credentials(),
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: call.body ?? null,
        signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
        dispatcher: options.dispatcher,
      });
      const { statusCode: status, headers } = response;
      if (status < 200 || status > 299) {
        const body = await readErrorText(response.body);
        const failure = translateAnswer(call, { status, headers, body });
        return { answer: fail(failure), status, bytes: Buffer.byteLength(body) };
      }
      const bytes = await readBounded(response.body, reading.mostBytes);
      if (bytes === 'too large') {
        const failure = unreadableAnswer(call, status, 'the answer is larger than it may be');
        return { answer: fail(failure), status, bytes: reading.mostBytes };
      }
      const read = reading.read(bytes);
      const answer = 'value' in read ? ok(read.value) : fail(unreadableAnswer(call, status, read.unreadable));
      return { answer, status, bytes: bytes.length };
    } catch (error) {
      // A request that could not even be written down is a bug of ours, not a fault of SpotDraft.
      if (error instanceof errors.InvalidArgumentError) throw error;
      return { answer: fail(translateBreak(call, error)), status: null, bytes: 0 };
    }
  };

  return { exchange };
};

export type Transport = ReturnType<typeof createTransport>;
