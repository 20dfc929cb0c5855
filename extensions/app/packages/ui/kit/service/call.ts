import type { Envelope } from '@dealdraft/wire/card.ts';
import type { AnswerOf, InputOf, Route, Routes } from '@dealdraft/wire/routes/route.ts';
import type { SettingsRoutes } from '@dealdraft/wire/routes/settings.ts';
import { explainSilence, readEnvelope } from './read-envelope.ts';

type FetchOptions = { method: 'GET' | 'POST'; timeout: number; body?: Record<string, unknown> };

/** The shape of `hubspot.fetch` that calls need. */
export type Fetch = (
  url: string,
  options: FetchOptions,
) => Promise<{ status: number; text: () => Promise<string> }>;

/** `vendor`: the service asks HubSpot or SpotDraft before it answers. What changes something may always take so long. */
type Patience = 'vendor';

type Input<Of, At> = Of extends Route ? InputOf<At, Of> : never;
type Args<Given> =
  Record<string, never> extends Given
    ? [input?: Given, patience?: Patience]
    : [input: Given, patience?: Patience];
type Answer<Of> = Of extends Route ? AnswerOf<Of> : never;

/**
 * Calls the service at one of its routes. What goes in and comes out has the types of the route that the service serves:
 * where page and service differ, the page doesn't compile. Only types are taken from there; the schemas stay away from
 * the bundle. A call never rejects: it ends in data or in a sentence.
 */
export type Call<All extends Routes> = <At extends keyof All & string>(
  at: At,
  ...args: Args<Input<All[At], At>>
) => Promise<Envelope<Answer<All[At]>>>;
export type SettingsCall = Call<SettingsRoutes>;

/** HubSpot ends a call after 15 s; what only reads the service's own database should be known to be stuck before that. */
const LOCAL_MS = 8_000;
const VENDOR_MS = 15_000;

/** `?a=1&b=x`, without what isn't asked. */
const queryText = (input: ReadonlyMap<string, unknown>): string => {
  const pairs = [...input].filter(
    ([, value]) => value !== null && value !== undefined && value !== '' && value !== false,
  );
  const text = pairs.map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  );
  return text.length === 0 ? '' : `?${text.join('&')}`;
};

/**
 * Over `hubspot.fetch`, which signs each call and adds who is asking. HubSpot repeats a call by itself after a 5xx or a
 * broken line, so what must not happen twice carries an idempotency key.
 */
export const createCall =
  <All extends Routes>({ origin, fetch }: { origin: string; fetch: Fetch }): Call<All> =>
  async (at, ...[input, patience]) => {
    const rest = new Map<string, unknown>(Object.entries(input ?? {}));
    const [method, template = ''] = at.split(' ');
    const path = template.replaceAll(/:(\w+)/g, (_whole, name: string) => {
      const value = rest.get(name);
      rest.delete(name);
      return encodeURIComponent(String(value));
    });
    const address = `${origin.replace(/\/+$/, '')}${path}`;
    try {
      const response =
        method === 'GET'
          ? await fetch(`${address}${queryText(rest)}`, {
              method,
              timeout: patience === 'vendor' ? VENDOR_MS : LOCAL_MS,
            })
          : await fetch(address, { method: 'POST', timeout: VENDOR_MS, body: Object.fromEntries(rest) });
      return readEnvelope({ status: response.status, text: await response.text() });
    } catch (cause) {
      return { ok: false, error: explainSilence(cause, rest.has('idempotencyKey')) };
    }
  };
