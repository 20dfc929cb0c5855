import { readErrorBody, type ErrorBody } from './error-body.ts';
import {
  operations,
  type FailureKind,
  type FailureText,
  type Operation,
  type SpotDraftFailure,
} from './failure.ts';

export type CallFacts = { operation: Operation; effect: 'read' | 'write' };
export type Answer = {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
};

/** Codes whose plain words help more than SpotDraft's own. */
const codeSentences: Record<string, string> = {
  SD_PUBLIC_00009: 'the contract is executed, and its values do not change any more',
  SD_CONTRACTS_00093: 'the relation would lead back to the same contract',
  SD_CONTRACTS_00152: 'another group of approvers is at work on it',
  SD_CONTRACTS_00289: 'its contract type has no published upload workflow in SpotDraft',
  SD_CONTRACT_APPROVALS_00001: "the workspace uses SpotDraft's newer approvals, which are requested there",
  SD_INTEGRATIONS_00030: 'the record type does not fit the integration set up in SpotDraft',
  SD_INTEGRATIONS_00021: 'SpotDraft does not know this integration set-up',
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

const kindOf = ({ effect }: CallFacts, status: number, body: ErrorBody): FailureKind => {
  if (status >= 300 && status < 400) return 'redirected';
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

/** Connecting failed, or nothing was written to the socket. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const codesOf = (error: unknown): string[] => {
  const codes: string[] = [];
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if ('code' in cause && typeof cause.code === 'string') codes.push(cause.code);
    if (cause instanceof AggregateError) codes.push(...cause.errors.flatMap(codesOf));
  }
  return codes;
};

/** No answer came: decides by the cause whether anything was sent. */
export const translateBreak = (call: CallFacts, error: unknown): SpotDraftFailure => {
  const codes = codesOf(error);
  const kind: FailureKind = codes.some((code) => beforeSending.has(code))
    ? 'unreachable'
    : call.effect === 'write'
      ? 'unclear'
      : 'unavailable';
  return withoutAnswer(call, kind, codes[0] ?? (error instanceof Error ? error.name : 'unknown'));
};

/** The service is stopping, and the call was not begun. */
export const notSent = (call: CallFacts): SpotDraftFailure =>
  withoutAnswer(call, 'unreachable', 'stopped before it was sent');

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

const askAdmin = 'ask the admin of DealDraft';

const textOf = (
  operation: Operation,
  kind: FailureKind,
  said: { status: number | null; body: ErrorBody },
): FailureText => {
  const what = operations[operation];
  const { body, status } = said;
  const reason = (body.code === null ? undefined : codeSentences[body.code]) ?? (body.message || undefined);
  const fields = body.fields.map(({ field, messages }) => `${field}: ${messages.join(' ')}`).join('; ');
  const why = [reason, fields].filter(Boolean).join(' — ').replace(/\.$/, '');
  const log = `SpotDraft could not ${what}: ${kind}${status === null ? '' : ` ${String(status)}`}${body.code === null ? '' : ` ${body.code}`}${why === '' ? '' : ` (${why})`}`;
  const both = (sentence: string): FailureText => ({ log, admin: sentence, seller: sentence });
  switch (kind) {
    case 'unauthorized':
      return {
        log,
        admin: `SpotDraft refused the API credentials, so DealDraft could not ${what}; enter new ones in Settings → DealDraft → Connections.`,
        seller: `SpotDraft no longer accepts DealDraft's connection, so it could not ${what}; ${askAdmin} to renew it.`,
      };
    case 'forbidden':
      return {
        log,
        admin: `The SpotDraft user that DealDraft acts as may not ${what}${why === '' ? '' : ` (${why})`}; give the user the permission or choose another user.`,
        seller: `DealDraft is not allowed to ${what} in SpotDraft; ${askAdmin} to grant it.`,
      };
    case 'not_found':
      return both(
        `SpotDraft could not ${what}, because it does not show it to DealDraft${why === '' || why === 'Not Found' ? '' : ` (${why})`}; check in SpotDraft whether it still exists.`,
      );
    case 'invalid':
      return both(
        `SpotDraft did not accept this when DealDraft tried to ${what}${why === '' ? '' : `: ${why}`}; correct it and try again.`,
      );
    case 'business_rule':
    case 'conflict':
      return both(
        `SpotDraft does not allow to ${what} now${why === '' ? '' : `: ${why}`}; see in SpotDraft what it waits for, then try again.`,
      );
    case 'too_large':
      return both(
        `It is too large for SpotDraft, so DealDraft could not ${what}; make it smaller and try again.`,
      );
    case 'throttled':
      return both(
        `SpotDraft is receiving too many calls, so DealDraft waits before it tries to ${what}; it goes on by itself.`,
      );
    case 'feature_off':
      return both(
        `This workspace of SpotDraft cannot ${what}, because the feature is switched off there; ask SpotDraft to switch it on.`,
      );
    case 'unavailable':
    case 'unreachable':
      return both(
        `SpotDraft does not answer at the moment, so DealDraft could not ${what}; nothing is lost, try again in a minute.`,
      );
    case 'unclear':
      return both(
        `SpotDraft broke off while DealDraft tried to ${what}; DealDraft finds out whether it happened before it tries again.`,
      );
    case 'redirected':
    case 'unreadable':
      return both(
        `SpotDraft answered in a way that DealDraft does not understand when it tried to ${what}; check the base URL in Settings → DealDraft → Connections, else tell the operator.`,
      );
  }
};
