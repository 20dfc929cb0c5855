import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { endAllServices, serviceEnvironment, startService } from '../../../lab/processes/service-process.ts';
import { createDatabase, freePort, until } from '../../../lab/world/world.ts';
import { signBody, signatureHeader } from '../../../sandbox/spotdraft/webhooks/signature.ts';
import { openDatabase } from '../../../src/platform/database/client.ts';
import { createSealing } from '../../../src/platform/secrets/sealing.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';

const megabyte = 1024 * 1024;
const crowd = 400;
/** What a loaded machine adds to what the service takes. */
const slackMs = 12_000;
const hmacKey = randomBytes(32).toString('base64');
const token = randomBytes(24).toString('base64url');

let port = 0;
let pid = 0;
beforeAll(async () => {
  const databaseUrl = await createDatabase(inject('databaseUrl'));
  port = await freePort();
  const environment = serviceEnvironment({ databaseUrl, port, hubspotOrigin: 'http://127.0.0.1:9' });
  const [id = '', key = ''] = (environment['SECRET_KEYS'] ?? '').split(':');
  const sealing = createSealing([{ id, key: Buffer.from(key, 'base64') }]);
  const db = openDatabase(databaseUrl, 2);
  try {
    await db.portal.create({ data: { portalId: 1, name: 'Any' } });
    const workspace = await db.workspace.create({
      data: {
        portalId: 1,
        environment: 'uat',
        name: 'Any',
        baseUrl: 'http://127.0.0.1:9',
        clientId: 'any',
        clientSecret: 'any',
        webhookToken: token,
      },
    });
    const sealed = sealing.seal(new Secret(hmacKey), `workspace:${workspace.id}`);
    await db.workspace.update({ where: { id: workspace.id }, data: { hmacKey: sealed } });
  } finally {
    await db.$disconnect();
  }
  const service = startService(['--role', 'web'], environment);
  await service.running();
  pid = service.child.pid ?? 0;
});
afterAll(endAllServices);

/** Memory that the system counts as the process's. */
const residentBytes = (): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0) * 1024;

type Caller = { socket: Socket; answer: () => string; livedMs: Promise<number> };
const open = (begin: (socket: Socket) => void): Caller => {
  const started = performance.now();
  let answer = '';
  const socket = connect(port, '127.0.0.1', () => {
    begin(socket);
  });
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.on('error', () => undefined);
  const livedMs = new Promise<number>((resolve) => {
    socket.once('close', () => {
      resolve(performance.now() - started);
    });
  });
  return { socket, answer: () => answer, livedMs };
};

const head = (path: string, headers: Record<string, string>): string =>
  [
    `POST ${path} HTTP/1.1`,
    'Host: x',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');
/** Nearly all of a megabyte, and then nothing. */
const part = Buffer.alloc(megabyte - 1024, 0x20);
const unfinished =
  (path: string, headers: Record<string, string>) =>
  (socket: Socket): void => {
    socket.write(head(path, { ...headers, 'Content-Length': String(megabyte) }));
    socket.write(part);
  };

/** A call that is in order, in the middle of it all. */
const deliver = async (): Promise<number> => {
  const body = JSON.stringify({ activity: 'COUNTER_PARTY_CREATED', at: randomBytes(8).toString('hex') });
  const answer = await fetch(`http://127.0.0.1:${String(port)}/webhooks/spotdraft/${token}`, {
    method: 'POST',
    body,
    headers: { [signatureHeader]: signBody(hmacKey, body) },
  });
  return answer.status;
};

const falseHubSpot = (): Record<string, string> => ({
  'X-HubSpot-Signature-v3': randomBytes(32).toString('base64'),
  'X-HubSpot-Request-Timestamp': String(Date.now()),
});
const falseSpotDraft = (): Record<string, string> => ({ [signatureHeader]: randomBytes(64).toString('hex') });

describe.skipIf(process.platform !== 'linux')(`${String(crowd)} callers without a signature`, () => {
  it.each<[string, (socket: Socket) => void, number]>([
    ['with no header of one', unfinished('/webhooks/hubspot', {}), 3_000],
    [
      'to a workspace that is not there',
      unfinished(`/webhooks/spotdraft/${randomBytes(24).toString('base64url')}`, falseSpotDraft()),
      5_000,
    ],
    ['for an ERP that is not there', unfinished('/api/erp/requests', { 'dealdraft-portal': '7' }), 3_000],
    [
      'with a false one of HubSpot’s form',
      (socket) => {
        unfinished('/webhooks/hubspot', falseHubSpot())(socket);
      },
      10_000,
    ],
    [
      'with a false one of SpotDraft’s form',
      (socket) => {
        unfinished(`/webhooks/spotdraft/${token}`, falseSpotDraft())(socket);
      },
      10_000,
    ],
    [
      'that never end a header',
      (socket) => {
        socket.write('POST /webhooks/hubspot HTTP/1.1\r\nHost: x\r\nX-Long: ');
        const timer = setInterval(() => socket.write('x'), 300);
        socket.once('close', () => {
          clearInterval(timer);
        });
      },
      10_000,
    ],
    [
      'that trickle a body',
      (socket) => {
        socket.write(head('/webhooks/hubspot', { ...falseHubSpot(), 'Content-Length': String(megabyte) }));
        const timer = setInterval(() => socket.write('x'), 300);
        socket.once('close', () => {
          clearInterval(timer);
        });
      },
      10_000,
    ],
    ['that say nothing', () => undefined, 10_000],
  ])(
    '%s are gone in time, and memory stays',
    async (_what, begin, mostMs) => {
      const before = residentBytes();
      let peak = before;
      const watch = setInterval(() => (peak = Math.max(peak, residentBytes())), 50);
      try {
        const callers = Array.from({ length: crowd }, () => open(begin));
        const lives = Promise.all(callers.map(({ livedMs }) => livedMs));
        await until(
          'half of them are connected',
          () => callers.filter(({ socket }) => !socket.connecting).length > crowd / 2,
        );
        expect(await deliver()).toBe(200);
        expect(Math.max(...(await lives))).toBeLessThan(mostMs + slackMs);
        expect(callers.filter(({ answer }) => answer().startsWith('HTTP/1.1 2'))).toEqual([]);
      } finally {
        clearInterval(watch);
      }
      // All that they sent would be 400 MB and more. What stays is what may be held of strangers, what the system reads ahead
      // for each of them, and what waits for the collector: a process that has just started collects late.
      expect((peak - before) / megabyte).toBeLessThan(crowd * 0.75);
    },
    80_000,
  );
});
