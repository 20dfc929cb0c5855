import { readErrorBody, type ErrorBody } from './error-body.ts';
import { textOf } from './failure-text.ts';
import type { FailureKind, Operation, SpotDraftFailure } from './failure.ts';

export type CallFacts = { operation: Operation; effect: 'read' | 'write' };
export type Answer = {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
};

/** Turns an answer that is not 2xx into a failure. The only place that knows how SpotDraft says no. */
export const translateAnswer = (call: CallFacts, answer: Answer): SpotDraftFailure => {
  const body = readErrorBody(answer.body);
  const kind = kindOf(call, answer.status, body);
  const processed = call.effect === 'write' && kind === 'unclear' ? 'maybe' : 'no';
  const retryAfterMs = retryAfter(answer.headers);
  return {
    kind,
    operation: call.operation,
    status: answer.status,
    code: body.code,
    processed,
    fields: body.fields,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
    text: textOf(call.operation, kind, { status: answer.status, body }),
  };
};

const kindOf = ({ effect, operation }: CallFacts, status: number, body: ErrorBody): FailureKind => {
  if (status >= 300 && status < 400) return 'redirected';
  // A refused link is a spent one, and says nothing about the credentials; the next try asks for a new link.
  if (operation === 'openDownload' && status >= 400) return 'unavailable';
  switch (status) {
    case 401:
      return 'unauthorized';
    case 402:
      return 'business_rule';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'not_found';
    case 408:
      return effect === 'write' ? 'unclear' : 'unavailable';
    case 409:
      return body.code === null ? 'conflict' : 'business_rule';
    case 413:
      return 'too_large';
    case 429:
      return 'throttled';
    case 501:
      return 'feature_off';
    default:
      if (status >= 500) return effect === 'write' ? 'unclear' : 'unavailable';
      return status >= 400 ? 'invalid' : 'unreadable';
  }
};

/** Connecting failed, so nothing was written to the socket. A reset is not among these: it may come after the request. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ADDRESS_REFUSED',
]);
/** Node's and OpenSSL's codes for a certificate that does not hold: the request goes out only after it held. */
const certificateCodes =
  /^(CERT_|ERR_TLS_CERT|UNABLE_TO_(GET|VERIFY|DECRYPT)|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH$)/;

type Cause = { code: string; isConnecting: boolean };

const causesOf = (error: unknown): Cause[] => {
  const causes: Cause[] = [];
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    const syscall = 'syscall' in cause ? cause.syscall : undefined;
    const isConnecting = syscall === 'connect' || syscall === 'getaddrinfo';
    if ('code' in cause && typeof cause.code === 'string') causes.push({ code: cause.code, isConnecting });
    if (cause instanceof AggregateError) causes.push(...cause.errors.flatMap(causesOf));
  }
  return causes;
};

/** No answer came: decides by the cause whether anything was sent. */
export const translateBreak = (call: CallFacts, error: unknown): SpotDraftFailure => {
  const causes = causesOf(error);
  const notSentYet = causes.some(
    ({ code, isConnecting }) => isConnecting || beforeSending.has(code) || certificateCodes.test(code),
  );
  const kind = notSentYet ? 'unreachable' : call.effect === 'write' ? 'unclear' : 'unavailable';
  return withoutAnswer(call, kind, causes[0]?.code ?? (error instanceof Error ? error.name : 'unknown'));
};

/** The service is stopping, and the call was not begun. */
export const notSent = (call: CallFacts): SpotDraftFailure =>
  withoutAnswer(call, 'unreachable', 'stopped before it was sent');

export type Unusable = 'credentials' | 'address' | 'host';

const unusableTexts: Record<Unusable, string> = {
  credentials: 'the credentials hold signs that they cannot have',
  address: 'the base URL is not a web address',
  host: 'the base URL is not at SpotDraft, and SPOTDRAFT_HOSTS does not name its host',
};

/** The connection's own settings cannot be used: nothing is sent. */
export const unusable = (call: CallFacts, what: Unusable): SpotDraftFailure =>
  withoutAnswer(call, what === 'credentials' ? 'unauthorized' : 'unreachable', unusableTexts[what]);

export const unreadableAnswer = (call: CallFacts, status: number, why: string): SpotDraftFailure => ({
  ...withoutAnswer(call, 'unreadable', why),
  status,
  // A 2xx that cannot be read was done all the same.
  processed: call.effect === 'write' ? 'maybe' : 'no',
});

const withoutAnswer = (call: CallFacts, kind: FailureKind, why: string): SpotDraftFailure => ({
  kind,
  operation: call.operation,
  status: null,
  code: null,
  processed: kind === 'unclear' ? 'maybe' : 'no',
  fields: [],
  text: textOf(call.operation, kind, { status: null, body: { message: why, code: null, fields: [] } }),
});

const retryAfter = (headers: Answer['headers']): number | null => {
  const header = headers['retry-after'];
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined || text.trim() === '') return null;
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : new Date(text).getTime() - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 24 * 3600_000) : null;
};
