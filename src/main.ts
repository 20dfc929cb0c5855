import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { loadEnvFile, readConfig } from './config.ts';
import { databasePlace } from './platform/database/database-trouble.ts';
import { withDatabase } from './platform/database/with-database.ts';
import { explainStart } from './explain-start.ts';
import { createLog } from './platform/log.ts';
import { helpText, readOptions } from './main-options.ts';

const options = readOptions(process.argv.slice(2));
if (!options.ok) {
  process.stderr.write(`${options.failure}\n`);
  process.exit(2);
}
const { role, help } = options.value;
if (help) {
  process.stdout.write(helpText());
  process.exit(0);
}

loadEnvFile();
const read = readConfig();
if (!read.ok) {
  const lines = read.faults.map(({ name, fault, purpose }) => `${name} ${fault} — ${purpose}`);
  // A person at a terminal reads a list; whatever collects logs reads one event a line.
  if (process.stderr.isTTY)
    process.stderr.write(`DealDraft can't start. Set these variables first:\n  ${lines.join('\n  ')}\n`);
  else for (const line of lines) createLog('info').fatal({ role }, `DealDraft can't start: ${line}`);
  process.exit(1);
}

const { config } = read;
const log = createLog(config.LOG_LEVEL).child({ role });
// What an earlier start compiled is not compiled again: two fifths of a start's work. Where the folder can't be written, nothing
// is kept. It's ours and not the system's temporary one, where others could leave code for us to run.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compiled'));
/** Loaded late: without the generated client nothing of the service can be, and that has a sentence. */
const { startApp } = await import('./app.ts').catch((error: unknown) => {
  const isClient = error instanceof Error && error.message.includes('/generated/');
  log.fatal(
    isClient ? {} : { err: error },
    `DealDraft can't start: ${isClient ? 'the Prisma client is not generated. Run npm run generate.' : 'this is a bug'}`,
  );
  process.exit(1);
});
const place = databasePlace(config.DATABASE_URL);
const seconds = String(Math.round(config.DATABASE_WAIT_MS / 1000));
const app = await withDatabase(
  config.DATABASE_URL,
  {
    waitMs: config.DATABASE_WAIT_MS,
    onWait: () => {
      log.warn(`Waiting for Postgres at ${place}, up to ${seconds} s`);
    },
  },
  () => startApp({ config, role }),
).catch((error: unknown) => {
  const reason = explainStart(error, config);
  log.fatal(reason === null ? { err: error } : {}, `DealDraft can't start: ${reason ?? 'this is a bug'}`);
  process.exit(1);
});
log.info({ port: app.port, host: config.HOST, publicOrigin: config.PUBLIC_ORIGIN }, 'DealDraft is running');

let asked = false;
const stop = (signal: string): void => {
  if (asked) {
    log.warn({ signal }, 'Told twice: stopping at once');
    process.exit(130);
  }
  asked = true;
  // Whoever presses Ctrl+C at a terminal has no load balancer that must notice first.
  const drainMs = signal === 'SIGTERM' ? config.STOP_DRAIN_MS : 0;
  log.info({ signal, drainMs }, 'DealDraft is stopping: no longer ready, finishing what is in hand');
  app.stop({ drainMs }).then(
    () => {
      log.info('DealDraft has stopped');
      process.exit(0);
    },
    (error: unknown) => {
      log.error({ err: error }, 'DealDraft could not stop in order');
      process.exit(1);
    },
  );
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
// After a bug that nobody caught the state is unknown: what is stored is safe, and a fresh process goes on with it.
process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'an error that nobody caught');
  process.exit(1);
});
process.on('unhandledRejection', (error) => {
  log.fatal({ err: error }, 'a rejection that nobody caught');
  process.exit(1);
});
