import { request } from 'undici';
import { startHubSpotSandbox, type HubSpotSandbox } from '../../../sandbox/hubspot/start.ts';
import {
  accessTokens,
  appClientSecret,
  northwindPortalId,
  oauthClientId,
} from '../../../sandbox/hubspot/state/accounts.ts';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { startSpotDraftSandbox, type SpotDraftSandbox } from '../../../sandbox/spotdraft/start.ts';
import { readCredentials } from '../../../scripts/rehearse/credentials.ts';
import { readOptions } from '../../../scripts/rehearse/options.ts';
import type { Patience } from '../../../scripts/rehearse/base/patience.ts';
import { rehearse } from '../../../scripts/rehearse/rehearse.ts';
import type { Step } from '../../../scripts/rehearse/parts/step.ts';
import { freePort } from '../../../lab/world/world.ts';

/** Short enough for a stand-in that answers at once; a limit that's met fails the step, not the time of the test. */
const quickly: Patience = {
  pollMs: 50,
  searchMs: 20_000,
  webhookMs: 20_000,
  documentMs: 20_000,
  hubspotQuietMs: 0,
  spotdraftQuietMs: 1_100,
  hubspotPace: { calls: 400, perMs: 10_000 },
};

export type Stage = {
  hubspot: HubSpotSandbox;
  spotdraft: SpotDraftSandbox;
  port: number;
  /** All that an operator can give, in the names of the environment. */
  environment: (more?: Record<string, string>) => Promise<Record<string, string>>;
  /** Of an installation with these scopes, or with all. */
  refreshToken: (scopes?: string[]) => Promise<string>;
  stop: () => Promise<void>;
};

/** Both stand-ins, with the app's webhooks sent to the port on which the rehearsal listens. */
export async function startStage(): Promise<Stage> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${String(port)}`;
  // The run makes more calls in ten seconds than it could on the wire; the limit itself has tests of its own.
  const hubspot = await startHubSpotSandbox({ appOrigin: origin, rateLimitPer10s: 600, searchLagMs: 100 });
  const spotdraft = await startSpotDraftSandbox();
  return {
    hubspot,
    spotdraft,
    port,
    environment: async (more = {}) => ({
      HUBSPOT_TOKEN: accessTokens[northwindPortalId] ?? '',
      HUBSPOT_CLIENT_ID: oauthClientId,
      HUBSPOT_CLIENT_SECRET: appClientSecret,
      HUBSPOT_REFRESH_TOKEN: await refreshToken(hubspot),
      HUBSPOT_REFRESH_TOKEN_TO_REVOKE: await refreshToken(hubspot),
      HUBSPOT_API_ORIGIN: hubspot.origin,
      SPOTDRAFT_BASE_URL: spotdraft.origin,
      SPOTDRAFT_CLIENT_ID: sandboxCredentials.uat.clientId,
      SPOTDRAFT_CLIENT_SECRET: sandboxCredentials.uat.clientSecret,
      PUBLIC_ORIGIN: origin,
      ...more,
    }),
    refreshToken: (scopes) => refreshToken(hubspot, scopes),
    stop: async () => {
      await hubspot.close();
      await spotdraft.close();
    },
  };
}

async function refreshToken(hubspot: HubSpotSandbox, scopes?: string[]): Promise<string> {
  const redirectUri = 'http://127.0.0.1/back';
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: oauthClientId,
    client_secret: appClientSecret,
    redirect_uri: redirectUri,
    code: hubspot.control.authorize({ redirectUri, ...(scopes === undefined ? {} : { scopes }) }),
  });
  const response = await request(`${hubspot.origin}/oauth/v3/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
  });
  const json = (await response.body.json()) as { refresh_token: string };
  return json.refresh_token;
}

export type Wish = {
  environment: Record<string, string>;
  args?: readonly string[];
  steps?: readonly Step[];
  signal?: AbortSignal;
};

/** The command without its process: what it answered and all that it said. */
export async function run({ environment, args = [], steps, signal = new AbortController().signal }: Wish) {
  const options = readOptions(['--yes', '--account', String(northwindPortalId), ...args]);
  if (!options.ok) return { done: options, said: '' };
  const credentials = await readCredentials(environment, options.value.credentials);
  if (!credentials.ok) return { done: credentials, said: '' };
  const said: string[] = [];
  const done = await rehearse({
    options: options.value,
    credentials: credentials.value,
    say: (text) => said.push(text),
    ask: () => Promise.reject(new Error('nothing is asked with --yes')),
    signal,
    patience: quickly,
    ...(steps === undefined ? {} : { steps }),
  });
  return { done, said: said.join('\n') };
}

/** What a rehearsal left in the stand-ins, in words; empty when it cleaned up. Voided contracts stay, for nothing deletes them. */
export function leftovers({ hubspot, spotdraft }: Pick<Stage, 'hubspot' | 'spotdraft'>): string[] {
  const portal = hubspot.control.portal();
  const isOurs = (text: string | undefined): boolean => /dealdraft[ -]rehearsal/i.test(text ?? '');
  const records = [...portal.records.values()].filter(
    ({ archived, properties }) => !archived && Object.values(properties).some(isOurs),
  );
  const contracts = [...spotdraft.state.contracts.values()].filter(
    ({ name, status }) => isOurs(name) && status !== 'VOIDED',
  );
  return [
    ...records.map(({ type, id }) => `${type} ${id}`),
    ...[...portal.files.values()]
      .filter(({ folderPath, name }) => isOurs(folderPath) || isOurs(name))
      .map(({ id }) => `file ${id}`),
    ...contracts.map(({ id, status }) => `contract ${String(id)} ${status}`),
    ...spotdraft.state.workspaces.uat.webhooks.map(({ id }) => `webhook ${String(id)}`),
  ];
}

export type Written = {
  exitCode: number;
  assumptions: { id: string; result: string; seen?: string; why?: string }[];
  removed: { what: string; kept?: string }[];
  left: { what: string; why: string }[];
};

/** A contract that was executed elsewhere, filed in SpotDraft; gives its id. */
export async function fileExecuted({ spotdraft }: Pick<Stage, 'spotdraft'>): Promise<string> {
  const { contractTypes, entities, clientId, clientSecret } = spotdraft.state.workspaces.uat;
  const response = await request(`${spotdraft.origin}/api/v2.1/public/contracts/executed_contracts/`, {
    method: 'POST',
    headers: { 'client-id': clientId, 'client-secret': clientSecret, 'content-type': 'application/json' },
    body: JSON.stringify({
      contract_name: 'Signed long ago',
      file_name: 'signed.pdf',
      file_content: Buffer.from('%PDF-1.1\n%%EOF\n').toString('base64'),
      contract_type_id: contractTypes[0]?.id,
      organization_entity_id: entities[0]?.id,
    }),
  });
  return ((await response.body.json()) as { id: string }).id;
}
