import pino from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { createDatabase, until } from '../../../lab/world/world.ts';
import { openDatabase, type Database } from '../../../src/platform/database/client.ts';
import { done } from '../../../src/platform/jobs/job-end.ts';
import { startJobs, type Jobs } from '../../../src/platform/jobs/jobs.ts';

const catalogue = {
  'slow.call': {
    payload: z.object({ portalId: z.number(), turn: z.number() }),
    once: null,
    batch: 2,
    lanes: 4,
    perPortal: 3,
  },
};

let db: Database;
let jobs: Jobs<typeof catalogue>;
let begun: { portalId: number; turn: number }[] = [];
let release = (): void => undefined;
const released = new Promise<void>((resolve) => (release = resolve));

beforeAll(async () => {
  const databaseUrl = await createDatabase(inject('databaseUrl'));
  db = openDatabase(databaseUrl, 8);
  jobs = await startJobs({
    catalogue,
    databaseUrl,
    db,
    log: pino({ level: 'silent' }),
    pollMs: 500,
    supervise: true,
  });
  await jobs.work({
    'slow.call': async (job) => {
      begun = [...begun, job];
      if (job.portalId === 1) await released;
      return done;
    },
  });
});
afterAll(async () => {
  release();
  await jobs.stop(5_000);
  await db.$disconnect();
});

const enqueue = (portalId: number, count: number): Promise<void> =>
  db.$transaction((tx) =>
    jobs.enqueue(
      tx,
      'slow.call',
      Array.from({ length: count }, (_, turn) => ({ payload: { portalId, turn } })),
    ),
  );
const of = (portalId: number): number => begun.filter((job) => job.portalId === portalId).length;

describe('the jobs of a portal whose vendor does not answer', () => {
  it('take no more than their share, and others go by', async () => {
    await enqueue(1, 30);
    await until('its share is under way', () => of(1) === 3);
    await enqueue(2, 5);
    await until('the other portal is served', () => of(2) === 5);
    expect(of(1)).toBe(3);
    release();
    await until('all of them are done', () => of(1) === 30);
  });
});
