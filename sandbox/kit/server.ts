import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { ErrorRequestHandler, Express, Request, Response } from 'express';

export interface SandboxServer {
  /** 0 takes any free port. */
  port: number;
  largestBody: string;
  isApiPath(path: string): boolean;
  /** The vendor's public API, with the body as it came. */
  api(request: Request, response: Response): Promise<void>;
  /** Doors before the API: control, sign-in, files. */
  mount(app: Express): void;
  /** And behind it: pages. */
  mountAfter?(app: Express): void;
  notFound: object;
  failure(tooLarge: boolean): object;
}

export interface LocalServer {
  origin: string;
  /** Cuts what is still connected. */
  close(): Promise<void>;
}

/** A stand-in's server, on this machine only. */
export function serveSandbox(options: SandboxServer): Promise<LocalServer> {
  const app = express().disable('x-powered-by').disable('etag');
  options.mount(app);
  const body = express.raw({ type: () => true, limit: options.largestBody });
  app.use((request, response, next) => {
    if (!options.isApiPath(request.path)) return void next();
    body(request, response, (error?: unknown) => {
      if (error !== undefined) return void next(error);
      options.api(request, response).catch(next);
    });
  });
  options.mountAfter?.(app);
  app.use((_request, response) => void response.status(404).json(options.notFound));
  app.use(answerFailure(options.failure));
  return serveLocally(app, options.port);
}

async function serveLocally(app: Express, port: number): Promise<LocalServer> {
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
const answerFailure =
  (bodyOf: (tooLarge: boolean) => object): ErrorRequestHandler =>
  (error: unknown, _request, response, _next) => {
    const status =
      typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
    if (status >= 500) console.error(error);
    response.status(status).json(bodyOf(status === 413));
  };
