import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ErrorRequestHandler, Express } from 'express';

export interface LocalServer {
  origin: string;
  /** Cuts what is still connected. */
  close(): Promise<void>;
}

/** Serves on this machine only; port 0 is any free one. */
export async function serveLocally(app: Express, port: number): Promise<LocalServer> {
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

/** A body over the limit is the caller's doing; anything else is a fault of the sandbox and says so on its own terminal. */
export const answerFailure =
  (bodyOf: (tooLarge: boolean) => object): ErrorRequestHandler =>
  (error: unknown, _request, response, _next) => {
    const status =
      typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
    if (status >= 500) console.error(error);
    response.status(status).json(bodyOf(status === 413));
  };
