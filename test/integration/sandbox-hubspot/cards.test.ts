import { describe, expect, it } from 'vitest';
import { appId, northwindPortalId, userIds } from '../../../sandbox/hubspot/state/accounts.ts';
import { readSignedIdentity } from '../../../src/hubspot/inbound/signed-identity.ts';
import { answerJson, publicAppOrigin, startApp, startSandbox } from './kit.ts';

const who = { portalId: northwindPortalId, userId: userIds.ben };
const proxy = async (sandbox: { origin: string }, fetchInput: object) => {
  const response = await fetch(`${sandbox.origin}/__sandbox/proxy`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...who, url: `${publicAppOrigin}/api/card/x`, ...fetchInput }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { status: number; body: string; attempts: number };
};

describe('a card’s call', () => {
  it('reaches the app signed, with the user in the query, and answers what the app answered', async () => {
    const app = await startApp((_request, response) => answerJson(response, 418, { ok: true }));
    const sandbox = await startSandbox({ appOrigin: app.origin });
    const answer = await sandbox.control.callCard({
      ...who,
      method: 'POST',
      path: '/api/card/x?q=a%20b%26c',
      body: { text: 'Zürich' },
      headers: { Authorization: 'Bearer x' },
    });
    expect(answer).toEqual({ status: 418, body: { ok: true }, attempts: 1 });
    const [request] = app.received;
    expect(request).toMatchObject({ method: 'POST', signed: true, body: '{"text":"Zürich"}' });
    expect(request?.headers['authorization']).toBe('Bearer x');
    expect(request?.headers['x-hubspot-signature-version']).toBe('v2');
    expect(request?.url.startsWith('/api/card/x?q=a%20b%26c&')).toBe(true);
    expect(readSignedIdentity(request?.url ?? '')).toEqual({
      ok: true,
      value: { ...who, appId, userEmail: 'ben.okafor@northwind-robotics.example' },
    });
  });

  it('without a body is signed over nothing', async () => {
    const app = await startApp((_request, response) => answerJson(response, 200, {}));
    const sandbox = await startSandbox({ appOrigin: app.origin });
    await sandbox.control.callCard({ ...who, path: '/api/card/x' });
    expect(app.received[0]).toMatchObject({ method: 'GET', body: '', signed: true });
  });

  it('is repeated once after a 5xx or a cut connection, and no more; a 4xx is not repeated', async () => {
    const statuses = [503, 200, 500, 502, 404];
    let calls = 0;
    const app = await startApp((request, response) => {
      if (request.url.includes('cut') && calls++ === 0) return void response.socket?.destroy();
      answerJson(response, request.url.includes('cut') ? 200 : (statuses.shift() ?? 200), {});
    });
    const sandbox = await startSandbox({ appOrigin: app.origin });
    expect(await proxy(sandbox, {})).toMatchObject({ status: 200, attempts: 2 });
    expect(await proxy(sandbox, {})).toMatchObject({ status: 502, attempts: 2 });
    expect(await proxy(sandbox, {})).toMatchObject({ status: 404, attempts: 1 });
    expect(await proxy(sandbox, { url: `${publicAppOrigin}/cut` })).toMatchObject({
      status: 200,
      attempts: 2,
    });
    expect(app.received.every((one) => one.signed)).toBe(true);
  });

  it.each([
    ['another origin', { url: 'https://other.example/api' }],
    ['an origin that only begins alike', { url: `${publicAppOrigin}.evil.example/api` }],
    ['plain http', { url: 'http://dealdraft.example/api' }],
    ['a relative address', { url: '/api/card' }],
    ['another header', { headers: { Cookie: 'a=b' } }],
    ['another method', { method: 'OPTIONS' }],
    ['a user of another account', { userId: userIds.daniel }],
  ])('to %s is refused without a call', async (_name, input) => {
    const app = await startApp((_request, response) => answerJson(response, 200, {}));
    const sandbox = await startSandbox({ appOrigin: app.origin });
    expect(await proxy(sandbox, input)).toMatchObject({ status: 400, attempts: 0 });
    expect(app.received).toEqual([]);
  });

  it('has 1 MB each way, follows no redirect, and ends after its time', async () => {
    const app = await startApp((request, response) => {
      if (request.url.includes('large')) return answerJson(response, 200, 'x'.repeat(1_048_577));
      if (request.url.includes('moved')) return answerJson(response, 302, {}, { location: '/elsewhere' });
      if (!request.url.includes('slow')) answerJson(response, 200, {});
    });
    const sandbox = await startSandbox({ appOrigin: app.origin });
    expect((await proxy(sandbox, { method: 'POST', body: { text: 'x'.repeat(1_048_576) } })).status).toBe(
      413,
    );
    expect((await proxy(sandbox, { url: `${publicAppOrigin}/large` })).status).toBe(502);
    expect((await proxy(sandbox, { url: `${publicAppOrigin}/moved` })).status).toBe(302);
    expect(await proxy(sandbox, { url: `${publicAppOrigin}/slow`, timeout: 60 })).toMatchObject({
      status: 504,
      attempts: 1,
    });
    expect(app.received).toHaveLength(3);
  });

  it('is one of 20 at once', async () => {
    const open: (() => void)[] = [];
    const app = await startApp((_request, response) => {
      open.push(() => answerJson(response, 200, {}));
      if (open.length === 20) for (const one of open) one();
    });
    const sandbox = await startSandbox({ appOrigin: app.origin });
    const answers = await Promise.all(
      Array.from({ length: 23 }, () => sandbox.control.callCard({ ...who, path: '/api' })),
    );
    expect(answers.map((one) => one.status).toSorted()).toEqual([
      ...Array<number>(20).fill(200),
      429,
      429,
      429,
    ]);
  });

  it('finds nobody when the app is down', async () => {
    const sandbox = await startSandbox({ appOrigin: 'http://127.0.0.1:9' });
    expect(await proxy(sandbox, {})).toMatchObject({ status: 502, attempts: 2 });
  });
});
