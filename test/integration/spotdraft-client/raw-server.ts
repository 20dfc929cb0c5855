import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { onTestFinished } from 'vitest';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { createSpotDraftClient, type SpotDraftClientOptions } from '../../../src/spotdraft/client.ts';
import { spotdraftHosts } from '../../../src/spotdraft/answers/hosts.ts';
import type { SpotDraftCall } from '../../../src/spotdraft/transport/transport.ts';

type Received = { method: string; path: string; headers: IncomingMessage['headers']; body: string };
type Behavior = (response: ServerResponse, request: Received) => void;

/** A server that does to a call whatever the test wants, byte by byte if need be. */
export const startRawServer = async (behave: Behavior) => {
  const received: Received[] = [];
  let open = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const call = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(call);
      behave(response, call);
    });
  });
  server.on('connection', (socket) => {
    open += 1;
    socket.on('close', () => (open -= 1));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return { origin, received, openConnections: () => open };
};

/** As where the service is on its own machine. */
export const localHosts = spotdraftHosts({ reach: { local: true }, hosts: [], fileHosts: [] });
export const secretText = 'very-secret-client-secret';

/** A client with a budget that counts, a log, and connections of its own. */
export const startClient = (baseUrl: string, options: Partial<SpotDraftClientOptions> = {}) => {
  const calls: SpotDraftCall[] = [];
  const budget = { taken: 0 };
  const dispatcher = new Agent({ connect: { timeout: 1000 } });
  onTestFinished(() => dispatcher.destroy());
  const client = createSpotDraftClient({
    baseUrl,
    clientId: 'client-1',
    clientSecret: new Secret(secretText),
    acquire: () => {
      budget.taken += 1;
      return Promise.resolve();
    },
    onCall: (call) => calls.push(call),
    dispatcher,
    hosts: localHosts,
    timeoutMs: 2000,
    createTimeoutMs: 2000,
    ...options,
  });
  return { client, calls, budget, dispatcher };
};

/** Writes until the other side hangs up; stops after `mostBytes` so that a failing test ends. */
export const pour = (response: ServerResponse, mostBytes = 512 * 1024 * 1024): (() => number) => {
  const piece = Buffer.alloc(256 * 1024, 0x20);
  let written = 0;
  const more = (): void => {
    while (!response.destroyed && written < mostBytes) {
      written += piece.length;
      if (!response.write(piece)) {
        response.once('drain', more);
        return;
      }
    }
  };
  more();
  return () => written;
};
