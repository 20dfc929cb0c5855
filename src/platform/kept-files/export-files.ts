import { randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Database } from '../database/client.ts';

/** Keeps a file for minutes under an address that cannot be guessed. */
export type FileStore = {
  put: (
    portalId: number,
    file: { fileName: string; contentType: string; body: Buffer },
  ) => Promise<{ url: string; expiresAt: Date }>;
};

const keptMs = 15 * 60_000;

/** Files that were asked for on the settings page. They live in the database, so that any web process can serve what another made. */
export const createExportFiles = (
  db: Database,
  publicOrigin: string,
  now: () => Date,
): FileStore & { door: RequestHandler } => ({
  put: async (portalId, { fileName, contentType, body }) => {
    const token = randomBytes(24).toString('base64url');
    const expiresAt = new Date(now().getTime() + keptMs);
    await db.exportFile.create({
      data: { token, portalId, fileName, contentType, body: new Uint8Array(body), expiresAt },
    });
    return { url: `${publicOrigin}/files/${token}`, expiresAt };
  },
  /** Whoever holds the address may fetch it: it was given to one signed call of an admin, and ends in minutes. */
  door: async (request, response) => {
    const { token } = request.params;
    const file =
      typeof token === 'string' && /^[\w-]{32}$/.test(token)
        ? await db.exportFile.findUnique({ where: { token } })
        : null;
    if (file === null || file.expiresAt.getTime() < now().getTime()) {
      response
        .status(404)
        .type('text/plain')
        .send('This file is not kept any more. Ask for it again in the settings of DealDraft.');
      return;
    }
    response
      // With the name in every script, as RFC 6266 writes it.
      .attachment(file.fileName)
      .set({ 'cache-control': 'no-store', 'content-type': file.contentType })
      .send(Buffer.from(file.body));
  },
});
