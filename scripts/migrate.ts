// npm run migrate            applies what is missing to DATABASE_URL (or the demo's embedded database)
// npm run migrate:new -- x   writes prisma/migrations/<time>_x from the difference between migrations and schema
// npm run migrate:check      fails when migrations and schema.prisma do not agree
import { join } from 'node:path';
import { startEmbeddedDatabase } from './embedded-database.ts';
import { applyMigrations, schemaDrift, writeMigration } from './migration-engine.ts';

const [command, name] = process.argv.slice(2);

/** Comparing needs an empty database of its own, never a real one. */
const onScratchDatabase = async <T>(work: (url: string) => Promise<T>): Promise<T> => {
  const database = await startEmbeddedDatabase();
  try {
    return await work(database.url());
  } finally {
    await database.stop();
  }
};

const apply = async (): Promise<void> => {
  const configured = process.env['DATABASE_URL'];
  const database =
    configured === undefined
      ? await startEmbeddedDatabase({
          dataDir: join(import.meta.dirname, '../.data/postgres'),
          durable: true,
        })
      : null;
  try {
    const applied = await applyMigrations(configured ?? database?.url() ?? '');
    console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`);
  } finally {
    await database?.stop();
  }
};

switch (command) {
  case 'apply':
    await apply();
    break;
  case 'new': {
    if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
      console.error('Give the migration a name: npm run migrate:new -- add_audit_entry');
      process.exit(2);
    }
    const folder = await onScratchDatabase((url) => writeMigration(url, name));
    console.log(
      folder === null
        ? 'Schema and migrations agree: nothing to write.'
        : `Wrote ${folder}/migration.sql; read it before you commit it.`,
    );
    break;
  }
  case 'check': {
    const drift = await onScratchDatabase(schemaDrift);
    if (drift !== null) {
      console.error(
        `prisma/schema.prisma and prisma/migrations differ; run npm run migrate:new -- <name>. The difference:\n\n${drift}`,
      );
      process.exit(1);
    }
    console.log('Schema and migrations agree.');
    break;
  }
  default:
    console.error('Usage: node scripts/migrate.ts apply | new <name> | check');
    process.exit(2);
}
