import { execFileSync, spawn } from 'node:child_process';
import { lstatSync, realpathSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startEmbeddedDatabase } from '../../../lab/postgres/embedded-database.ts';
import { isAlive } from '../../../lab/postgres/end-server.ts';
import { freePort, until } from '../../../lab/world/world.ts';
import { failRun, startRun } from './database-run.ts';

// Each makes a server from nothing, some more than one; a machine that others fill takes its time.
vi.setConfig({ testTimeout: 180_000 });

let folder: string;
let dataDir: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dealdraft-kept-'));
  await chmod(folder, 0o755);
  dataDir = join(folder, '.data/postgres');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The process that would end the server with its run. */
async function watchdogOf(server: number): Promise<number> {
  for (const name of await readdir('/proc')) {
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (/watchdog\.ts\0/.test(command) && command.split('\0').includes(String(server))) return Number(name);
  }
  throw new Error('The server has no watchdog.');
}

it('a second run in the same folder says so in one sentence, and the first goes on', async () => {
  const first = await startRun(dataDir);
  const second = await failRun(dataDir);
  expect(second.code).toBe(1);
  expect(second.said).toContain(`Another run is using the data in ${dataDir}.`);
  expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  first.child.stdin?.end('stop\n');
  expect(await first.ended).toBe(0);
});

// Only Linux lists its processes as files.
it.runIf(process.platform === 'linux')(
  'a server that a killed run left is ended by the next, which finds the data',
  async () => {
    const killed = await startRun(dataDir);
    await query(killed.url, 'CREATE TABLE kept (id int)');
    process.kill(await watchdogOf(killed.pid), 'SIGKILL');
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(isAlive(killed.pid)).toBe(true);

    const database = await startEmbeddedDatabase({ dataDir });
    try {
      expect(isAlive(killed.pid)).toBe(false);
      expect(await query(database.url(), 'SELECT count(*)::int AS rows FROM kept')).toEqual([{ rows: 0 }]);
    } finally {
      await database.stop();
    }
  },
);

it('a process that has the number of a former server is left alone', async () => {
  const before = await startEmbeddedDatabase({ dataDir });
  await before.stop();
  const stranger = spawn('sleep', ['600']);
  try {
    await writeFile(join(dataDir, 'postmaster.pid'), `${String(stranger.pid)}\n${dataDir}\n1\n5432\n`);
    const database = await startEmbeddedDatabase({ dataDir });
    await database.stop();
    expect(isAlive(stranger.pid ?? 0)).toBe(true);
  } finally {
    stranger.kill('SIGKILL');
  }
});

it('a port in use is no hindrance', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  const database = await startEmbeddedDatabase({ dataDir, port });
  try {
    expect(new URL(database.url()).port).not.toBe(String(port));
    expect(await query(database.url(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  } finally {
    await database.stop();
    other.close();
  }
});

it('a run that was killed while it made the data begins anew', async () => {
  await mkdir(`${dataDir}.new`, { recursive: true });
  await writeFile(join(`${dataDir}.new`, 'PG_VERSION'), '18\n');
  const database = await startEmbeddedDatabase({ dataDir });
  expect(await query(database.url(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await database.stop();
});

// Only root can make a folder that the server's user may not enter.
it.runIf(process.getuid?.() === 0)('a folder that only root may enter is as good as any', async () => {
  await chmod(folder, 0o700);
  const first = await startEmbeddedDatabase({ dataDir });
  const home = realpathSync(dataDir);
  try {
    await query(first.url(), 'CREATE TABLE kept (id int)');
    await first.stop();
    expect(lstatSync(dataDir).isSymbolicLink()).toBe(true);

    const second = await startEmbeddedDatabase({ dataDir });
    expect(await query(second.url(), 'SELECT count(*)::int AS rows FROM kept')).toEqual([{ rows: 0 }]);
    await second.stop();

    // As after a restart of the machine that clears temporary folders.
    await rm(home, { recursive: true });
    const third = await startEmbeddedDatabase({ dataDir });
    expect(await query(third.url(), "SELECT to_regclass('kept') AS kept")).toEqual([{ kept: null }]);
    await third.stop();
  } finally {
    await until('no server is left', () => !isAlive(first.pid));
    execFileSync('rm', ['-rf', join(home, '..'), join(realpathSync(dataDir), '..')]);
  }
});
