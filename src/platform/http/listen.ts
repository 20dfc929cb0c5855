import { createServer, type RequestListener, type Server } from 'node:http';

export type Listening = { port: number; close: () => Promise<void> };

/** Serves the app at that address; port 0 is any free one. Rejects when the address is taken. */
export const listen = async (
  app: RequestListener,
  { PORT, HOST }: { PORT: number; HOST: string },
): Promise<Listening> => {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, app);
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
