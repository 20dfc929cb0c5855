import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmbeddedDatabase, type Database } from '../../postgres/embedded-database.ts';
import { applyMigrations } from '../../../src/platform/database/migration-engine.ts';
import { isAlive } from '../../postgres/end-server.ts';
import { serverUser, temporaryFolder } from '../../postgres/server-user.ts';
import { freePort, until } from '../../world/world.ts';

const run = promisify(execFile);

export type Postgres = {
  url: string;
  /** Ends the server as a crash does: nobody is told, nothing is finished; then starts it again on the same data. */
  crash: (downMs: number) => Promise<void>;
  stop: () => Promise<void>;
};

async function makeFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(temporaryFolder(serverUser('')), name));
  // The server may run as a user of its own, which must be able to pass through.
  await run('chmod', ['755', folder]);
  return folder;
}

async function startOn(dataDir: string, port: number): Promise<Database> {
  const database = await startEmbeddedDatabase({
    dataDir,
    port,
    maxConnections: 250,
    // A commit that was answered survives the server's crash; only a crash of the machine could lose it.
    settings: { synchronous_commit: 'on' },
  });
  if (new URL(database.url()).port === String(port)) return database;
  await database.stop();
  throw new Error(`Port ${String(port)} is taken by somebody else, and the run's processes know no other.`);
}

/** A migrated data folder, made once and copied for every run. */
export async function makeTemplate(): Promise<{ dir: string; remove: () => Promise<void> }> {
  const parent = await makeFolder('dealdraft-chaos-template-');
  const dir = join(parent, 'data');
  const database = await startEmbeddedDatabase({ dataDir: dir });
  await applyMigrations(database.url());
  await database.stop();
  return { dir, remove: () => rm(parent, { recursive: true, force: true }) };
}

/** A server of this run's own, on a copy of the template. */
export async function startPostgres(template: string): Promise<Postgres> {
  const parent = await makeFolder('dealdraft-chaos-');
  const dir = join(parent, 'data');
  await run('cp', ['-a', template, dir]);
  const port = await freePort();
  let database = await startOn(dir, port);
  return {
    url: database.url(),
    crash: async (downMs) => {
      process.kill(database.pid, 'SIGQUIT');
      await until('Postgres is gone', () => !isAlive(database.pid));
      await database.stop();
      await new Promise((resolve) => setTimeout(resolve, downMs));
      database = await startOn(dir, port);
    },
    stop: async () => {
      await database.stop();
      await rm(parent, { recursive: true, force: true });
    },
  };
}
