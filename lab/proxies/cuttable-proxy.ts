import { connect, createServer, type Socket } from 'node:net';

export type CuttableProxy = {
  port: number;
  /** Ends every connection and takes no new one. */
  cut: () => Promise<void>;
  restore: () => Promise<void>;
  close: () => Promise<void>;
};

/** Stands before a server (Postgres, say) and lets a test take it away and give it back, as a network does. */
export const startCuttableProxy = async (targetPort: number): Promise<CuttableProxy> => {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  let port = 0;
  const listen = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        const address = server.address();
        port = typeof address === 'object' && address !== null ? address.port : 0;
        resolve();
      });
    });
  const cut = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      for (const socket of sockets) socket.destroy();
    });
  await listen();
  return { port, cut, restore: listen, close: () => (server.listening ? cut() : Promise.resolve()) };
};
