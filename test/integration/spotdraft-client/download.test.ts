import { buffer } from 'node:stream/consumers';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { downloadLimits, openDownload } from '../../../src/spotdraft/calls/download.ts';
import { localHosts, pour, startClient, startRawServer } from './raw-server.ts';

const file = Buffer.from(`%PDF-1.7\n${'x'.repeat(300_000)}`);

const opened = async (
  behave: (response: ServerResponse) => void,
  limits: Partial<typeof downloadLimits> = {},
) => {
  const server = await startRawServer(behave);
  const { dispatcher } = startClient(server.origin);
  const url = new Secret(`${server.origin}/file.pdf?X-Goog-Signature=abc`);
  const answer = await openDownload(url, {
    dispatcher,
    hosts: localHosts,
    limits: { ...downloadLimits, ...limits },
  });
  return { server, answer };
};
const read = async (answer: Awaited<ReturnType<typeof openDownload>>): Promise<Buffer> => {
  if (!answer.ok) throw new Error(answer.failure.text.log);
  return buffer(answer.value.stream);
};

describe('a signed link', () => {
  it('brings the file, and gives the storage no credentials', async () => {
    const server = await startRawServer((response) =>
      response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': file.length }).end(file),
    );
    const { client, budget, calls } = startClient(server.origin);
    const answer = await client.openDownload(new Secret(`${server.origin}/file.pdf?sig=abc`));
    expect(answer).toMatchObject({
      ok: true,
      value: { contentType: 'application/pdf', length: file.length },
    });
    expect((await read(answer)).equals(file)).toBe(true);
    expect(Object.keys(server.received[0]?.headers ?? {})).toEqual(
      expect.not.arrayContaining(['client-id', 'client-secret']),
    );
    expect([budget.taken, calls.length]).toEqual([0, 0]);
  });

  it('without a type or a length is still a file', async () => {
    const { answer } = await opened((response) => {
      response.write(file.subarray(0, 10));
      response.end(file.subarray(10));
    });
    expect(answer).toMatchObject({ value: { contentType: 'application/pdf', length: null } });
    expect((await read(answer)).equals(file)).toBe(true);
  });

  it.each([400, 403, 404, 410, 500, 503])('that is refused with %i may be asked for anew', async (code) => {
    const { answer } = await opened((response) =>
      response.writeHead(code).end('<Error><Code>ExpiredToken</Code></Error>'),
    );
    expect(answer).toMatchObject({
      ok: false,
      failure: { kind: 'unavailable', status: code, processed: 'no' },
    });
    if (!answer.ok) expect(JSON.stringify(answer.failure)).not.toContain('Signature');
  });

  it('that leads elsewhere is not followed', async () => {
    const { answer, server } = await opened((response) =>
      response.writeHead(302, { location: '/other' }).end(),
    );
    expect(answer).toMatchObject({ failure: { kind: 'redirected' } });
    expect(server.received).toHaveLength(1);
  });

  it.each(['not a link', 'ftp://x.example/file'])('%j is unreadable, and not shown', async (link) => {
    const { dispatcher } = startClient('http://127.0.0.1:1');
    const answer = await openDownload(new Secret(link), { dispatcher, hosts: localHosts });
    expect(answer).toMatchObject({ failure: { kind: 'unreadable' } });
    expect(JSON.stringify(answer)).not.toContain(link);
  });

  it('whose answer does not come is given up', async () => {
    const { answer } = await opened(() => undefined, { totalMs: 150 });
    expect(answer).toMatchObject({ failure: { kind: 'unavailable' } });
  });
});

describe('a file that fails on its way', () => {
  it('is not begun when it says that it is too large', async () => {
    const { answer, server } = await opened(
      (response) => response.writeHead(200, { 'content-length': 5000 }).write('%PDF'),
      { mostBytes: 4999 },
    );
    expect(answer).toMatchObject({ failure: { kind: 'unreadable' } });
    await expect.poll(server.openConnections).toBe(0);
  });

  it('fails when it turns out to be too large', async () => {
    let written = () => 0;
    const { answer, server } = await opened(
      (response) => {
        response.writeHead(200).write('%PDF-1.7');
        written = pour(response);
      },
      { mostBytes: 1_000_000 },
    );
    await expect(read(answer)).rejects.toThrow('larger than it may be');
    expect(written()).toBeLessThan(50_000_000);
    await expect.poll(server.openConnections).toBe(0);
  });

  it('fails when it is cut off', async () => {
    const { answer } = await opened((response) => {
      response.writeHead(200, { 'content-length': file.length });
      response.write(file.subarray(0, 1000), () => response.destroy());
    });
    await expect(read(answer)).rejects.toThrow();
  });

  it.each<[string, Partial<typeof downloadLimits>, number]>([
    ['trickles for too long', { totalMs: 300 }, 20],
    ['stops', { pauseMs: 300 }, 60_000],
  ])('fails when it %s', async (_name, limits, everyMs) => {
    const { answer, server } = await opened((response) => {
      response.writeHead(200).write('%PDF-1.7');
      const timer = setInterval(() => response.write('x'), everyMs);
      response.on('close', () => clearInterval(timer));
    }, limits);
    await expect(read(answer)).rejects.toThrow();
    await expect.poll(server.openConnections).toBe(0);
  });

  it('is let go by whoever reads it', async () => {
    const { answer, server } = await opened((response) => {
      response.writeHead(200).write('%PDF-1.7');
      pour(response);
    });
    if (!answer.ok) throw new Error(answer.failure.text.log);
    answer.value.stream.destroy();
    await expect.poll(server.openConnections).toBe(0);
  });
});

describe('a document sent in the answer', () => {
  it.each([
    ['a PDF', true, file],
    ['a PDF behind some bytes', true, Buffer.concat([Buffer.alloc(900, 0x0a), file])],
    ['JSON', false, Buffer.from('{"detail":"soon"}')],
    ['nothing', false, Buffer.alloc(0)],
  ])('%s: taken is %j', async (_name, isTaken, body) => {
    const server = await startRawServer((response) => response.end(body));
    const { client } = startClient(server.origin);
    const answer = await client.previewContract('{}');
    expect(answer.ok).toBe(isTaken);
    if (answer.ok) expect(answer.value.equals(body)).toBe(true);
    else expect(answer.failure).toMatchObject({ kind: 'unreadable', processed: 'no' });
    expect(server.received.map(({ headers }) => headers.accept)).toEqual(['*/*']);
  });

  it('that has no end is given up', async () => {
    const server = await startRawServer((response) => {
      response.writeHead(200);
      pour(response);
    });
    const { client } = startClient(server.origin);
    expect(await client.previewContract('{}')).toMatchObject({ failure: { kind: 'unreadable' } });
  });
});
