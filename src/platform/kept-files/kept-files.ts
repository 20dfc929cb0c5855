import { once } from 'node:events';
import type { RequestHandler, Response } from 'express';
import type { KeptFile } from '../database/generated/client.ts';
import type { Database } from '../database/client.ts';
import { hashOfGiven, newToken } from './file-token.ts';

type Named = { fileName: string; contentType: string };
type Kept = { url: string; expiresAt: Date };

/** Keeps a file for minutes under an address that cannot be guessed. HubSpot's frame loads an address twice, so it works more than once. */
export type FileStore = {
  /** `isShown`: in HubSpot's frame. Otherwise it is downloaded. */
  put: (portalId: number, file: Named & { body: Buffer; isShown?: boolean }) => Promise<Kept>;
  /** One that is made of a source while it is fetched. */
  offer: (portalId: number, file: Named & { source: string }) => Promise<Kept>;
};

/** What may be larger than memory, a piece at a time. */
type FileSources = Readonly<Record<string, (portalId: number) => AsyncIterable<string>>>;

const keptMs = 15 * 60_000;

/** HubSpot shows it in a frame; where all is on one's own machine, as in the demo, so does that machine. */
const framesFor = (publicOrigin: string): string =>
  publicOrigin.startsWith('http://')
    ? 'https://*.hubspot.com http://localhost:* http://127.0.0.1:*'
    : 'https://*.hubspot.com';

type Parts = { db: Database; publicOrigin: string; sources: FileSources; now: () => Date };
type NewFile = Named & { isShown: boolean; body: Uint8Array<ArrayBuffer>; source: string | null };

/** Files live in the database, so that any web process can serve what another made. */
export const createKeptFiles = ({
  db,
  publicOrigin,
  sources,
  now,
}: Parts): FileStore & { endpoint: RequestHandler } => {
  const stream = streamOf(sources);
  const keep = async (portalId: number, file: NewFile): Promise<Kept> => {
    const { token, hash } = newToken();
    const expiresAt = new Date(now().getTime() + keptMs);
    await db.keptFile.deleteMany({ where: { expiresAt: { lt: now() } } });
    await db.keptFile.create({ data: { ...file, token: hash, portalId, expiresAt } });
    return { url: `${publicOrigin}/files/${token}`, expiresAt };
  };
  return {
    put: (portalId, { body, isShown = false, ...file }) =>
      keep(portalId, { ...file, isShown, body: new Uint8Array(body), source: null }),
    offer: (portalId, file) => keep(portalId, { ...file, isShown: false, body: new Uint8Array() }),
    /** Whoever holds the address may fetch it: it was given to one signed call, and ends in minutes. */
    endpoint: async (request, response) => {
      const token = hashOfGiven(request.params['token']);
      const file = token === null ? null : await db.keptFile.findUnique({ where: { token } });
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
      if (file.source === null) response.send(Buffer.from(file.body));
      else await stream(response, file);
    },
  };
};

/** Writes what comes of a source as fast as it is fetched. A process does one at a time: others wait for their turn. */
const streamOf = (sources: FileSources) => {
  let isBusy = false;
  return async (response: Response, { portalId, source }: KeptFile): Promise<void> => {
    const pieces = sources[source ?? ''];
    if (pieces === undefined || isBusy) {
      response.removeHeader('content-disposition');
      response
        .status(429)
        .set({ 'retry-after': '30' })
        .type('text/plain')
        .send('Another file is being written. Open the link again in half a minute.');
      return;
    }
    isBusy = true;
    try {
      for await (const piece of pieces(portalId)) {
        if (response.destroyed) return;
        if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
      }
      response.end();
    } finally {
      isBusy = false;
    }
  };
};
