import type { Response } from 'express';
import type { Reply } from '../hubspot/state/reply.ts';

/** Turns a reply into HTTP. */
export function sendReply(response: Response, reply: Reply): void {
  response.status(reply.status);
  if (reply.kind === 'bytes') {
    response.setHeader('Content-Type', reply.type);
    if (reply.fileName !== undefined)
      response.setHeader(
        'Content-Disposition',
        `inline; filename*=UTF-8''${encodeURIComponent(reply.fileName)}`,
      );
    return void response.end(Buffer.from(reply.bytes));
  }
  response.set(reply.headers ?? {});
  if (reply.kind === 'empty') return void response.end();
  response.json(reply.body);
}
