import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callerKey, createCallerLimits } from '../../../src/platform/http/limit-callers.ts';

let server: Server;
let origin = '';
beforeEach(async () => {
  const app = express();
  app.set('trust proxy', 'loopback');
  const limits = createCallerLimits();
  app.get('/page', limits.pages, (_request, response) => void response.send('ok'));
  app.post('/door', limits.refusals, (request, response) => {
    response.status(request.headers.authorization === 'right' ? 200 : 401).json({});
  });
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const from = (ip: string, more: Record<string, string> = {}) => ({ 'x-forwarded-for': ip, ...more });
const page = async (ip: string): Promise<number> =>
  (await fetch(`${origin}/page`, { headers: from(ip) })).status;
const knock = (ip: string, authorization: string): Promise<Response> =>
  fetch(`${origin}/door`, { method: 'POST', headers: from(ip, { authorization }) });
const times = async (count: number, call: () => Promise<number>): Promise<number[]> => {
  const statuses: number[] = [];
  for (let done = 0; done < count; done += 1) statuses.push(await call());
  return statuses;
};

describe('callers without a signature', () => {
  it('get sixty pages a minute each', async () => {
    expect(await times(60, () => page('93.184.216.34'))).not.toContain(429);
    expect(await page('93.184.216.34')).toBe(429);
    expect(await page('93.184.216.35')).toBe(200);
  });

  it('who were refused too often are not looked at, and told when they will be; nobody else is', async () => {
    const wrong = async (): Promise<number> => (await knock('93.184.216.34', 'wrong')).status;
    expect(new Set(await times(120, wrong))).toEqual(new Set([401]));
    const over = await knock('93.184.216.34', 'right');
    expect(over.status).toBe(429);
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await knock('93.184.216.35', 'right')).status).toBe(200);
  });

  it('what is signed is never counted', async () => {
    const right = async (): Promise<number> => (await knock('93.184.216.34', 'right')).status;
    expect(new Set(await times(200, right))).toEqual(new Set([200]));
  });

  it('behind a proxy that does not say who calls are all the same, and so not limited as one', async () => {
    expect(await times(80, () => page('10.0.0.1'))).not.toContain(429);
  });
});

it.each([
  ['1.1.1.1', '1.1.1.1'],
  ['::ffff:1.1.1.1', '1.1.1.1'],
  ['127.0.0.1', null],
  ['10.1.2.3', null],
  [undefined, null],
])('%s counts as %s', (ip, key) => {
  expect(callerKey(ip)).toBe(key);
});
it('all addresses of an IPv6 network count as one caller', () => {
  expect(callerKey('2606:4700:1:2:3:4:5:6')).toBe(callerKey('2606:4700:1:2:ffff::1'));
  expect(callerKey('2606:4700:1:2::1')).not.toBe(callerKey('2606:4700:1:3::1'));
});
