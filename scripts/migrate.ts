// npm run migrate            applies what is missing to the database in DATABASE_URL
// npm run migrate -- --demo  the same for the demo's own database
// npm run migrate:new -- x   writes prisma/migrations/<time>_x from the difference between migrations and schema
// npm run migrate:check      fails when migrations and schema.prisma do not agree
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { databaseUrlOf, loadEnvFile } from '../src/config.ts';
import { databasePlace, databaseTrouble } from '../src/platform/database/database-trouble.ts';
import { withDatabase } from '../src/platform/database/with-database.ts';
import { applyMigrations, schemaDrift, writeMigration } from '../src/platform/database/migration-engine.ts';

const usage = `npm run migrate              applies the migrations that the database in DATABASE_URL lacks
npm run migrate -- --demo    the same for the demo's own database
npm run migrate:new -- name  writes a migration from the difference between prisma/schema.prisma and the migrations
npm run migrate:check        fails when prisma/schema.prisma and the migrations do not agree`;

const end = (code: number, sentence: string): never => {
  console.error(sentence);
  process.exit(code);
};

const readOptions = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        demo: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch {
    return end(2, usage);
  }
};

/** A server of our own is part of the development tools: a production install, which leaves them out, never asks for it. */
const ownDatabase = async (dataDir?: string) => {
  const { startEmbeddedDatabase } = await import('../lab/postgres/embedded-database.ts');
  return startEmbeddedDatabase(dataDir === undefined ? {} : { dataDir, durable: true });
};

/** Comparing needs an empty database of its own, never a real one. */
const onScratchDatabase = async <T>(work: (url: string) => Promise<T>): Promise<T> => {
  const database = await ownDatabase();
  try {
    return await work(database.url());
  } finally {
    await database.stop();
  }
};

const applyTo = async (url: string): Promise<void> => {
  const place = databasePlace(url);
  const onWait = (): void => {
    console.error(`Waiting for Postgres at ${place}, up to 30 s`);
  };
  try {
    const applied = await withDatabase(url, { waitMs: 30_000, onWait }, () => applyMigrations(url));
    console.log(
      applied.length === 0
        ? `The database at ${place} is up to date.`
        : `Applied to the database at ${place}: ${applied.join(', ')}`,
    );
  } catch (error) {
    const trouble = databaseTrouble(error, url);
    if (trouble === null) throw error;
    end(1, trouble);
  }
};

const applyToDemo = async (): Promise<void> => {
  const database = await ownDatabase(join(import.meta.dirname, '../.data/postgres'));
  try {
    await applyTo(database.url());
  } finally {
    await database.stop();
  }
};

const apply = async (demo: boolean): Promise<void> => {
  loadEnvFile();
  const url = databaseUrlOf();
  if (demo) return applyToDemo();
  if (url === null)
    return end(
      1,
      "DATABASE_URL is not set, so nothing was migrated. Set it, or run npm run migrate -- --demo for the demo's database.",
    );
  if (!/^postgres(ql)?:/.test(url) || !URL.canParse(url))
    return end(1, 'DATABASE_URL must be a Postgres address: postgresql://user:password@host:5432/dealdraft');
  await applyTo(url);
};

const writeNew = async (name: string | undefined): Promise<void> => {
  if (name === undefined || !/^[a-z0-9_]+$/.test(name))
    return end(2, 'Give the migration a name: npm run migrate:new -- add_audit_entry');
  const folder = await onScratchDatabase((url) => writeMigration(url, name));
  console.log(
    folder === null
      ? 'Schema and migrations agree: nothing to write.'
      : `Wrote ${folder}/migration.sql; read it before you commit it.`,
  );
};

const check = async (): Promise<void> => {
  const drift = await onScratchDatabase(schemaDrift);
  if (drift !== null)
    end(
      1,
      `prisma/schema.prisma and prisma/migrations differ; run npm run migrate:new -- <name>. The difference:\n\n${drift}`,
    );
  console.log('Schema and migrations agree.');
};

const { values, positionals } = readOptions();
const [command, name] = positionals;
if (values.help) console.log(usage);
else if (command === 'apply') await apply(values.demo);
else if (command === 'new') await writeNew(name);
else if (command === 'check') await check();
else end(2, usage);
