import { Gauge, Registry } from 'prom-client';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import {
  answerReadiness,
  createBareApp,
  createHealthApp,
  type Readiness,
} from '../../../src/platform/http/health.ts';

const appThatIs = (readiness: Awaited<ReturnType<Readiness>>) => {
  const registry = new Registry();
  new Gauge({ name: 'shoe_size', help: 'A gauge', registers: [registry] }).set(43);
  return request(createHealthApp({ isReady: () => Promise.resolve(readiness), registry }));
};

describe('what every process answers', () => {
  it('lives, whether it is ready or not', async () => {
    await appThatIs({ ready: false, why: 'stopping' }).get('/healthz').expect(200, { ok: true });
  });
  it('is ready, or says why not', async () => {
    await appThatIs({ ready: true }).get('/readyz').expect(200, { ready: true });
    await appThatIs({ ready: false, why: 'stopping' })
      .get('/readyz')
      .expect(503, { ready: false, why: 'stopping' });
  });
  it('does not say why where everybody can ask', async () => {
    const app = createBareApp();
    answerReadiness(app, () => Promise.resolve({ ready: false, why: 'the database does not answer' }), {
      saysWhy: false,
    });
    await request(app).get('/readyz').expect(503, { ready: false });
    await request(app).get('/metrics').expect(404);
  });
  it('tells its figures in the text form of Prometheus', async () => {
    const { text } = await appThatIs({ ready: true })
      .get('/metrics')
      .expect(200)
      .expect('content-type', /^text\/plain; version=0\.0\.4/);
    expect(text).toContain('shoe_size 43');
  });
  it('does not say what it is made of, and has nothing else', async () => {
    const { headers } = await appThatIs({ ready: true }).get('/').expect(404);
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).toHaveProperty('strict-transport-security');
  });
});
