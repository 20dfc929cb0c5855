import { setTimeout as wait } from 'node:timers/promises';
import { request } from 'undici';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { couldNotRun, missingScopes, type Outcome } from './outcome.ts';

type RawRequest = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  json?: unknown;
  form?: URLSearchParams;
  headers?: Readonly<Record<string, string>>;
  /** Statuses that the step wants to see, though they'd otherwise end it. */
  takes?: readonly number[];
  /** Not held back: the step sends a burst on purpose. */
  unpaced?: true;
};
type RawAnswer = {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Undefined when the answer isn't JSON. */
  json: unknown;
};
export type RawCall = (request: RawRequest) => Promise<Result<RawAnswer, Outcome>>;

export type RawCallOptions = {
  vendor: 'HubSpot' | 'SpotDraft';
  origin: string;
  headers: () => Promise<Record<string, string>>;
  pace: (path: string) => Promise<void>;
  /** Before a second try; later ones wait longer. */
  retryMs: number;
};

const mostTries = 4;

/**
 * The bare API, for assumptions about it that the product's client would hide: it reads both forms of an id, or hides the
 * path it took. What's no answer to the step's question (no network, credentials, scopes, limits) comes back as the outcome.
 */
export function createRawCall(options: RawCallOptions): RawCall {
  const { vendor, origin } = options;
  return async (asked) => {
    for (let tried = 1; ; tried += 1) {
      if (asked.unpaced !== true) await options.pace(asked.path);
      const answer = await send(options, asked);
      if (!answer.ok) return answer;
      const { status } = answer.value;
      if (status < 400 || asked.takes?.includes(status) === true) return answer;
      const passing = status === 429 || status === 502 || status === 503;
      if (!passing || tried === mostTries) return judge(vendor, asked, answer.value, origin);
      await wait(retryAfterMs(answer.value) ?? tried * options.retryMs);
    }
  };
}

async function send(
  { vendor, origin, headers }: RawCallOptions,
  { method = 'GET', path, json, form, headers: extra }: RawRequest,
): Promise<Result<RawAnswer, Outcome>> {
  const body = form?.toString() ?? (json === undefined ? null : JSON.stringify(json));
  try {
    const response = await request(origin + path, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === null
          ? {}
          : { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json' }),
        ...(await headers()),
        ...extra,
      },
      body,
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.body.text();
    return ok({ status: response.statusCode, headers: response.headers, json: parse(text) });
  } catch (error) {
    const why = `${vendor} isn't responding at ${origin} (${reason(error)}). Check your network and the address, then try again.`;
    return fail(couldNotRun(why, { maybe: method !== 'GET' }));
  }
}

function judge(
  vendor: RawCallOptions['vendor'],
  { method = 'GET', path }: RawRequest,
  { status, json }: RawAnswer,
  origin: string,
): Result<RawAnswer, Outcome> {
  const what = `${method} ${path.split('?')[0] ?? path}`;
  if (status === 401)
    return fail(
      couldNotRun(
        `${vendor} refused the credentials at ${origin} (401 on ${what}). Provide new ones and try again.`,
      ),
    );
  if (status === 403 && vendor === 'HubSpot') return fail(couldNotRun(missingScopes(scopesIn(json))));
  if (status === 403)
    return fail(
      couldNotRun(
        `The SpotDraft user doesn't have permission (403 on ${what}). Grant it (webhooks need “Developer Settings”) and try again.`,
      ),
    );
  if (status === 429)
    return fail(
      couldNotRun(`${vendor} keeps rate limiting ${what} (429). Try again when the account is less busy.`),
    );
  const why = `${vendor} returned ${String(status)} for ${what}: ${messageIn(json)}`;
  return fail(couldNotRun(why, { maybe: status >= 500 && method !== 'GET' }));
}

/** The names of an object's fields, for what was seen; never the values, which may be anybody's. */
export function fieldsOf(json: unknown): string[] {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? Object.keys(json) : [];
}

/** One field of an answer whose form is what's in question. */
export function at(json: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    json,
  );
}

export function listAt(json: unknown, ...path: (string | number)[]): unknown[] {
  const found = at(json, ...path);
  return Array.isArray(found) ? (found as unknown[]) : [];
}

export function messageIn(json: unknown): string {
  const message = at(json, 'message') ?? at(json, 'detail') ?? at(json, 'error');
  return typeof message === 'string'
    ? message.slice(0, 200)
    : `fields ${fieldsOf(json).join(', ') || 'none'}`;
}

function scopesIn(json: unknown): string[] {
  return listAt(json, 'errors').flatMap((error) =>
    listAt(error, 'context', 'requiredGranularScopes').filter((scope) => typeof scope === 'string'),
  );
}

function retryAfterMs({ headers }: RawAnswer): number | null {
  const seconds = Number(headers['retry-after'] ?? NaN);
  return Number.isFinite(seconds) ? Math.min(seconds, 30) * 1_000 : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reason(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.message || cause.name : 'no reason given';
}
