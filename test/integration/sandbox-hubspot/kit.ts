import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '@hubspot/api-client';
import { onTestFinished } from 'vitest';
import { startHubSpotSandbox } from '../../../sandbox/hubspot/start.ts';
import type { HubSpotSandbox, HubSpotSandboxOptions } from '../../../sandbox/hubspot/start.ts';
import { accessTokens, appClientSecret, northwindPortalId } from '../../../sandbox/hubspot/state/accounts.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { verifyHubSpotRequest } from '../../../src/hubspot/inbound/signature.ts';
import { patienceMs } from '../../../lab/patience.ts';

export const publicAppOrigin = 'https://dealdraft.example';
export const token = accessTokens[northwindPortalId] ?? '';

export interface Received {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Whether an independent verifier accepts its version 3 signature over the public address. */
  signed: boolean;
}

/** An app of which the test says what it answers. */
export async function startApp(
  answer: (request: Received, response: ServerResponse) => void,
): Promise<{ origin: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const rawBody = Buffer.concat(parts);
      const { method = '', url = '', headers } = request;
      const clientSecret = new Secret(appClientSecret);
      const check = {
        method,
        url: publicAppOrigin + url,
        rawBody,
        headers,
        clientSecret,
        now: Date.now(),
        accept: 'v3',
      } as const;
      const one = {
        method,
        url,
        headers,
        body: rawBody.toString('utf8'),
        signed: verifyHubSpotRequest(check).ok,
      };
      received.push(one);
      answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

export const answerJson = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void =>
  void response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(body));

/** A sandbox for one test, without delays and without the project's own subscriptions unless asked for. */
export async function startSandbox(options: HubSpotSandboxOptions = {}): Promise<HubSpotSandbox> {
  const sandbox = await startHubSpotSandbox({
    publicAppOrigin,
    searchLagMs: 0,
    extensionsDir: '/nowhere',
    ...options,
  });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

export const clientOf = (sandbox: HubSpotSandbox, accessToken = token): Client =>
  new Client({ basePath: sandbox.origin, accessToken, numberOfApiCallRetries: 0 });

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** A call of the API as it is on the wire. */
export async function call(
  sandbox: HubSpotSandbox,
  line: string,
  body?: unknown,
  accessToken = token,
): Promise<Answer> {
  const [method = 'GET', path = '/'] = line.split(' ');
  const response = await fetch(sandbox.origin + path, {
    method,
    headers: {
      authorization: `Bearer ${accessToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}

/** The id of a seeded deal whose name contains the text. */
export function dealId(sandbox: HubSpotSandbox, text: string): string {
  const deals = [...sandbox.control.portal().records.values()].filter((one) => one.type === 'deals');
  const found = deals.find((one) => one.properties['dealname']?.includes(text));
  if (!found) throw new Error(`No deal ${text}`);
  return found.id;
}

/** Waits until something holds, looking often; fails with its name. */
export async function until(name: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`Waited in vain until ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** How the API client tells of a refusal. */
export const refusalOf = async (
  work: Promise<unknown>,
): Promise<{ code: number; body: Record<string, unknown> }> => {
  try {
    await work;
  } catch (error) {
    return error as { code: number; body: Record<string, unknown> };
  }
  throw new Error('It was not refused.');
};
