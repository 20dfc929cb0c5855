import type { Response } from 'express';

/** What an endpoint answers, before it becomes HTTP: so that faults can throw it away and tests can look at it. */
export type Reply = JsonReply | EmptyReply | RedirectReply | FileReply;

interface Head {
  status: number;
  headers?: Record<string, string>;
}
export type JsonReply = Head & { kind: 'json'; body: unknown };
type EmptyReply = Head & { kind: 'empty' };
type RedirectReply = Head & { kind: 'redirect'; to: string };
type FileReply = Head & {
  kind: 'bytes';
  type: string;
  bytes: Uint8Array;
  file?: { name: string; shown: 'inline' | 'attachment' };
};

/** Turns a reply into HTTP. */
export function sendReply(response: Response, reply: Reply): void {
  response.status(reply.status).set(reply.headers ?? {});
  switch (reply.kind) {
    case 'json':
      return void response.json(reply.body);
    case 'empty':
      return void response.end();
    case 'redirect':
      return response.redirect(reply.status, reply.to);
    case 'bytes': {
      response.setHeader('Content-Type', reply.type);
      if (reply.file !== undefined)
        response.setHeader(
          'Content-Disposition',
          `${reply.file.shown}; filename*=UTF-8''${encodeURIComponent(reply.file.name)}`,
        );
      return void response.end(Buffer.from(reply.bytes));
    }
  }
}
