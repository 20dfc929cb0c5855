import { describe, expect, it } from 'vitest';
import { catalogue, jobNames } from '../../../src/features/jobs/catalogue.ts';
import { deadLetterQueue, queueOptions, type JobKind } from '../../../src/platform/jobs/job-kind.ts';

const id = '0197f3a0-4c11-7c30-9a5e-0242ac120002';
/** A value for every name that payloads use. */
const known: Record<string, unknown> = {
  portalId: 8811001,
  dealId: '1',
  cause: 'asked',
  filter: { to: '2026-11-01T00:00:00.000Z' },
  after: null,
};
/** What a job is asked to do where an id does not say it: never what a customer wrote. */
const orders = new Set(['cause', 'filter', 'after']);
const payloadOf = (kind: JobKind): Record<string, unknown> =>
  Object.fromEntries(Object.keys(kind.payload.shape).map((name) => [name, known[name] ?? id]));

describe('every job', () => {
  it.each(jobNames)('%s carries ids and orders alone, the portal first among them', (name) => {
    const kind: JobKind = catalogue[name];
    const payload = payloadOf(kind);
    expect(kind.payload.safeParse(payload).success).toBe(true);
    expect(payload).toHaveProperty('portalId');
    expect(Object.keys(payload).every((key) => key.endsWith('Id') || orders.has(key))).toBe(true);
    expect(kind.payload.safeParse({ ...payload, portalId: undefined }).success).toBe(false);
  });
  it.each(jobNames)('%s is one of a kind under its key, and keys of two payloads differ', (name) => {
    const kind: JobKind = catalogue[name];
    if (kind.once === null) return;
    const payload = payloadOf(kind);
    const key = String(kind.once(payload));
    expect(key).not.toMatch(/undefined|object/);
    const changed = Object.keys(payload).map((part) =>
      String(kind.once?.({ ...payload, [part]: part === 'portalId' ? 2 : `${id.slice(0, -1)}9` })),
    );
    expect(changed.some((other) => other !== key)).toBe(true);
  });
  it.each(jobNames)('%s has every option of its queue set', (name) => {
    const options = queueOptions(catalogue[name]);
    expect(options).toMatchObject({
      policy: catalogue[name].once === null ? 'standard' : 'short',
      retryBackoff: true,
      deadLetter: deadLetterQueue,
    });
    expect(options.retryLimit).toBeGreaterThanOrEqual(5);
    expect(options.heartbeatSeconds).toBeGreaterThanOrEqual(10);
    expect(options.expireInSeconds).toBeGreaterThan(options.heartbeatSeconds);
    expect(options.retentionSeconds).toBeGreaterThan(7 * 24 * 3600);
  });
});
