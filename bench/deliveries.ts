// node bench/deliveries.ts [--count 100000]: signed deliveries through one web and one worker process as an operator
// runs them, with the memory of both over time. Fails when either has grown by more than the limit since the first fifth.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { Pool } from 'undici';
import { appClientSecret, appId, oauthClientId } from '../sandbox/hubspot/state/accounts.ts';
import { sandboxCredentials } from '../sandbox/spotdraft/seed/seed.ts';
import { signatureHeader, signBody } from '../sandbox/spotdraft/webhooks/signature.ts';
import { startEmbeddedDatabase } from '../lab/postgres/embedded-database.ts';
import { endOnSignal } from '../lab/processes/end-on-signal.ts';
import { applyMigrations } from '../src/platform/database/migration-engine.ts';
import { freePort, portalId, startWorld, until, type World } from '../lab/world/world.ts';

const contracts = 200;
const atOnce = 16;
/** The sender waits while more than so many are not worked off: the queue's length is not what is measured. */
const mostPending = 2_000;
const growthLimitMb = 60;

// The service's processes go with this one: an end by a signal alone would leave them.
endOnSignal(() => Promise.resolve());

const { values } = parseArgs({ options: { count: { type: 'string', default: '100000' } } });
const count = Number(values.count);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const body = (index: number): Buffer => {
  // Every twentieth comes twice, every tenth is about no contract; the others are news of a contract that is known.
  const number = index % 20 === 19 ? index - 1 : index;
  const about =
    number % 10 === 5
      ? { activity: 'COUNTER_PARTY_UPDATED' }
      : {
          activity: 'CONTRACT_DATA_UPDATED',
          contract_id: 50_000 + (number % contracts),
          contract_status: 'DRAFT',
          contract_title: `Contract ${String(number % contracts)}`,
        };
  const timestamp = new Date(Date.UTC(2026, 10, 1) + number * 10).toISOString();
  return Buffer.from(
    JSON.stringify({
      ...about,
      activity_data: {
        timestamp,
        performed_by: { name: 'Ines Admin', email: 'ines.admin@northwind.example' },
        note: 'x'.repeat(500),
      },
    }),
  );
};

const seedContracts = async (world: World): Promise<void> => {
  const at = new Date(Date.UTC(2026, 9, 1));
  await world.db.contract.createMany({
    data: Array.from({ length: contracts }, (_, index) => ({
      portalId,
      workspaceId: world.workspaceId,
      dealId: String(900_000 + index),
      spotdraftId: `T-${String(50_000 + index)}`,
      numericId: 50_000 + index,
      name: `Contract ${String(index)}`,
      origin: 'linked',
      status: 'DRAFT',
      statusAt: at,
      statusMicros: BigInt(at.getTime()) * 1000n,
      statusFrom: 'created',
      verifiedAt: at,
      createdAt: at,
    })),
  });
};

const start = async (role: 'web' | 'worker', environment: Record<string, string>): Promise<ChildProcess> => {
  const child = spawn(process.execPath, ['src/main.ts', '--role', role], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  let told = '';
  child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString('utf8')));
  await until(`the ${role} process runs`, () => told.includes('is running'), 120_000);
  return child;
};

const run = promisify(execFile);
const residentMb = async ({ pid }: ChildProcess): Promise<number> =>
  Number((await run('ps', ['-o', 'rss=', '-p', String(pid)])).stdout.trim()) / 1024;

const measure = async (world: World, port: number, programs: ChildProcess[]): Promise<number[][]> => {
  const { webhookToken } = await world.db.workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
  const pool = new Pool(`http://127.0.0.1:${String(port)}`, { connections: atOnce });
  const started = performance.now();
  const samples: number[][] = [];
  let sent = 0;
  let refused = 0;
  const sample = async (): Promise<void> => {
    const resident = await Promise.all(programs.map(residentMb));
    samples.push(resident);
    const seconds = (performance.now() - started) / 1000;
    say(
      `${String(sent).padStart(8)} sent  ${seconds.toFixed(0).padStart(5)} s  web ${resident[0]?.toFixed(0) ?? '?'} MB  worker ${resident[1]?.toFixed(0) ?? '?'} MB`,
    );
  };
  const pending = (): Promise<number> => world.db.delivery.count({ where: { outcome: 'pending' } });
  const one = async (index: number): Promise<void> => {
    const content = body(index);
    const answer = await pool.request({
      method: 'POST',
      path: `/webhooks/spotdraft/${webhookToken}`,
      headers: {
        'content-type': 'application/json',
        [signatureHeader]: signBody(sandboxCredentials.production.hmacKey, content),
      },
      body: content,
    });
    await answer.body.dump();
    if (answer.statusCode !== 200) refused += 1;
  };
  const step = Math.max(1, Math.round(count / 40));
  for (let next = 0; next < count; next += step) {
    const last = Math.min(next + step, count);
    let index = next;
    const lane = async (): Promise<void> => {
      for (let mine = index++; mine < last; mine = index++) await one(mine);
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    sent = last;
    await until('the worker keeps up', async () => (await pending()) < mostPending, 600_000);
    await sample();
  }
  await until('all are worked off', async () => (await pending()) === 0, 600_000);
  await sample();
  await pool.close();
  if (refused > 0) throw new Error(`${String(refused)} deliveries were not answered 200`);
  return samples;
};

const database = await startEmbeddedDatabase({ maxConnections: 200 });
await applyMigrations(database.url());
const world = await startWorld({ databaseUrl: database.url(), role: 'web' });
await seedContracts(world);
const port = await freePort();
const environment = {
  DATABASE_URL: world.databaseUrl,
  PUBLIC_ORIGIN: `http://127.0.0.1:${String(port)}`,
  PORT: String(port),
  SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
  HUBSPOT_APP_ID: String(appId),
  HUBSPOT_CLIENT_ID: oauthClientId,
  HUBSPOT_CLIENT_SECRET: appClientSecret,
  HUBSPOT_API_ORIGIN: world.hubspot.origin,
  LOG_LEVEL: 'info',
  STOP_DRAIN_MS: '0',
};
const programs = [await start('web', environment), await start('worker', environment)];
const samples = await measure(world, port, programs);
const early = samples.slice(Math.floor(samples.length / 5), Math.floor(samples.length / 5) * 2);
const late = samples.slice(-Math.floor(samples.length / 5));
const mean = (list: number[][], which: number): number =>
  list.reduce((sum, one) => sum + (one[which] ?? 0), 0) / Math.max(1, list.length);
const growth = [0, 1].map((which) => mean(late, which) - mean(early, which));
const outcomes = await world.db.delivery.groupBy({ by: ['outcome'], _count: true });
say(`outcomes: ${outcomes.map(({ outcome, _count }) => `${outcome} ${String(_count)}`).join(', ')}`);
say(
  `growth from the second fifth to the last: web ${growth[0]?.toFixed(1) ?? '?'} MB, worker ${growth[1]?.toFixed(1) ?? '?'} MB (limit ${String(growthLimitMb)} MB)`,
);
for (const program of programs) program.kill('SIGTERM');
await world.stop();
await database.stop();
process.exit(growth.every((mb) => mb < growthLimitMb) ? 0 : 1);
