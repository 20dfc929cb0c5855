import { createServer, request } from 'node:http';

export type LossyProxy = {
  origin: string;
  /** The next call is passed on, and its answer is thrown away with the connection. */
  loseNextAnswer: () => void;
  /** Calls passed on so far, by method and path. */
  passed: () => readonly string[];
  close: () => Promise<void>;
};

/** Stands where a load balancer stands: callers know only its address. `target` is asked at each call, for it may come later. */
export const startLossyProxy = async (target: () => number): Promise<LossyProxy> => {
  let losing = 0;
  const passed: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const lose = losing > 0;
    if (lose) losing -= 1;
    passed.push(`${incoming.method ?? ''} ${(incoming.url ?? '').split('?')[0] ?? ''}`);
    const call = request(
      {
        host: '127.0.0.1',
        port: target(),
        method: incoming.method,
        path: incoming.url,
        headers: incoming.headers,
      },
      (answer) => {
        if (lose) {
          answer.resume().once('end', () => incoming.socket.destroy());
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    call.on('error', () => incoming.socket.destroy());
    incoming.pipe(call);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    loseNextAnswer: () => {
      losing += 1;
    },
    passed: () => passed,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};
