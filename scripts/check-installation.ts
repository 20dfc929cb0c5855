// npm run check:installation: types what README and docs/operations.md tell an operator to type, in a fresh clone of HEAD,
// against a real Postgres, until /readyz answers 200. Fails when a command fails, and when a document tells a command that
// nothing here types.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  accessTokens,
  appClientSecret,
  appId,
  northwindPortalId,
  oauthClientId,
} from '../sandbox/hubspot/state/accounts.ts';
import { startHubSpotSandbox } from '../sandbox/hubspot/start.ts';
import { sandboxCredentials } from '../sandbox/spotdraft/seed/seed.ts';
import { startSpotDraftSandbox } from '../sandbox/spotdraft/start.ts';
import { startEmbeddedDatabase } from '../lab/postgres/embedded-database.ts';
import { nextColumn, publish, publishNext } from './installation/clone.ts';
import { operatorEnvironment, type, typeAndStop, type Place } from './installation/commands.ts';
import { fillInEnv, fillInSetUp } from './installation/fill-in.ts';
import { blocksOf, inlineCommands, withoutComment, type Block } from './installation/read-commands.ts';
import { freePort } from '../lab/postgres/server.ts';

const root = join(import.meta.dirname, '..');
const documents = ['README.md', 'docs/operations.md'];

/** Commands that are told and not typed here, and what does it instead. */
const checkedElsewhere: Record<string, string> = {
  'npm run demo': 'test/integration/demo/demo.test.ts',
  'npm run demo -- --fresh': 'test/integration/demo/demo.test.ts',
  'npm run demo -- --exit': 'test/integration/demo/demo.test.ts',
  'npm run demo -- --help': 'test/integration/demo/demo.test.ts',
  'npm test': 'the step of CI that runs all tests',
  'npm ci --ignore-scripts': 'nothing: it names a policy, and the command after it is typed',
  'npm run rehearse': 'its own test, on both stand-ins; it asks for accounts',
  'hs project upload --profile production': 'check:extensions; an upload needs a HubSpot account',
};

const say = (text: string): void => {
  console.log(text);
};

const scratch = await mkdtemp(join(tmpdir(), 'dealdraft-installation-'));
await using opened = new AsyncDisposableStack();
opened.defer(() => rm(scratch, { recursive: true, force: true }));

const database = await startEmbeddedDatabase();
opened.defer(database.stop);
const hubspot = await startHubSpotSandbox();
opened.defer(() => hubspot.close());
const spotdraft = await startSpotDraftSandbox();
opened.defer(() => spotdraft.close());

const port = await freePort();
const healthPort = await freePort();
const origin = `http://127.0.0.1:${String(port)}`;
const clone = join(scratch, 'dealdraft');
const { clientId, clientSecret } = sandboxCredentials.production;
const env = {
  ...operatorEnvironment(),
  // The names that set-up.json tells.
  HUBSPOT_TOKEN: accessTokens[northwindPortalId] ?? '',
  SPOTDRAFT_UAT_SECRET: clientSecret,
};

/** What the operator fills in, as soon as a command has made the file. */
const fillIn = async (): Promise<void> => {
  await fillInEnv(clone, {
    DATABASE_URL: database.url(),
    PUBLIC_ORIGIN: origin,
    SECRET_KEYS: `check:${Buffer.alloc(32, 7).toString('base64')}`,
    HUBSPOT_APP_ID: String(appId),
    HUBSPOT_CLIENT_ID: oauthClientId,
    HUBSPOT_CLIENT_SECRET: appClientSecret,
    HUBSPOT_API_ORIGIN: hubspot.origin,
    PORT: String(port),
    HEALTH_PORT: String(healthPort),
    STOP_DRAIN_MS: '200',
  });
  const workspace = { baseUrl: spotdraft.origin, environment: 'production', clientId };
  await fillInSetUp(clone, (each) => ({ ...each, ...workspace, userEmail: undefined }), {
    portalId: northwindPortalId,
    accessToken: 'HUBSPOT_TOKEN',
  });
};

const done = new Set<string>();

const isService = (command: string): boolean => /^npm start\b(?!.*--help)|src\/main\.ts$/.test(command);

const run = async (told: string, place: Place = { cwd: clone, env }): Promise<void> => {
  const command = told.replace('<base URL>', spotdraft.origin).replaceAll('/srv/dealdraft', clone);
  say(`  $ ${told}`);
  const begun = performance.now();
  if (isService(command)) {
    await typeAndStop(command, place, `http://127.0.0.1:${String(healthPort)}/readyz`);
  } else await type(command, place);
  await fillIn();
  done.add(told);
  say(`      ${((performance.now() - begun) / 1000).toFixed(0)} s`);
};

const texts = new Map<string, string>();
for (const path of documents) texts.set(path, await readFile(join(root, path), 'utf8'));
const blocks = [...texts.values()].flatMap(blocksOf);

const blockNamed = (name: string): Block => {
  const block = blocks.find((each) => each.name === name);
  if (block === undefined) throw new Error(`No block \`\`\`sh ${name} in ${documents.join(', ')}.`);
  return block;
};

const runBlock = async (name: string, more: Record<string, string> = {}): Promise<void> => {
  say(`\n${name}`);
  for (const line of blockNamed(name).lines)
    await run(withoutComment(line), { cwd: clone, env: { ...env, ...more } });
};

const check = async (): Promise<void> => {
  const published = join(scratch, 'origin.git');
  await publish(root, published, { env });
  await type(`git clone --quiet '${published}' '${clone}'`, { cwd: scratch, env });
  say(
    `A fresh clone of HEAD, with Node ${await type('node --version', { cwd: clone, env })} and npm ${await type('npm --version', { cwd: clone, env })}`,
  );

  await runBlock('install');
  await runBlock('roles');
  await runBlock('set-up');
  say('\nsystemd');
  const unit = blockNamed('systemd').lines.find((line) => line.startsWith('ExecStart=')) ?? '';
  await run(unit.slice('ExecStart='.length));
  say('\nqueries');
  await runQueries();
  await publishNext(published, join(scratch, 'next'), { env });
  // As on many servers: without the packages that only development needs.
  await runBlock('upgrade', { NODE_ENV: 'production' });
  await expectNewClient();

  say('\nwhat else the documents tell to type');
  for (const [path, text] of texts) {
    for (const command of inlineCommands(text)) {
      const elsewhere = checkedElsewhere[command];
      if (done.has(command) || elsewhere !== undefined) continue;
      try {
        await run(command);
      } catch (error) {
        throw new Error(
          `${path} tells to type it, and it fails: ${error instanceof Error ? error.message : ''}`,
          { cause: error },
        );
      }
    }
  }
  for (const { name, language, lines } of blocks) {
    const missed = lines
      .map(withoutComment)
      .filter((line) => !done.has(line) && checkedElsewhere[line] === undefined);
    if (language === 'sh' && missed.length > 0)
      throw new Error(`Told in the block "${name}", and typed by nothing: ${missed.join(', ')}`);
  }
};

/** The queries that the runbook begins with. */
const runQueries = async (): Promise<void> => {
  const client = new Client({ connectionString: database.url() });
  await client.connect();
  try {
    const statements = blocks.filter(({ language }) => language === 'sql').flatMap(({ lines }) => lines);
    for (const line of statements.filter((each) => !each.startsWith('--'))) await client.query(line);
    say(`  ${String(statements.length)} lines`);
  } finally {
    await client.end();
  }
};

const expectNewClient = async (): Promise<void> => {
  const schema = await readFile(join(clone, 'prisma/schema.prisma'), 'utf8');
  const folder = /^\s*output\s*=\s*"(.+)"/m.exec(schema)?.[1] ?? '';
  const model = await readFile(join(clone, 'prisma', folder, 'models/Portal.ts'), 'utf8').catch(() => '');
  if (!model.includes(nextColumn)) throw new Error('The upgrade kept the old database client.');
};

try {
  await check();
  say('\nAll of it works as the documents tell.');
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
