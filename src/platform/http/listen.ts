import { createServer, type RequestListener, type Server } from 'node:http';

export type Listening = { port: number; close: () => Promise<void> };

/**
 * Whoever is slow or has no end is cut off within ten seconds: headers have five, a request with its body six, and
 * connections are looked at every second. The vendors' bodies are here in moments. A socket on which nothing moves, such
 * as that of a caller who does not read the answer, has a minute.
 */
const limits = {
  headersTimeout: 5_000,
  requestTimeout: 6_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
};
const idleMs = 60_000;
/** More are closed as they come: each costs memory, and no vendor opens so many to one process. */
const mostConnections = 2_000;

/** Serves the app at that address; port 0 is any free one. Rejects when the address is taken. */
export const listen = async (
  app: RequestListener,
  { PORT, HOST }: { PORT: number; HOST: string },
): Promise<Listening> => {
  const server = createServer(limits, app);
  server.maxConnections = mostConnections;
  server.setTimeout(idleMs);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(PORT, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () => closeServer(server),
  };
};

/** Lets calls in hand end, and closes connections that are only kept open. */
const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
    setTimeout(() => {
      server.closeAllConnections();
    }, 5_000).unref();
  });
