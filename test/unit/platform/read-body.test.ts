import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonBody, rawBody, readBody } from '../../../src/platform/http/read-body.ts';

let server: Server;
let port = 0;
const seen: Buffer[] = [];

beforeAll(async () => {
  const app = express();
  app.post('/', readBody, (request, response) => {
    seen.push(rawBody(request));
    response.json({ length: rawBody(request).length });
  });
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(
  () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    }),
);

/** Writes to the socket itself and gives everything that came back before the other side closed. */
const talk = (write: (send: (part: string | Buffer) => void) => void): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      write((part) => socket.write(part));
    });
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      if (/^HTTP\/1\.1 \d+[\s\S]*\r\n\r\n[\s\S]*\}/.test(answer)) socket.end();
    });
    socket.on('close', () => {
      resolve(answer);
    });
    socket.on('error', reject);
  });
const head = (...headers: string[]): string =>
  ['POST / HTTP/1.1', 'Host: x', 'Content-Type: application/json', ...headers, '', ''].join('\r\n');

describe('the body of a call', () => {
  it('stays as it came, byte for byte, whatever its type', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0x7b, 0x0a, 0xc3, 0x28]);
    await fetch(`http://127.0.0.1:${String(port)}/`, {
      method: 'POST',
      body: bytes,
      headers: { 'content-type': 'text/weird' },
    });
    expect(seen.at(-1)).toEqual(bytes);
  });
  it('may be missing', async () => {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/`, { method: 'POST' });
    expect(await answer.json()).toEqual({ length: 0 });
  });
  it('of more than the limit is refused by its announced length, before any of it is read', async () => {
    const answer = await talk((send) => {
      send(head('Content-Length: 5000000'));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });
  it('that does not announce its length is refused as soon as it is over the limit', async () => {
    const chunk = 'x'.repeat(65_536);
    const answer = await talk((send) => {
      send(head('Transfer-Encoding: chunked'));
      // A little more than a megabyte, and no end: whoever waits for the end waits for ever.
      for (let sent = 0; sent < 17; sent += 1) send(`10000\r\n${chunk}\r\n`);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });
  it('of exactly the limit is taken', async () => {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/`, {
      method: 'POST',
      body: 'x'.repeat(1024 * 1024),
    });
    expect(await answer.json()).toEqual({ length: 1024 * 1024 });
  });
  it('that is compressed is refused: a small one can become a huge one', async () => {
    const answer = await talk((send) => {
      send(head('Content-Encoding: gzip', 'Content-Length: 4') + 'abcd');
    });
    expect(answer).toMatch(/^HTTP\/1\.1 415 /);
  });
});

const nested = (depth: number): unknown => (depth === 1 ? [] : [nested(depth - 1)]);
it.each<[string, Buffer, unknown]>([
  ['an object', Buffer.from('{"a":"Łódź"}'), { a: 'Łódź' }],
  ['nothing', Buffer.alloc(0), {}],
  ['not JSON', Buffer.from('a=b'), undefined],
  ['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), undefined],
  ['half', Buffer.from('{"a":'), undefined],
  ['sixty-four levels', Buffer.from(`${'['.repeat(64)}${']'.repeat(64)}`), nested(64)],
  ['more levels', Buffer.from(`${'['.repeat(65)}${']'.repeat(65)}`), undefined],
  ['levels without end', Buffer.from(`${'['.repeat(200_000)}${']'.repeat(200_000)}`), undefined],
])('JSON of %s', (_what, raw, value) => {
  expect(jsonBody(raw)).toEqual(value);
});
