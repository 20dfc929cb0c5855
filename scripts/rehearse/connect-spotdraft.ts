import { readFile } from 'node:fs/promises';
import { guardedAgent } from '../../src/platform/outbound/guarded-agent.ts';
import { reachOf } from '../../src/platform/outbound/safe-address.ts';
import { createSpotDraftClient } from '../../src/spotdraft/client.ts';
import { spotdraftHosts } from '../../src/spotdraft/answers/hosts.ts';
import { normalizeBaseUrl } from '../../src/spotdraft/transport/transport.ts';
import type { JsonObject } from '@dealdraft/wire/plan.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { ConnectParts } from './connect-parts.ts';
import { createPace } from './base/pace.ts';
import { createRawCall } from './base/raw-call.ts';
import { createSpotDraftSide, type SpotDraftSide } from './parts/spotdraft-side.ts';

export async function connectSpotDraft(
  { credentials, options, made, patience }: ConnectParts,
  mark: string,
): Promise<Result<SpotDraftSide | null, string>> {
  const {
    SPOTDRAFT_BASE_URL: written,
    SPOTDRAFT_CLIENT_ID: clientId,
    SPOTDRAFT_CLIENT_SECRET: clientSecret,
    SPOTDRAFT_USER_EMAIL: userEmail,
  } = credentials;
  if (written === undefined || clientId === undefined || clientSecret === undefined) return ok(null);
  const data = await readContractData(options.contractData);
  if (!data.ok) return data;
  const baseUrl = normalizeBaseUrl(written);
  // One less than SpotDraft's limit, whose window is not documented.
  const reach = reachOf(baseUrl);
  const pace = createPace({ calls: 9, perMs: 1_000 });
  const client = createSpotDraftClient({
    baseUrl,
    clientId,
    clientSecret,
    acquire: pace,
    dispatcher: guardedAgent(reach),
    hosts: spotdraftHosts({ reach, hosts: [new URL(baseUrl).hostname], fileHosts: [] }),
    ...(userEmail === undefined ? {} : { userEmail }),
  });
  const templates = await client.listTemplates();
  if (!templates.ok)
    return fail(
      templates.failure.kind === 'unauthorized'
        ? `SpotDraft refused the credentials at ${baseUrl}. Create new ones in the UAT workspace (Settings → Developer settings), and check that the address matches the workspace's region.`
        : templates.failure.kind === 'unreachable' || templates.failure.kind === 'unavailable'
          ? `SpotDraft isn't responding at ${baseUrl}. Check your network, proxy, and SPOTDRAFT_BASE_URL, then try again.`
          : templates.failure.text.admin,
    );
  const headers = {
    'client-id': clientId,
    'client-secret': clientSecret.reveal(),
    ...(userEmail === undefined ? {} : { 'user-email': userEmail }),
  };
  return ok(
    createSpotDraftSide({
      client,
      call: createRawCall({
        vendor: 'SpotDraft',
        origin: baseUrl,
        headers: () => Promise.resolve(headers),
        pace,
        retryMs: patience.pollMs,
      }),
      made,
      mark,
      wish: {
        email: options.email ?? 'rehearsal@example.com',
        ...(options.template === null ? {} : { templateId: options.template }),
        ...(data.value === null ? {} : { data: data.value }),
      },
    }),
  );
}

async function readContractData(file: string | null): Promise<Result<JsonObject | null, string>> {
  if (file === null) return ok(null);
  try {
    const json: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return ok(json as JsonObject);
  } catch {
    // Reported below, like a file that holds something else.
  }
  return fail(`${file} isn't a JSON object with a value for each question in the template.`);
}
