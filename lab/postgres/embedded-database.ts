import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { claimFolder } from '../processes/claim-folder.ts';
import { endWithNpm } from '../processes/end-with-npm.ts';
import { installedBinaries } from './binaries.ts';
import { initData, superuser } from './init-data.ts';
import { endLeftover } from './leftover.ts';
import { reachableBinaries, reachableData } from './reachable.ts';
import { giveTo, serverUser, temporaryFolder } from './server-user.ts';
import { startServer } from './server.ts';

export type Database = {
  /** The server's process. */
  pid: number;
  /** Connection string of the database `dealdraft`, or of `name` on the same server. */
  url: (name?: string) => string;
  create: (name: string, template?: string) => Promise<void>;
  stop: () => Promise<void>;
};

const databaseUrl = (port: number, name = 'dealdraft'): string =>
  `postgresql://${superuser.name}:${superuser.password}@127.0.0.1:${String(port)}/${name}`;

const withoutDurability = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

async function onServer<T>(port: number, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl(port, 'postgres') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A killed run may have made the server and not the database. */
const ensureDatabase = (port: number): Promise<void> =>
  onServer(port, async (client) => {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = 'dealdraft'");
    if (found.rowCount === 0) await client.query('CREATE DATABASE dealdraft');
  });

type Options = {
  dataDir?: string;
  /** Wanted; another one is taken when it's in use. */
  port?: number;
  durable?: boolean;
  maxConnections?: number;
  settings?: Readonly<Record<string, string>>;
};

async function start(options: Options, letGo: () => void): Promise<Database> {
  const user = serverUser(options.dataDir ?? '');
  const binaries = await reachableBinaries(user, await installedBinaries());
  const temporaryDir =
    options.dataDir === undefined ? await mkdtemp(join(temporaryFolder(user), 'dealdraft-pg-')) : undefined;
  if (temporaryDir !== undefined) await giveTo(user, temporaryDir);
  const dataDir = await reachableData(user, options.dataDir ?? join(temporaryDir ?? '', 'data'));
  await endLeftover(dataDir);
  await initData(binaries, user, dataDir);
  const server = await startServer({
    binaries,
    user,
    dataDir,
    ...(options.port !== undefined && { port: options.port }),
    ...(temporaryDir !== undefined && { temporaryDir }),
    settings: {
      max_connections: options.maxConnections ?? 200,
      ...(options.durable === true ? {} : withoutDurability),
      ...options.settings,
    },
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    if (temporaryDir !== undefined) await rm(temporaryDir, { recursive: true, force: true });
    letGo();
  };
  try {
    await ensureDatabase(server.port);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    pid: server.pid,
    url: (name) => databaseUrl(server.port, name),
    create: (name, template) =>
      onServer(server.port, async (client) => {
        await client.query(
          `CREATE DATABASE "${name}"${template === undefined ? '' : ` TEMPLATE "${template}"`}`,
        );
      }),
    stop,
  };
}

/**
 * A real Postgres from npm. With `dataDir` its data stays between runs (the demo); without, it lives in a temporary
 * folder that goes with it (tests), and trades durability for speed. It never outlives this process.
 */
export async function startEmbeddedDatabase(options: Options = {}): Promise<Database> {
  endWithNpm();
  if (options.dataDir === undefined) return start(options, () => undefined);
  const letGo = await claimFolder(options.dataDir);
  if (letGo === null)
    throw new Error(`Another run is using the data in ${options.dataDir}. Use that one, or end it first.`);
  try {
    return await start(options, letGo);
  } catch (error) {
    letGo();
    throw error;
  }
}
