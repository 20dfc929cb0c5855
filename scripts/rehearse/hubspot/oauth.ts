import { Secret } from '../../../src/platform/secrets/secret.ts';
import { blockedBy, check, couldNotRun, doesNotHold, skipped, type Outcome } from '../base/outcome.ts';
import { at, fieldsOf, messageIn } from '../base/raw-call.ts';
import { defineStep, type AppSide, type Parts } from '../parts/step.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';

export const deadGrant = defineStep({
  id: 'hubspot.dead-grant',
  title: 'Unknown refresh token',
  assumption: 'HubSpot refuses an unknown refresh token with 400, and DealDraft reads that as “reconnect”.',
  matters: 'HubSpot sends no uninstall webhook, so this is how DealDraft notices an uninstalled app.',
  where: ['src/hubspot/oauth.ts', 'src/hubspot/transport/translate-error.ts'],
  writes: false,
  does: "Requests an access token with a refresh token that doesn't exist.",
  needs: ['app'],
  run: async ({ app }) => {
    const answer = await app.oauth.refresh(new Secret('dealdraft-rehearsal-no-such-token'));
    if (answer.ok) return doesNotHold('HubSpot gave a token');
    const { kind, status } = answer.failure;
    if (kind === 'unreachable' || kind === 'unavailable') return blockedBy(answer.failure);
    return check(kind === 'unauthorized' && status === 400, `returns ${String(status)}, read as ${kind}`);
  },
});

/** An access token by the product's own way. */
async function freshToken(app: AppSide, refreshToken: Secret): Promise<Result<Secret, Outcome>> {
  const tokens = await app.oauth.refresh(refreshToken);
  if (tokens.ok) return ok(tokens.value.accessToken);
  const { failure } = tokens;
  return failure.kind === 'unauthorized'
    ? {
        ok: false,
        failure: couldNotRun(
          "HubSpot refused the refresh token or the app's credentials. Check HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET, and HUBSPOT_REFRESH_TOKEN, and try again.",
        ),
      }
    : { ok: false, failure: blockedBy(failure) };
}

type OAuthParts = Pick<Parts, 'app' | 'refreshToken'>;

async function introspected(
  { app, refreshToken }: OAuthParts,
  version: string,
): Promise<Result<{ status: number; json: unknown }, Outcome>> {
  const token = await freshToken(app, refreshToken);
  if (!token.ok) return token;
  const form = app.form();
  form.set('token', token.value.reveal());
  form.set('token_type_hint', 'access_token');
  return app.token({
    method: 'POST',
    path: `/oauth/${version}/token/introspect`,
    form,
    takes: [400, 404, 405],
  });
}

const needed = ['active', 'hub_id', 'user_id', 'app_id', 'scopes'];
const listed = ['token', 'token_type', 'signed_access_token'];

export const introspection = defineStep({
  id: 'hubspot.introspection',
  title: 'Token introspection',
  assumption: `Introspecting an access token returns ${needed.join(', ')}, and the user's email as \`user\`.`,
  matters:
    'DealDraft makes the installing user the first admin, and compares the granted scopes with the ones it needs.',
  where: ['src/hubspot/oauth.ts', 'src/features/access/first-admin.ts'],
  writes: false,
  does: 'Gets an access token with your refresh token and introspects it.',
  needs: ['app', 'refreshToken'],
  run: async (parts) => {
    const answer = await introspected(parts, 'v3');
    if (!answer.ok) return answer.failure;
    const fields = fieldsOf(answer.value.json);
    const missing = [...needed, 'user'].filter((field) => !fields.includes(field));
    return check(
      missing.length === 0,
      missing.length === 0 ? `fields ${fields.join(', ')}` : `without ${missing.join(', ')}`,
    );
  },
});

export const introspectionListed = defineStep({
  id: 'hubspot.introspection-as-specified',
  title: 'Token introspection, as specified',
  assumption: `Introspecting an access token also returns ${listed.join(', ')}, as in HubSpot's specification.`,
  matters: 'The response contains the token itself, so DealDraft never logs or stores it whole.',
  where: ['src/hubspot/oauth.ts'],
  writes: false,
  does: 'Gets an access token with your refresh token and introspects it.',
  needs: ['app', 'refreshToken'],
  run: async (parts) => {
    const answer = await introspected(parts, 'v3');
    if (!answer.ok) return answer.failure;
    const missing = listed.filter((field) => at(answer.value.json, field) === undefined);
    return check(
      missing.length === 0,
      missing.length === 0 ? 'returns all three' : `without ${missing.join(', ')}`,
    );
  },
});

export const datedOAuth = defineStep({
  id: 'hubspot.oauth-dated',
  title: 'Dated OAuth paths',
  assumption:
    'Refresh and introspection work the same under `/oauth/2026-03/token` as under `/oauth/v3/token`.',
  matters:
    'Listed apps may only use supported API versions, so DealDraft moves to these paths before v3 ends.',
  where: ['src/hubspot/oauth.ts'],
  writes: false,
  does: 'Gets an access token by the dated path with your refresh token, and introspects it.',
  needs: ['app', 'refreshToken'],
  run: async (parts) => {
    const form = parts.app.form();
    form.set('grant_type', 'refresh_token');
    form.set('refresh_token', parts.refreshToken.reveal());
    const refreshed = await parts.app.token({
      method: 'POST',
      path: '/oauth/2026-03/token',
      form,
      takes: [400, 404, 405],
    });
    if (!refreshed.ok) return refreshed.failure;
    const asked = await introspected(parts, '2026-03');
    if (!asked.ok) return asked.failure;
    const active = at(asked.value.json, 'active') === true;
    const got = typeof at(refreshed.value.json, 'access_token') === 'string';
    return check(
      got && active,
      `refresh returns ${String(refreshed.value.status)}, introspection ${String(asked.value.status)}${active ? '' : `: ${messageIn(asked.value.json)}`}`,
    );
  },
});

export const revocation = defineStep({
  id: 'hubspot.revoke',
  title: 'Revoking a refresh token',
  assumption: 'Revoking a refresh token returns 200, and HubSpot refuses the token from then on.',
  matters: "Disconnecting an account must end DealDraft's access. DealDraft treats any 2xx as success.",
  where: ['src/hubspot/oauth.ts'],
  writes: true,
  does: 'Ends the installation behind HUBSPOT_REFRESH_TOKEN_TO_REVOKE.',
  needs: ['app', 'refreshTokenToRevoke'],
  run: async ({ app, refreshTokenToRevoke }) => {
    const form = app.form();
    form.set('token', refreshTokenToRevoke.reveal());
    form.set('token_type_hint', 'refresh_token');
    const before = await app.oauth.refresh(refreshTokenToRevoke);
    if (!before.ok) return blockedBy(before.failure);
    if (app.leansOn !== null && before.value.portalId === app.leansOn)
      return skipped(
        "This token belongs to the account you're rehearsing on, and the cleanup still needs it. Use one from another account.",
      );
    const answer = await app.token({
      method: 'POST',
      path: '/oauth/v3/token/revoke',
      form,
      takes: [400, 404],
    });
    if (!answer.ok) return answer.failure;
    const after = await app.oauth.refresh(refreshTokenToRevoke);
    const ended = !after.ok && after.failure.kind === 'unauthorized';
    return check(
      answer.value.status === 200 && ended,
      `${String(answer.value.status)}; the token is then ${ended ? 'refused' : 'still accepted'}`,
    );
  },
});
