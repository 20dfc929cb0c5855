import { randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Database } from '../database/client.ts';

/** Keeps a preview for minutes under an address that cannot be guessed. HubSpot's frame loads an address twice, so it works more than once. */
export type PreviewStore = {
  put: (portalId: number, pdf: Buffer) => Promise<{ url: string; expiresAt: Date }>;
};

const keptMs = 10 * 60_000;

/** HubSpot shows it in a frame; where all is on one's own machine, as in the demo, so does that machine. */
const framesFor = (publicOrigin: string): string =>
  publicOrigin.startsWith('http://')
    ? 'https://*.hubspot.com http://localhost:* http://127.0.0.1:*'
    : 'https://*.hubspot.com';

/** Previews live in the database, so that any web process can serve what another made. */
export const createPreviews = (
  db: Database,
  publicOrigin: string,
  now: () => Date,
): PreviewStore & { door: RequestHandler } => ({
  put: async (portalId, pdf) => {
    const token = randomBytes(24).toString('base64url');
    const expiresAt = new Date(now().getTime() + keptMs);
    await db.preview.deleteMany({ where: { expiresAt: { lt: now() } } });
    await db.preview.create({ data: { token, portalId, pdf: new Uint8Array(pdf), expiresAt } });
    return { url: `${publicOrigin}/previews/${token}`, expiresAt };
  },
  /** Whoever holds the address may look: it was given to one signed card call, and ends in minutes. */
  door: async (request, response) => {
    const { token } = request.params;
    const preview =
      typeof token === 'string' && /^[\w-]{32}$/.test(token)
        ? await db.preview.findUnique({ where: { token } })
        : null;
    if (preview === null || preview.expiresAt.getTime() < now().getTime()) {
      response
        .status(404)
        .type('text/plain')
        .send('This preview has ended. Close it and open a new one from the card.');
      return;
    }
    // HubSpot shows it in a frame: helmet's general refusal to be framed does not hold for this page.
    response.removeHeader('x-frame-options');
    response
      .set({
        'cache-control': 'no-store',
        'content-disposition': 'inline; filename="preview.pdf"',
        'content-security-policy': `frame-ancestors ${framesFor(publicOrigin)}`,
      })
      .type('application/pdf')
      .send(Buffer.from(preview.pdf));
  },
});
