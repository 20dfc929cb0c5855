import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { installRoutes } from '@dealdraft/wire/routes/install.ts';
import type { Secret } from '../../platform/secrets/secret.ts';
import type { createHubSpotOAuth, Tokens } from '../../hubspot/oauth.ts';
import { answerPage } from '../../platform/http/answer-page.ts';

export type OAuthParts = {
  oauth: ReturnType<typeof createHubSpotOAuth>;
  publicOrigin: string;
  /** Signs the state that goes round through HubSpot. */
  stateSecret: Secret;
  scopes: readonly string[];
  optionalScopes: readonly string[];
  /** The app's settings in an account, in HubSpot. */
  settingsUrl: (portalId: number) => string;
  /** Stores the account's access; answers a sentence when that failed. */
  connect: (tokens: Tokens & { portalId: number }) => Promise<{ ok: true } | { ok: false; message: string }>;
  now: () => number;
  log: Logger;
};

/** The settings page's link to a new consent names the account; the app's page in the marketplace does not. */
const accountOf = (portalId: string | undefined): { portalId?: number } =>
  portalId !== undefined && /^\d{1,10}$/.test(portalId) ? { portalId: Number(portalId) } : {};

const stateLivesMs = 15 * 60_000;
const cookie = 'dealdraft_install';
const startAgain = { url: '/oauth/install', label: 'Start again' };

/**
 * Installing the app: GET /oauth/install sends a person to HubSpot's consent, GET /oauth/callback takes the code back.
 * The state is signed, ends in a quarter of an hour, and must come from the browser that began.
 */
export const createOAuthEndpoints = (
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
          ...accountOf(installRoutes['GET /oauth/install'].query.safeParse(request.query).data?.portalId),
        }),
      );
    },
    callback: async (request, response) => {
      const asked = installRoutes['GET /oauth/callback'].query.safeParse(request.query);
      const { code, state } = asked.data ?? {};
      if (code === undefined || state === undefined || !isOurs(state, request.headers.cookie)) {
        answerPage(response, 400, {
          title: "DealDraft wasn't installed",
          text: 'This installation was started in another browser, or too long ago.',
          link: startAgain,
        });
        return;
      }
      const tokens = await parts.oauth.exchangeCode({ code, redirectUri });
      if (!tokens.ok || tokens.value.portalId === null) {
        parts.log.warn(
          { failure: tokens.ok ? 'no account in the answer' : tokens.failure.text.log },
          'an installation failed',
        );
        answerPage(response, 502, {
          title: "DealDraft wasn't installed",
          text: "HubSpot didn't grant access. Start again; if this keeps happening, tell whoever runs DealDraft.",
          link: startAgain,
        });
        return;
      }
      const { portalId } = tokens.value;
      const connected = await parts.connect({ ...tokens.value, portalId });
      if (!connected.ok) {
        parts.log.warn(
          { portalId, reason: connected.message },
          'an installed account could not be connected',
        );
        answerPage(response, 502, {
          title: "DealDraft is installed, but isn't ready yet",
          text: connected.message,
          link: startAgain,
        });
        return;
      }
      parts.log.info({ portalId }, 'an account installed the app');
      answerPage(response, 200, {
        title: 'DealDraft is installed',
        text: 'Next, connect SpotDraft in the DealDraft settings. In HubSpot you find them under Settings → Integrations → Connected apps → DealDraft.',
        link: { url: parts.settingsUrl(portalId), label: 'Open DealDraft settings' },
      });
    },
  };
};

/** Where the app has no consent to ask for: says how accounts are connected here instead of a bare 404. */
export const noInstallation: RequestHandler = (_request, response) => {
  answerPage(response, 404, {
    title: "DealDraft isn't installed from this page here",
    text: 'This DealDraft connects HubSpot accounts with a private token (HUBSPOT_AUTH=token). Whoever runs DealDraft connects yours with npm run set-up.',
  });
};
