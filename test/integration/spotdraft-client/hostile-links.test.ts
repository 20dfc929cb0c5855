import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dispatcher } from 'undici';
import { guardedAgent, type Lookup } from '../../../src/platform/outbound/guarded-agent.ts';
import { createPost } from '../../../src/platform/outbound/post-json.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { openDownload } from '../../../src/spotdraft/calls/download.ts';
import { spotdraftHosts } from '../../../src/spotdraft/answers/hosts.ts';
import { localHosts, startClient, startRawServer } from './raw-server.ts';

/** What nobody outside may reach: it would give its keys to whoever asks. */
let connections = 0;
let inside: { port: number; close: () => void };
beforeAll(async () => {
  const server = createServer((_request, response) => response.end('%PDF- {"Token":"of the machine"}'));
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  inside = {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
});
afterAll(() => {
  inside.close();
});

const onTheInternet = { local: false };
/** Takes any host: what holds below is the connection alone. */
const anyHost = { isOwn: () => true, isStorage: () => true };

/** A name server that a tenant owns: it answers whatever suits, another address each time. */
const rebinding = (...answers: string[][]): { lookup: Lookup; asked: () => number } => {
  let asked = 0;
  return {
    asked: () => asked,
    lookup: (_host, _options, done) => {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? [];
      asked += 1;
      done(
        null,
        answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    },
  };
};

const withAgent = async <Value>(
  lookup: Lookup | undefined,
  use: (dispatcher: Dispatcher) => Promise<Value>,
  reach = onTheInternet,
): Promise<Value> => {
  const agent = guardedAgent(reach, lookup);
  try {
    return await use(agent);
  } finally {
    await agent.destroy();
  }
};

describe('a connection to an address inside is not made', () => {
  it.each([
    'http://127.0.0.1:PORT/',
    'https://127.0.0.1:PORT/',
    'https://[::1]:PORT/',
    'https://[::ffff:127.0.0.1]:PORT/',
    'https://localhost:PORT/',
    'http://localhost:PORT/',
    'https://2130706433:PORT/',
    'https://0.0.0.0:PORT/',
  ])('%s', async (address) => {
    const url = address.replace('PORT', String(inside.port));
    const before = connections;
    const [download, post] = await withAgent(undefined, async (dispatcher) => [
      await openDownload(new Secret(url), { dispatcher, hosts: anyHost }),
      await createPost(dispatcher)(url, { body: '{}', headers: {} }),
    ]);
    expect(download).toMatchObject({ ok: false, failure: { kind: 'unreachable', processed: 'no' } });
    expect(post).toEqual({ failure: 'The address could not be reached (ADDRESS_REFUSED).' });
    expect(connections).toBe(before);
  });

  it.each([
    ['that pointed to the internet when it was checked', [['93.184.216.34'], ['127.0.0.1']]],
    ['of which one of several addresses is inside', [['2606:4700::1111', '127.0.0.1']]],
    ['that leads there by NAT64', [['64:ff9b::7f00:1']]],
    ['that leads there by IPv6', [['::ffff:127.0.0.1']]],
  ])('by a name %s', async (_case, answers) => {
    const { lookup, asked } = rebinding(...answers);
    // The first answer is the one that a check before the call would have seen.
    if (answers.length > 1) lookup('evil.example', { all: true }, () => undefined);
    const before = connections;
    const url = `https://evil.example:${String(inside.port)}/`;
    const answer = await withAgent(lookup, (dispatcher) =>
      openDownload(new Secret(url), { dispatcher, hosts: anyHost }),
    );
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
    expect(asked()).toBe(answers.length);
    expect(connections).toBe(before);
  });

  it('not even where the service is on its own machine, unless it is that machine', async () => {
    const { lookup } = rebinding(['169.254.169.254']);
    const answers = await withAgent(
      lookup,
      (dispatcher) =>
        Promise.all(
          ['http://169.254.169.254/latest', 'http://metadata.example/', 'https://metadata.example/'].map(
            (url) => openDownload(new Secret(url), { dispatcher, hosts: anyHost }),
          ),
        ),
      { local: true },
    );
    for (const answer of answers) expect(answer).toMatchObject({ failure: { kind: 'unreachable' } });
    const open = await withAgent(
      undefined,
      (dispatcher) =>
        openDownload(new Secret(`http://localhost:${String(inside.port)}/`), {
          dispatcher,
          hosts: localHosts,
        }),
      { local: true },
    );
    expect(open.ok).toBe(true);
  });
});

describe('a link to a document that a workspace gives', () => {
  const hosts = spotdraftHosts({ reach: onTheInternet, hosts: [], fileHosts: ['*.files.acme.example'] });
  it.each([
    ['https://storage.googleapis.com/b/f.pdf?X-Goog-Signature=1', true],
    ['https://eu.files.acme.example/f.pdf', true],
    ['https://files.spotdraft.com/f.pdf', true],
    ['http://storage.googleapis.com/b/f.pdf', false],
    ['https://storage.googleapis.com.evil.example/f.pdf', false],
    ['https://storage.googleapis.com@169.254.169.254/f.pdf', false],
    ['http://169.254.169.254/latest/meta-data', false],
    ['https://evil.example/f.pdf', false],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
  ])('%s is handed on: %j', async (link, isHandedOn) => {
    const server = await startRawServer((response) =>
      response.end(JSON.stringify({ url: link, file_name: 'f.pdf' })),
    );
    const { client } = startClient(server.origin, {
      hosts: { isOwn: () => true, isStorage: hosts.isStorage },
    });
    const answer = await client.getDownloadLink({ composite: 'T-1', numeric: 1 });
    expect(answer.ok).toBe(isHandedOn);
    if (!answer.ok) {
      expect(answer.failure.kind).toBe('unreadable');
      expect(JSON.stringify(answer)).not.toContain('meta-data');
    } else expect(answer.value.url.reveal()).toBe(link);
  });

  it('brings nothing that does not begin as a PDF', async () => {
    for (const body of ['{"AccessKeyId":"x"}', '<html>', '%PD', '', ' %PDF-1.7']) {
      const server = await startRawServer((response) => {
        response.write(body.slice(0, 2));
        response.end(body.slice(2));
      });
      const { dispatcher } = startClient(server.origin);
      const answer = await openDownload(new Secret(`${server.origin}/f`), { dispatcher, hosts: localHosts });
      expect(answer).toMatchObject({ ok: false, failure: { kind: 'unreadable' } });
      await expect.poll(server.openConnections).toBe(0);
    }
  });
});

describe('the base URL of a workspace', () => {
  it.each([
    'https://evil.example',
    'http://api.eu.spotdraft.com',
    'https://api.eu.spotdraft.com.evil.example',
  ])('%s is sent no credentials', async (baseUrl) => {
    const { client, calls, budget } = startClient(baseUrl, {
      hosts: spotdraftHosts({ reach: onTheInternet, hosts: [], fileHosts: [] }),
    });
    expect(await client.listTemplates()).toMatchObject({ failure: { kind: 'unreachable', processed: 'no' } });
    expect([calls.length, budget.taken]).toEqual([0, 0]);
  });
});
