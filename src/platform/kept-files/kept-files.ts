import { randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Database } from '../database/client.ts';

type NewFile = { fileName: string; contentType: string; body: Buffer };

/** Keeps a file for minutes under an address that cannot be guessed. HubSpot's frame loads an address twice, so it works more than once. */
export type FileStore = {
  /** `isShown`: in HubSpot's frame. Otherwise it is downloaded. */
  put: (portalId: number, file: NewFile & { isShown?: boolean }) => Promise<{ url: string; expiresAt: Date }>;
};

const keptMs = 15 * 60_000;

/** HubSpot shows it in a frame; where all is on one's own machine, as in the demo, so does that machine. */
const framesFor = (publicOrigin: string): string =>
  publicOrigin.startsWith('http://')
    ? 'https://*.hubspot.com http://localhost:* http://127.0.0.1:*'
    : 'https://*.hubspot.com';

/** Files live in the database, so that any web process can serve what another made. */
export const createKeptFiles = (
  db: Database,
  publicOrigin: string,
  now: () => Date,
): FileStore & { endpoint: RequestHandler } => ({
  put: async (portalId, { body, isShown = false, ...file }) => {
    const token = randomBytes(24).toString('base64url');
    const expiresAt = new Date(now().getTime() + keptMs);
    await db.keptFile.deleteMany({ where: { expiresAt: { lt: now() } } });
    await db.keptFile.create({
      data: { ...file, token, portalId, isShown, body: new Uint8Array(body), expiresAt },
    });
    return { url: `${publicOrigin}/files/${token}`, expiresAt };
  },
  /** Whoever holds the address may fetch it: it was given to one signed call, and ends in minutes. */
  endpoint: async (request, response) => {
    const { token } = request.params;
    const file =
      typeof token === 'string' && /^[\w-]{32}$/.test(token)
        ? await db.keptFile.findUnique({ where: { token } })
        : null;
    if (file === null || file.expiresAt.getTime() < now().getTime()) {
      response
        .status(404)
        .type('text/plain')
        .send('This file has expired. Close it and ask for it again in DealDraft.');
      return;
    }
    if (file.isShown) {
      // HubSpot shows it in a frame: helmet's general refusal to be framed does not hold for this page.
      response.removeHeader('x-frame-options');
      response.set('content-security-policy', `frame-ancestors ${framesFor(publicOrigin)}`);
    }
    response
      // With the name in every script, as RFC 6266 writes it.
      .attachment(file.fileName)
      .set({ 'cache-control': 'no-store', 'content-type': file.contentType });
    if (file.isShown) response.set('content-disposition', `inline; filename="${file.fileName}"`);
    response.send(Buffer.from(file.body));
  },
});
