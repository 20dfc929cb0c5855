import express, { Router } from 'express';
import type { Request, Response } from 'express';
import {
  accessTokenFacts,
  introspect,
  issueToken,
  newCode,
  refreshTokenFacts,
  revoke,
} from '../api/oauth.ts';
import type { Core } from '../state/core.ts';
import type { Portal } from '../state/model.ts';
import { answerOf, json } from '../state/reply.ts';
import type { Reply } from '../../kit/reply.ts';
import { judgeInstall } from './judge-install.ts';
import type { InstallJudgment } from './judge-install.ts';
import { appName, oauthClientId } from '../state/accounts.ts';
import { queryOf } from '../../kit/api.ts';
import { sendReply } from '../../kit/reply.ts';

type Action = (core: Core, form: URLSearchParams) => Reply;

/** Tokens, and the page where a user connects the app to an account. */
export function createOAuthApi(core: Core): Router {
  const router = Router();
  router.use(express.text({ type: () => true }));
  const fromForm = (action: Action) => async (request: Request, response: Response) => {
    const isForm = /^application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? '');
    const form = new URLSearchParams(isForm ? String(request.body ?? '') : '');
    sendReply(response, await answerOf(() => action(core, form)));
  };
  for (const version of ['v1', 'v3', '2026-03', '2026-09']) {
    router.post(`/${version}/token`, fromForm(issueToken));
    router.post(`/${version}/token/introspect`, fromForm(introspect));
    router.post(`/${version}/token/revoke`, fromForm(revoke));
  }
  router.get('/v1/access-tokens/:token', async (request, response) => {
    sendReply(response, await answerOf(() => accessTokenFacts(core, request.params.token)));
  });
  router.all('/v1/refresh-tokens/:token', async (request, response) => {
    sendReply(response, await answerOf(() => refreshTokenFacts(core, request.params.token, request.method)));
  });
  router.get(['/authorize', '/:portalId/authorize'], (request, response) => consent(core, request, response));
  router.get('/:portalId/approve', (request, response) => approve(core, request, response));
  return router;
}

/** Where to go back to; null when the call is not one of this app. */
function redirectOf(query: URLSearchParams): URL | null {
  const redirect = query.get('redirect_uri') ?? '';
  return query.get('client_id') === oauthClientId && URL.canParse(redirect) ? new URL(redirect) : null;
}

function consent(core: Core, request: Request, response: Response): void {
  const query = queryOf(request);
  if (!redirectOf(query))
    return sendReply(
      response,
      json(400, { status: 'error', message: 'client_id or redirect_uri is not valid.' }),
    );
  const asked = judgeInstall(core.extensionsDir, query);
  if (asked.refused !== null) return refuse(response, asked.refused);
  const only = request.params['portalId'];
  const portals = [...core.state.portals.values()].filter(
    (one) => only === undefined || String(one.portalId) === only,
  );
  response.type('html').send(page(portals, query, asked));
}

function approve(core: Core, request: Request, response: Response): void {
  const query = queryOf(request);
  const back = redirectOf(query);
  const portal = core.state.portals.get(Number(request.params['portalId']));
  if (!back || !portal)
    return sendReply(
      response,
      json(400, { status: 'error', message: 'The account or the redirect is not valid.' }),
    );
  const asked = judgeInstall(core.extensionsDir, query);
  if (asked.refused !== null) return refuse(response, asked.refused);
  const lacks = (scope: string): boolean => portal.unavailableScopes?.includes(scope) === true;
  const missing = asked.scopes.filter(lacks);
  if (missing.length > 0)
    return refuse(
      response,
      `Authorization failed because this account does not have access to all scopes that the app requires (${missing.join(', ')}).`,
    );
  const scopes = [...asked.scopes, ...asked.optionalScopes.filter((scope) => !lacks(scope))];
  back.searchParams.set(
    'code',
    newCode(core, portal, { redirectUri: query.get('redirect_uri') ?? '', scopes }),
  );
  const state = query.get('state');
  if (state !== null) back.searchParams.set('state', state);
  response.redirect(302, back.href);
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** HubSpot shows a page, and the person does not come back to the app. */
const refuse = (response: Response, message: string): void => {
  response
    .status(400)
    .type('html')
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>Couldn't complete the connection</title><p>Couldn't complete the connection: ${escape(message)}</p></html>`,
    );
};

const page = (portals: Portal[], query: URLSearchParams, asked: InstallJudgment): string => {
  const scopes = [...asked.scopes, ...asked.optionalScopes.map((one) => `${one} (optional)`)];
  const links = portals.map(
    (one) =>
      `<li><a href="/oauth/${one.portalId}/approve?${escape(query.toString())}">Connect ${appName} to ${escape(one.name)} (${one.portalId})</a></li>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Connect an app</title>
<body style="font:14px/24px sans-serif;color:#33475b;background:#f5f8fa;padding:40px"><main style="background:#fff;border:1px solid #cbd6e2;border-radius:3px;padding:24px;max-width:560px;margin:auto">
<h1 style="font-size:20px">${appName} wants to connect</h1><p>It asks for:</p><ul>${scopes.map((one) => `<li>${escape(one)}</li>`).join('')}</ul><p>Choose an account:</p><ul>${links.join('')}</ul></main></body></html>`;
};
