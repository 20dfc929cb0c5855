import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Secret } from '../../platform/secrets/secret.ts';
import type { createHubSpotOAuth, Tokens } from '../../hubspot/oauth.ts';

export type OAuthParts = {
  oauth: ReturnType<typeof createHubSpotOAuth>;
  publicOrigin: string;
  /** Signs the state that goes round through HubSpot. */
  stateSecret: Secret;
  scopes: readonly string[];
  optionalScopes: readonly string[];
  /** Stores the account's access; answers a sentence when that failed. */
  connect: (tokens: Tokens & { portalId: number }) => Promise<{ ok: true } | { ok: false; message: string }>;
  now: () => number;
  log: Logger;
};

/** The settings page's link to a new consent names the account; the app's page in the marketplace does not. */
const accountOf = (portalId: unknown): { portalId?: number } =>
  typeof portalId === 'string' && /^\d{1,10}$/.test(portalId) ? { portalId: Number(portalId) } : {};

const stateLivesMs = 15 * 60_000;
const cookie = 'dealdraft_install';

const page = (response: Response, status: number, content: { title: string; text: string }): void => {
  response
    .status(status)
    .type('html')
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>${content.title}</title><body style="font:16px/1.5 system-ui;max-width:34rem;margin:4rem auto;color:#33475b"><h1 style="font-size:1.4rem">${content.title}</h1><p>${content.text}</p></body></html>`,
    );
};

/**
 * Installing the app: GET /oauth/install sends a person to HubSpot's consent, GET /oauth/callback takes the code back.
 * The state is signed, ends in a quarter of an hour, and must come from the browser that began.
 */
export const createOAuthDoors = (
  parts: OAuthParts,
): { install: RequestHandler; callback: RequestHandler } => {
  const redirectUri = `${parts.publicOrigin}/oauth/callback`;
  const sign = (text: string): string =>
    createHmac('sha256', parts.stateSecret.reveal()).update(`install:${text}`).digest('base64url');

  const isOurs = (state: string, cookieHeader: string | undefined): boolean => {
    const [nonce, time, signature] = state.split('.');
    if (nonce === undefined || time === undefined || signature === undefined) return false;
    const expected = Buffer.from(sign(`${nonce}.${time}`));
    const given = Buffer.from(signature);
    const fresh = parts.now() - Number(time) < stateLivesMs;
    const sameBrowser = (cookieHeader ?? '').split(/;\s*/).includes(`${cookie}=${nonce}`);
    return given.length === expected.length && timingSafeEqual(given, expected) && fresh && sameBrowser;
  };

  return {
    install: (request, response) => {
      const nonce = randomBytes(16).toString('base64url');
      const text = `${nonce}.${String(parts.now())}`;
      response.cookie(cookie, nonce, {
        httpOnly: true,
        secure: parts.publicOrigin.startsWith('https:'),
        sameSite: 'lax',
        maxAge: stateLivesMs,
        path: '/oauth',
      });
      response.redirect(
        302,
        parts.oauth.authorizeUrl({
          redirectUri,
          scopes: parts.scopes,
          optionalScopes: parts.optionalScopes,
          state: `${text}.${sign(text)}`,
          ...accountOf(request.query['portalId']),
        }),
      );
    },
    callback: async (request, response) => {
      const { code, state } = request.query;
      if (typeof code !== 'string' || typeof state !== 'string' || !isOurs(state, request.headers.cookie)) {
        page(response, 400, {
          title: 'The installation could not be completed',
          text: 'It was not begun in this browser, or too long ago. Begin it again from your HubSpot account.',
        });
        return;
      }
      const tokens = await parts.oauth.exchangeCode({ code, redirectUri });
      if (!tokens.ok || tokens.value.portalId === null) {
        parts.log.warn(
          { failure: tokens.ok ? 'no account in the answer' : tokens.failure.text.log },
          'an installation failed',
        );
        page(response, 502, {
          title: 'The installation could not be completed',
          text: 'HubSpot did not give access. Begin it again; if it stays so, tell the operator of DealDraft.',
        });
        return;
      }
      const connected = await parts.connect({ ...tokens.value, portalId: tokens.value.portalId });
      if (!connected.ok) {
        page(response, 502, {
          title: 'DealDraft is installed, but not ready',
          text: connected.message.replace(/[<>&]/g, ' '),
        });
        return;
      }
      page(response, 200, {
        title: 'DealDraft is installed',
        text: 'Go back to HubSpot: Settings → Integrations → Connected apps → DealDraft → Settings connects SpotDraft.',
      });
    },
  };
};
