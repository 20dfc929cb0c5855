import { describe, expect, it } from 'vitest';
import { databaseUrlOf, describeVariables, readConfig } from '../../../src/config.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const whole = {
  DATABASE_URL: 'postgresql://dealdraft:pw@127.0.0.1:5432/dealdraft',
  PUBLIC_ORIGIN: 'https://dealdraft.example',
  SECRET_KEYS: `2026a:${key}`,
  HUBSPOT_APP_ID: '5510001',
  HUBSPOT_CLIENT_ID: '00000000-5a4d-4b0c-8000-000000510001',
  HUBSPOT_CLIENT_SECRET: 'a-client-secret-of-hubspot',
};
const required = Object.keys(whole) as (keyof typeof whole)[];

const faultsOf = (variables: Record<string, string | undefined>) => {
  const read = readConfig(variables);
  return read.ok ? [] : read.faults;
};

describe('the configuration', () => {
  it('needs six values and has a default for every other', () => {
    const read = readConfig(whole);
    expect(read).toMatchObject({
      ok: true,
      config: {
        HUBSPOT_APP_ID: 5510001,
        HUBSPOT_API_ORIGIN: 'https://api.hubapi.com',
        HUBSPOT_REQUESTS_PER_10_S: 110,
        SPOTDRAFT_REQUESTS_PER_S: 10,
        LOOK_UP_DELAYS_MS: [2000, 5000, 15000, 40000],
        ACCEPT_V2_WORKFLOW_SIGNATURES: true,
      },
    });
    expect(JSON.stringify(read)).not.toContain(whole.HUBSPOT_CLIENT_SECRET);
  });

  it('lists everything that is missing at once, each with what it is for', () => {
    const faults = faultsOf({});
    expect(faults.map(({ name }) => name).sort()).toEqual([...required].sort());
    for (const { fault, purpose } of faults) {
      expect(fault).toBe('is missing');
      expect(purpose.length).toBeGreaterThan(15);
    }
  });
  it.each(required)('names %s alone when it alone is missing', (name) => {
    expect(faultsOf({ ...whole, [name]: undefined }).map((fault) => fault.name)).toEqual([name]);
  });

  it.each([
    ['DATABASE_URL', 'mysql://somewhere/x'],
    ['DATABASE_URL', 'localhost'],
    ['PUBLIC_ORIGIN', 'dealdraft.example'],
    ['PUBLIC_ORIGIN', 'ftp://dealdraft.example'],
    ['SECRET_KEYS', 'not-a-key'],
    ['SECRET_KEYS', `2026a:${Buffer.alloc(32).toString('base64')}`],
    ['HUBSPOT_CLIENT_SECRET', 'secret'],
    ['HUBSPOT_CLIENT_SECRET_PREVIOUS', 'a'.repeat(15)],
    ['SECRET_KEYS', `2026a:${Buffer.alloc(16).toString('base64')}`],
    ['SECRET_KEYS', `2026a:${key},old:short`],
    ['SECRET_KEYS', `a key:${key}`],
    ['HUBSPOT_APP_ID', 'five'],
    ['HUBSPOT_APP_ID', '-1'],
    ['PORT', '80.5'],
    ['PORT', '70000'],
    ['HEALTH_PORT', '-1'],
    ['JOB_POLL_MS', 'soon'],
    ['HUBSPOT_AUTH', 'maybe'],
    ['PUBLIC_ORIGIN', 'http://dealdraft.example'],
    ['HUBSPOT_API_ORIGIN', 'http://api.hubapi.com'],
    ['LOG_LEVEL', 'loud'],
    ['ACCEPT_V2_WORKFLOW_SIGNATURES', 'yes'],
    ['LOOK_UP_DELAYS_MS', '100,soon'],
    ['LOOK_UP_DELAYS_MS', '-5'],
  ])('says that %s is wrong: "%s"', (name, value) => {
    const faults = faultsOf({ ...whole, [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ name, fault: expect.stringMatching(/^must [a-z ]/) as unknown });
    expect(faults[0]?.purpose).not.toBe('');
    // What the library that checks would say by itself is nothing for an operator.
    expect(faults[0]?.fault).not.toMatch(/invalid|expected|received|NaN|regex|pattern/i);
  });

  it.each(['http://localhost:4000', 'http://127.0.0.1', 'http://[::1]:4000', 'https://dealdraft.example'])(
    'takes %s: nobody can listen on the way',
    (origin) => {
      expect(faultsOf({ ...whole, PUBLIC_ORIGIN: origin })).toEqual([]);
    },
  );
  it.each(['http://localhost.example.com', 'http://127.0.0.1.example.com', 'http://10.0.0.1'])(
    'does not take %s for this machine',
    (origin) => {
      expect(faultsOf({ ...whole, PUBLIC_ORIGIN: origin }).map(({ name }) => name)).toEqual([
        'PUBLIC_ORIGIN',
      ]);
    },
  );

  it('tells every fault at once: what is missing beside what is wrong, and what an installation needs', () => {
    const faults = faultsOf({ PORT: 'x', LOG_LEVEL: 'loud', DATABASE_URL: 'x', HUBSPOT_APP_ID: '1' });
    expect(faults.map(({ name }) => name).sort()).toEqual(
      [
        'DATABASE_URL',
        'HUBSPOT_CLIENT_ID',
        'HUBSPOT_CLIENT_SECRET',
        'LOG_LEVEL',
        'PORT',
        'PUBLIC_ORIGIN',
        'SECRET_KEYS',
      ].sort(),
    );
  });
  it('needs no client ID where accounts connect with a private token', () => {
    const variables = { ...whole, HUBSPOT_CLIENT_ID: undefined, HUBSPOT_AUTH: 'token' };
    expect(faultsOf(variables)).toEqual([]);
  });
  it('takes an empty value for none, as a line of an .env file without one', () => {
    const read = readConfig({ ...whole, HUBSPOT_CLIENT_SECRET_PREVIOUS: '', PORT: ' ' });
    expect(read).toMatchObject({ ok: true, config: { PORT: 4000 } });
    expect(read.ok && read.config.HUBSPOT_CLIENT_SECRET_PREVIOUS).toBe(undefined);
    expect(faultsOf({ ...whole, SECRET_KEYS: '' })).toMatchObject([{ fault: 'is missing' }]);
    expect(databaseUrlOf({ DATABASE_URL: ' ' })).toBeNull();
  });
  it('describes every variable', () => {
    const described = describeVariables();
    expect(
      described
        .filter(({ required: needed }) => needed)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...required].sort());
    for (const { name, purpose } of described) expect(`${name}: ${purpose}`).toMatch(/: .{10,}/);
  });
  it('never repeats a secret that is wrong', () => {
    const faults = faultsOf({ ...whole, SECRET_KEYS: 'top-secret-but-malformed', DATABASE_URL: 'pw-1234' });
    expect(JSON.stringify(faults)).not.toMatch(/top-secret|pw-1234/);
  });

  it('takes the origin of a longer address, for signatures are checked against the origin', () => {
    const read = readConfig({ ...whole, PUBLIC_ORIGIN: 'https://dealdraft.example/some/path/' });
    expect(read.ok && read.config.PUBLIC_ORIGIN).toBe('https://dealdraft.example');
  });
  it('takes several sealing keys, newest first', () => {
    const read = readConfig({ ...whole, SECRET_KEYS: `2026a:${key}, 2025b:${key}` });
    expect(read.ok && read.config.SECRET_KEYS.map(({ id }) => id)).toEqual(['2026a', '2025b']);
  });
});
