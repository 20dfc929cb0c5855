import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request, type Dispatcher } from 'undici';

export type Exchange = { method: string; path: string; status: number; body: string };

export type RewritingProxy = { origin: string; close: () => Promise<void> };

/** Stands before a vendor and changes some of its answers, as a vendor does that differs from its documentation. */
export async function startRewritingProxy(
  target: string,
  rewrite: (exchange: Exchange) => Partial<Pick<Exchange, 'status' | 'body'>>,
): Promise<RewritingProxy> {
  const server = createServer((incoming, outgoing) => {
    const pieces: Buffer[] = [];
    incoming.on('data', (piece: Buffer) => pieces.push(piece));
    incoming.on('end', () => {
      const { method = 'GET', url: path = '/', headers } = incoming;
      const kept = Object.fromEntries(
        Object.entries(headers).filter(([name]) => !['host', 'connection', 'content-length'].includes(name)),
      );
      void request(target + path, {
        method: method as Dispatcher.HttpMethod,
        headers: kept,
        body: pieces.length === 0 ? null : Buffer.concat(pieces),
      })
        .then(async (answer) => {
          const bytes = Buffer.from(await answer.body.arrayBuffer());
          const exchange = { method, path, status: answer.statusCode, body: bytes.toString('utf8') };
          const changed = rewrite(exchange);
          const { 'content-length': _length, 'transfer-encoding': _encoding, ...rest } = answer.headers;
          outgoing.writeHead(changed.status ?? exchange.status, rest);
          outgoing.end(changed.body ?? bytes);
        })
        .catch(() => outgoing.destroy());
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
