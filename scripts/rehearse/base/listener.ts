import { createServer, type IncomingHttpHeaders } from 'node:http';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';

export type Received = {
  method: string;
  /** Path and query exactly as received. */
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
};

export type Listener = {
  /** The https origin under which the vendors reach it. */
  publicOrigin: string;
  /** The first call that fits, also one that came before the question; null when none comes in time. */
  waitFor: (fits: (call: Received) => boolean, ms: number) => Promise<Received | null>;
  received: () => readonly Received[];
  close: () => Promise<void>;
};

const mostBytes = 5_000_000;

/** Takes whatever is posted to the public origin, answers 200 at once, and keeps it for the steps to look at. */
export async function startListener({
  host,
  port,
  publicOrigin,
}: {
  host: string;
  port: number;
  publicOrigin: string;
}): Promise<Result<Listener, string>> {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    request.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes <= mostBytes) pieces.push(piece);
    });
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end(request.method === 'GET' ? greeting : '');
      const { method = '', url: path = '', headers } = request;
      if (method !== 'GET') received.push({ method, path, headers, body: Buffer.concat(pieces) });
      for (const look of [...waiting]) look();
    });
  });
  const problem = await new Promise<string | null>((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    server.listen(port, host, () => {
      resolve(null);
    });
  });
  if (problem !== null)
    return fail(
      `Can't listen on ${host}:${String(port)} (${problem}). Free the port, or choose another with --listen.`,
    );

  return ok({
    publicOrigin,
    received: () => received,
    waitFor: (fits, ms) =>
      new Promise((resolve) => {
        const end = (call: Received | null): void => {
          clearTimeout(timer);
          waiting.delete(look);
          resolve(call);
        };
        const look = (): void => {
          const found = received.find(fits);
          if (found !== undefined) end(found);
        };
        const timer = setTimeout(() => {
          end(null);
        }, ms);
        waiting.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  });
}

/** What the public origin must answer to prove that it leads here. */
export const greeting = 'DealDraft rehearsal';
