import { parseArgs } from 'node:util';
import { startApp, type Role } from './app.ts';
import { readConfig } from './config.ts';
import { withDatabase } from './platform/database/with-database.ts';

const roles: readonly Role[] = ['web', 'worker', 'both'];

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const roleOf = (): Role => {
  const { values } = parseArgs({ options: { role: { type: 'string', default: 'both' } }, strict: false });
  const role = roles.find((each) => each === values.role);
  if (role !== undefined) return role;
  say(`--role takes web, worker or both, not "${String(values.role)}".`);
  process.exit(2);
};

const role = roleOf();
const read = readConfig();
if (!read.ok) {
  say('DealDraft cannot start: its configuration is not complete.');
  for (const { name, fault, purpose } of read.faults) say(`  ${name} ${fault} — ${purpose}`);
  process.exit(1);
}

const { config } = read;
const app = await withDatabase(config.DATABASE_URL, { waitMs: config.DATABASE_WAIT_MS }, () =>
  startApp({ config, role }),
).catch((error: unknown) => {
  say(`DealDraft cannot start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
say(`DealDraft is running (${role})${app.port === null ? '' : ` on port ${String(app.port)}`}.`);

let asked = false;
const stop = (signal: string): void => {
  if (asked) {
    say('Told twice: stopping at once.');
    process.exit(130);
  }
  asked = true;
  say(`${signal}: finishing what is in hand.`);
  app.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      say(`Could not stop in order: ${error instanceof Error ? error.message : String(error)}`);
      process.exit(1);
    },
  );
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
// After a bug that nobody caught the state is unknown: what is stored is safe, and a fresh process goes on with it.
process.on('uncaughtException', (error) => {
  app.deps.log.fatal({ err: error }, 'an error that nobody caught');
  process.exit(1);
});
process.on('unhandledRejection', (error) => {
  app.deps.log.fatal({ err: error }, 'a rejection that nobody caught');
  process.exit(1);
});
