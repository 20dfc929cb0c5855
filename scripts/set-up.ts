// npm run set-up -- <file.json>: connects SpotDraft workspaces to a HubSpot account and publishes mappings.
// Secrets come from the environment, named in the file; the service's own variables are read as usual.
// set-up.example.json shows what the file holds.
import { startApp } from '../src/app.ts';
import { forCommand, loadEnvFile, readConfig } from '../src/config.ts';
import { databasePlace } from '../src/platform/database/database-trouble.ts';
import { Secret } from '../src/platform/secrets/secret.ts';
import { withDatabase } from '../src/platform/database/with-database.ts';
import { explainStart } from '../src/explain-start.ts';
import { runSetUp } from './set-up/run-set-up.ts';
import { readSetUpFile, type SetUp } from './set-up/set-up-file.ts';

const stop = (message: string): never => {
  console.error(message);
  process.exit(1);
};

/** Every secret that the file names; all that are missing are said at once, before anything is done. */
const readSecrets = ({ accessToken, erp, workspaces }: SetUp): Map<string, Secret> => {
  const names = [accessToken, erp?.key, ...workspaces.map(({ clientSecret }) => clientSecret)].filter(
    (name) => name !== undefined,
  );
  const values = new Map(names.map((name) => [name, process.env[name] ?? '']));
  const missing = [...values].filter(([, value]) => value === '').map(([name]) => name);
  if (missing.length > 0) stop(`Not set: ${missing.join(', ')}.`);
  return new Map([...values].map(([name, value]) => [name, new Secret(value)]));
};

const usage = `Usage: npm run set-up -- <file.json>

Connects SpotDraft workspaces to a HubSpot account and publishes mappings, as described in the file.
set-up.example.json shows what the file holds. Secrets stay out of the file: it names the variables that hold them.`;

const path = process.argv[2] ?? stop(usage);
if (path === '--help' || path === '-h') {
  console.log(usage);
  process.exit(0);
}
loadEnvFile();
const file = await readSetUpFile(path);
const setUp = file.ok ? file.value : stop(file.failure);
const secrets = readSecrets(setUp);
const read = readConfig({ LOG_LEVEL: 'warn', ...process.env });
const config = read.ok
  ? read.config
  : stop(read.faults.map(({ name, fault, purpose }) => `${name} ${fault} — ${purpose}`).join('\n'));

// Any free port of this machine only: nobody is to call this process.
const start = () => startApp({ config: forCommand(config), role: 'web' });
const onWait = (): void => {
  console.error(`Waiting for Postgres at ${databasePlace(config.DATABASE_URL)}`);
};
const app = await withDatabase(config.DATABASE_URL, { waitMs: config.DATABASE_WAIT_MS, onWait }, start).catch(
  (error: unknown) => {
    const reason = explainStart(error, config);
    if (reason === null) throw error;
    return stop(reason);
  },
);
try {
  const say = (line: string): void => {
    console.log(line);
  };
  const done = await runSetUp({ app, secrets, say }, setUp);
  if (!done.ok) {
    console.error(done.failure);
    process.exitCode = 1;
  }
} finally {
  await app.stop();
}
