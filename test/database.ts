import type { TestProject } from 'vitest/node';
import { startEmbeddedDatabase } from '../lab/postgres/embedded-database.ts';
import { applyMigrations } from '../src/platform/database/migration-engine.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server of this run's own; `dealdraft` on it is migrated and empty, and serves as the template of every test's database. */
    databaseUrl: string;
  }
}

/** One private Postgres for the run; each test file that needs one makes itself a database from the migrated template. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const database = await startEmbeddedDatabase({ maxConnections: 400 });
  await applyMigrations(database.url());
  project.provide('databaseUrl', database.url());
  return () => database.stop();
}
