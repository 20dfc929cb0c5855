import { failureText } from './failure-text.ts';
import { contextValues, invalidFields, readErrorBody, shownMessage } from './error-body.ts';
import type { ErrorBody } from './error-body.ts';
import type { FailureDetail, HubSpotFailure, Operation, ThrottlePolicy } from './failure.ts';
import { missingValues } from './missing-values.ts';
import { untilMidnight } from './until-midnight.ts';

/** The call that failed. `effect` says whether it could have changed anything; `timeZone` is that of the account, where its day ends. */
export type CallFacts = { operation: Operation; effect: 'read' | 'write'; now: number; timeZone: string };
export type Answer = {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
};

/** Turns an answer that is not 2xx into a failure. The only place that knows what HubSpot's refusals look like. */
export const translateAnswer = (call: CallFacts, answer: Answer): HubSpotFailure =>
  translateBody(call, answer, readErrorBody(answer.body));

/** The same for an error that came inside a 207 answer, for one input of a batch. */
export const translateBody = (
  call: CallFacts,
  answer: Pick<Answer, 'status' | 'headers'>,
  body: ErrorBody,
): HubSpotFailure => {
  const correlationId = body.correlationId ?? header(answer.headers, 'x-hubspot-correlation-id');
  const processed = answer.status >= 500 || answer.status < 400 || answer.status === 408 ? 'maybe' : 'no';
  const facts = { status: answer.status, correlationId, said: shownMessage(body), processed } as const;
  return assemble(call, facts, detailOf(call, answer, body));
};

const detailOf = (
  call: CallFacts,
  answer: Pick<Answer, 'status' | 'headers'>,
  body: ErrorBody,
): FailureDetail => {
  const { status } = answer;
  const waitMs = retryAfter(answer.headers, call.now);
  if (status === 401 || isDeadGrant(body)) return { kind: 'unauthorized' };
  if (status === 403) {
    return {
      kind: 'missing_scopes',
      scopes: contextValues(body, 'requiredGranularScopes', 'requiredScopes', 'missingScopes'),
    };
  }
  if (status === 404 || status === 410) return { kind: 'not_found', inputs: namedInputs(body) };
  if (status === 409) return { kind: 'conflict' };
  if (status === 413) return { kind: 'too_large' };
  if (status === 423) return { kind: 'locked', retryAfterMs: Math.max(2_000, waitMs ?? 0) };
  if (status === 429) return throttled(call, body, waitMs);
  // 477 means that the account is being moved: Retry-After is in seconds and may be a day. 30 minutes when it is missing.
  if (status === 477) return { kind: 'migrating', retryAfterMs: waitMs ?? 1_800_000 };
  if (status === 408 || status >= 500)
    return waitMs === null ? { kind: 'unavailable' } : { kind: 'unavailable', retryAfterMs: waitMs };
  if (status < 400) return { kind: 'unreadable' };
  // For apps that act as a user; HubSpot answers this one with 400 as well.
  if (/'?Edit Associations'? permission/i.test(body.message))
    return { kind: 'missing_scopes', scopes: ['Edit Associations'] };
  const values = missingValues(body);
  return values.length > 0
    ? { kind: 'missing_values', values, inputs: namedInputs(body) }
    : { kind: 'invalid', fields: invalidFields(body), inputs: namedInputs(body) };
};

/** No answer: decides by the cause whether anything was sent. A read that was not answered leaves no doubt: HubSpot is away. */
export const translateBreak = (call: CallFacts, error: unknown): HubSpotFailure => {
  const before = causes(error).some(
    (cause) =>
      beforeSending.has(cause) || /^(CERT_|UNABLE_TO_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_)/.test(cause),
  );
  const facts = { status: null, correlationId: null, said: '', processed: before ? 'no' : 'maybe' } as const;
  const kind = before ? 'unreachable' : call.effect === 'write' ? 'unclear' : 'unavailable';
  return assemble(call, facts, { kind });
};

/** Nothing was sent, for a reason on our side: the wait for the budget was given up, or the file to send broke off. */
export const notSent = (call: CallFacts): HubSpotFailure =>
  assemble(call, { status: null, correlationId: null, said: '', processed: 'no' }, { kind: 'unreachable' });

/** A call that was not made, because the account has not granted what it needs. */
export const notGranted = (call: CallFacts, scope: string): HubSpotFailure =>
  assemble(
    call,
    { status: null, correlationId: null, said: '', processed: 'no' },
    { kind: 'missing_scopes', scopes: [scope] },
  );

/** A 2xx answer that is not what HubSpot documents. */
export const unreadableAnswer = (call: CallFacts, status: number): HubSpotFailure =>
  assemble(call, { status, correlationId: null, said: '', processed: 'yes' }, { kind: 'unreadable' });

export const tooLargeAnswer = (call: CallFacts, status: number): HubSpotFailure =>
  assemble(call, { status, correlationId: null, said: '', processed: 'yes' }, { kind: 'too_large' });

/** A record HubSpot left out of an answer without saying why. */
export const missingRecord = (call: CallFacts, id: string): HubSpotFailure =>
  assemble(
    call,
    { status: null, correlationId: null, said: '', processed: 'no' },
    { kind: 'not_found', inputs: [id] },
  );

type AssembleFacts = {
  status: number | null;
  correlationId: string | null;
  said: string;
  processed: HubSpotFailure['processed'];
};

const assemble = (call: CallFacts, facts: AssembleFacts, detail: FailureDetail): HubSpotFailure => ({
  operation: call.operation,
  status: facts.status,
  correlationId: facts.correlationId,
  processed: call.effect === 'read' ? 'no' : facts.processed,
  text: failureText({ operation: call.operation, ...facts }, detail),
  ...detail,
});

const throttled = (call: CallFacts, body: ErrorBody, waitMs: number | null): FailureDetail => {
  const policy = policyOf(body);
  const usual = { TEN_SECONDLY_ROLLING: 10_000, SECONDLY: 1_000, OTHER: 10_000 };
  const own = policy === 'DAILY' ? untilMidnight(call.now, call.timeZone) : usual[policy];
  return { kind: 'throttled', policy, retryAfterMs: waitMs ?? own };
};

/** Search names its policy only in the message ("You have reached your secondly limit."). */
const policyOf = (body: ErrorBody): ThrottlePolicy => {
  const text = `${body.policyName ?? ''} ${body.message}`.toUpperCase();
  if (text.includes('TEN_SECONDLY')) return 'TEN_SECONDLY_ROLLING';
  if (text.includes('SECONDLY')) return 'SECONDLY';
  return text.includes('DAILY') ? 'DAILY' : 'OTHER';
};

/** The token endpoint says with a 400 that the connection is gone. */
const isDeadGrant = (body: ErrorBody): boolean =>
  body.error === 'invalid_grant' ||
  body.error === 'access_denied' ||
  ['BAD_REFRESH_TOKEN', 'BAD_AUTH_CODE', 'BAD_HUB'].includes(body.status ?? '');

const namedInputs = (body: ErrorBody): string[] => {
  const ids = contextValues(body, 'ids', 'id', 'objectId', 'objectIds', 'objectWriteTraceId');
  return ids.length > 0
    ? ids
    : [...body.message.matchAll(/\b(?:id|objectId)[ =:]+"?(\d+)/gi)].flatMap((match) => match[1] ?? []);
};

const beforeSending = new Set([
  'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'UND_ERR_CONNECT_TIMEOUT', 'ERR_SSL_WRONG_VERSION_NUMBER',
]); // prettier-ignore

/** The codes of an error, of its causes, and of the attempts a connection made on several addresses. */
const causes = (error: unknown, depth = 0): string[] => {
  if (!(error instanceof Error) || depth > 5) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors : [];
  return [...own, ...causes(error.cause, depth + 1), ...inner.flatMap((each) => causes(each, depth + 1))];
};

const header = (headers: Answer['headers'], name: string): string | null => {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
};

/** Retry-After in seconds or as a date; at most a day. Null when it is absent or nonsense. */
const retryAfter = (headers: Answer['headers'], now: number): number | null => {
  const value = header(headers, 'retry-after');
  if (value === null || value.trim() === '') return null;
  const ms = /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, 86_400_000) : null;
};
