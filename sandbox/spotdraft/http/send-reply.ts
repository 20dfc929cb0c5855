import type { Response } from 'express';
import type { Reply } from '../state/reply.ts';

/** Turns a reply into HTTP. */
export function sendReply(response: Response, reply: Reply): void {
  response.status(reply.status);
  if (reply.kind === 'empty') return void response.end();
  if (reply.kind === 'json') return void response.json(reply.body);
  response.setHeader('Content-Type', reply.type);
  if (reply.fileName !== undefined)
    response.setHeader(
      'Content-Disposition',
      `attachment; filename*=UTF-8''${encodeURIComponent(reply.fileName)}`,
    );
  response.end(Buffer.from(reply.bytes));
}
