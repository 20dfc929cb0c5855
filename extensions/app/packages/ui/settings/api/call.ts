import type { Envelope } from '@dealdraft/wire/card.ts';
import { explainSilence, readEnvelope } from '../../api/read-envelope.ts';

export type CallOptions = {
  method: 'GET' | 'POST';
  timeout: number;
  body?: Record<string, unknown>;
};

/** The shape of `hubspot.fetch` that the settings need. */
export type SettingsFetch = (
  url: string,
  options: CallOptions,
) => Promise<{ status: number; text: () => Promise<string> }>;

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** `?a=1&b=x`, without what is not given. */
export const queryText = (query: Query): string => {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined || value === ''
      ? []
      : [`${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`],
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
};

/** HubSpot ends a call after 15 s; what only reads our own database should be known to be stuck before that. */
const LOCAL_MS = 8_000;
const VENDOR_MS = 15_000;

export type Caller = {
  get: <Data>(path: string, query?: Query, slow?: 'vendor') => Promise<Envelope<Data>>;
  post: <Data>(path: string, body?: Record<string, unknown>) => Promise<Envelope<Data>>;
};

/** An answer may be that there is nothing yet: `{"ok":true,"data":null}`. */
const read = <Data>(answer: { status: number; text: string }): Envelope<Data> =>
  answer.status === 200 && answer.text.trim().replaceAll(/\s/g, '') === '{"ok":true,"data":null}'
    ? { ok: true, data: null as Data }
    : readEnvelope<Data>(answer);

/** Calls that never reject: each ends in data or in a sentence. HubSpot repeats a call by itself after a 5xx, hence the keys. */
export const createCaller = ({ origin, fetch }: { origin: string; fetch: SettingsFetch }): Caller => {
  const root = `${origin.replace(/\/+$/, '')}/api/settings`;
  const call = async <Data>(path: string, options: CallOptions): Promise<Envelope<Data>> => {
    try {
      const response = await fetch(`${root}${path}`, options);
      return read<Data>({ status: response.status, text: await response.text() });
    } catch (cause) {
      return { ok: false, error: explainSilence(cause, options.body?.['idempotencyKey'] !== undefined) };
    }
  };
  return {
    get: (path, query = {}, slow) =>
      call(`${path}${queryText(query)}`, {
        method: 'GET',
        timeout: slow === undefined ? LOCAL_MS : VENDOR_MS,
      }),
    post: (path, body = {}) => call(path, { method: 'POST', timeout: VENDOR_MS, body }),
  };
};
