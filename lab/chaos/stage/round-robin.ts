import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before the web processes: each call goes to the next of them, and is never tried a second time. */
export const startRoundRobin = async (
  ports: readonly number[],
): Promise<{ origin: string; close: () => Promise<void> }> => {
  let next = 0;
  const server = createServer((incoming, outgoing) => {
    const port = ports[next % ports.length];
    next += 1;
    const onward = request(
      { host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        answer.on('error', () => outgoing.destroy());
      },
    );
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.on('error', () => onward.destroy());
    incoming.pipe(onward);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
