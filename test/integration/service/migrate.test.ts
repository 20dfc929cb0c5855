import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { freePort, until } from '../../../lab/world/world.ts';

const script = join(import.meta.dirname, '../../../scripts/migrate.ts');

/** As an operator starts it, with that environment and no other, where no developer's `.env` is. */
const migrate = (parameters: string[], environment: Record<string, string> = {}) => {
  const child = spawn(process.execPath, [script, ...parameters], {
    cwd: tmpdir(),
    env: { NODE_OPTIONS: '--disable-warning=ExperimentalWarning', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(() => child.exitCode);
  return { child, ended, output: () => output };
};

const emptyDatabase = async (): Promise<string> => {
  const name = `m_${randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: new URL('/postgres', inject('databaseUrl')).href });
  await client.connect();
  await client.query(`CREATE DATABASE "${name}"`);
  await client.end();
  return new URL(`/${name}`, inject('databaseUrl')).href;
};

describe('npm run migrate', () => {
  it('refuses without DATABASE_URL, instead of migrating something else', async () => {
    const { ended, output } = migrate(['apply']);
    expect(await ended).toBe(1);
    expect(output()).toBe(
      "DATABASE_URL is not set, so nothing was migrated. Set it, or run npm run migrate -- --demo for the demo's database.\n",
    );
  });
  it.each([
    ['another kind of database', 'mysql://somewhere/x', /^DATABASE_URL must be a Postgres address/],
    ['one that is not there', '/none', /^Postgres at \S+ has no database "none"\. Create it/],
  ])('says what is wrong with %s', async (_what, given, sentence) => {
    const url = new URL(given, inject('databaseUrl')).href;
    const { ended, output } = migrate(['apply'], { DATABASE_URL: url });
    expect(await ended).toBe(1);
    expect(output()).toMatch(sentence);
    expect(output()).not.toMatch(/^\s+at /m);
  });
  it('says at once for which server it waits', async () => {
    const place = `127.0.0.1:${String(await freePort())}`;
    const { child, ended, output } = migrate(['apply'], { DATABASE_URL: `postgresql://x:hidden@${place}/x` });
    await until('it says so', () => output() !== '');
    expect(output()).toBe(`Waiting for Postgres at ${place}, up to 30 s\n`);
    child.kill();
    await ended;
  });
  it('says which server it migrated, and that there is nothing more to do', async () => {
    const url = await emptyDatabase();
    const { host } = new URL(url);
    const first = migrate(['apply'], { DATABASE_URL: url });
    expect(await first.ended).toBe(0);
    expect(first.output()).toMatch(new RegExp(`^Applied to the database at ${host}: \\d+_`));
    const again = migrate(['apply'], { DATABASE_URL: url });
    expect(await again.ended).toBe(0);
    expect(again.output()).toBe(`The database at ${host} is up to date.\n`);
  });
  it.each([
    [['apply', '--help'], 0],
    [['apply', '--dmeo'], 2],
    [[], 2],
  ])('explains itself: %s', async (parameters, code) => {
    const { ended, output } = migrate(parameters);
    expect(await ended).toBe(code);
    expect(output()).toContain('npm run migrate -- --demo');
  });
});
