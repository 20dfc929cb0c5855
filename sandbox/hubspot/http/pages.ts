import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';
import type { Express } from 'express';

/** Serves the CRM's pages and the built cards, when they have been built. Any other address of the CRM shows its start page, which reads it. */
export function servePages(
  app: Express,
  { pagesDir, bundlesDir }: { pagesDir: string; bundlesDir: string },
): void {
  // Cards are rebuilt while the sandbox runs: an old one must not come out of a cache.
  app.use(
    '/bundles',
    express.static(bundlesDir, { setHeaders: (response) => response.setHeader('Cache-Control', 'no-store') }),
  );
  app.use('/bundles', (_request, response) => void response.status(404).end());
  app.use(express.static(pagesDir));
  app.use((request, response, next) => {
    const index = join(pagesDir, 'index.html');
    const wantsPage =
      request.method === 'GET' &&
      request.accepts('html') === 'html' &&
      !/^\/(__|filemanager)/.test(request.path);
    if (!wantsPage || !existsSync(index)) return void next();
    response.sendFile(index);
  });
}
