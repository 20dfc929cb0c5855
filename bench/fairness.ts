import { randomUUID } from 'node:crypto';
import { createIntake, type Notice } from '../src/features/inbox/intake.ts';
import { openStatements } from '../src/platform/database/statements.ts';
import { portalId, startWorld, until, type World } from '../lab/world/world.ts';
import { report } from './report.ts';
import { startProgram } from './service.ts';
import { ms, quantile } from './table.ts';

const waiting = 50_000;
const looks = 15;
const quietPortal = 7_700_001;
const contractsOfNoisy = 2_000;
const longAgo = new Date(Date.UTC(2026, 9, 1));

/** Contracts of a portal, without the deals at HubSpot: what is measured ends before they are written. */
const seedContracts = (
  world: World,
  { portal, workspaceId, count }: { portal: number; workspaceId: string; count: number },
): Promise<number> => world.db.$executeRaw`
  INSERT INTO "contract" ("id", "portalId", "workspaceId", "dealId", "spotdraftId", "numericId", "name", "origin", "status", "statusAt", "statusMicros",
    "statusFrom", "verifiedAt", "createdAt", "updatedAt", "people")
  SELECT gen_random_uuid(), ${portal}, ${workspaceId}::uuid, (n % 500)::text, 'T-' || n, n, 'Contract ' || n, 'linked', 'DRAFT', ${longAgo}::timestamptz,
    (extract(epoch FROM ${longAgo}::timestamptz) * 1000000)::bigint, 'created', ${longAgo}::timestamptz, ${longAgo}::timestamptz, now(), '{}'::jsonb
  FROM generate_series(1, ${count}::int) AS n`;

const connectQuiet = async (world: World): Promise<string> => {
  const workspaceId = randomUUID();
  await world.db.portal.create({ data: { portalId: quietPortal } });
  await world.db.workspace.create({
    data: {
      id: workspaceId,
      portalId: quietPortal,
      environment: 'production',
      name: 'Quiet',
      baseUrl: world.spotdraft.origin,
      clientId: 'quiet',
      clientSecret: 'sealed',
      hmacKey: 'sealed',
      webhookToken: randomUUID().replaceAll('-', ''),
    },
  });
  await seedContracts(world, { portal: quietPortal, workspaceId, count: 10 });
  return workspaceId;
};

const fill = (world: World): Promise<number> => world.db.$executeRaw`
  INSERT INTO "delivery" ("id", "portalId", "source", "scope", "workspaceId", "dedupeKey", "activity", "body", "receivedAt")
  SELECT gen_random_uuid(), ${portalId}, 'spotdraft', ${world.workspaceId}, ${world.workspaceId}::uuid, 'noisy ' || n, 'CONTRACT_DATA_UPDATED',
    convert_to(jsonb_build_object('activity', 'CONTRACT_DATA_UPDATED', 'contract_id', 1 + n % ${contractsOfNoisy}::int, 'contract_status', 'DRAFT',
      'contract_title', 'Contract', 'activity_data', jsonb_build_object('timestamp', to_char(${longAgo}::timestamptz + n * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))::text, 'UTF8'),
    ${longAgo}::timestamptz + n * interval '1 millisecond'
  FROM generate_series(1, ${waiting}::int) AS n`;

/** One portal has fifty thousand deliveries waiting; another's come one by one. How long do they wait? */
export const benchFairness = async (databaseUrl: string): Promise<void> => {
  const world = await startWorld({ databaseUrl, role: 'web' });
  const statements = openStatements(world.databaseUrl, 2);
  const intake = createIntake(statements, () => new Date());
  const worker = await startProgram(world, 'worker');
  try {
    const quiet = await connectQuiet(world);
    await seedContracts(world, { portal: portalId, workspaceId: world.workspaceId, count: contractsOfNoisy });
    const notice = (step: number): Notice => ({
      portalId: quietPortal,
      source: 'spotdraft',
      scope: quiet,
      workspaceId: quiet,
      dedupeKey: `quiet ${String(step)}`,
      body: Buffer.from(
        JSON.stringify({
          activity: 'CONTRACT_DATA_UPDATED',
          contract_id: 1 + (step % 10),
          contract_status: 'DRAFT',
          activity_data: { timestamp: new Date(longAgo.getTime() + step * 1000).toISOString() },
        }),
      ),
      headers: {},
      activity: 'CONTRACT_DATA_UPDATED',
      dealId: null,
    });
    let step = 0;
    const measure = async (): Promise<number[]> => {
      const times: number[] = [];
      for (let look = 0; look < looks; look += 1) {
        const started = performance.now();
        await intake.take([notice((step += 1))]);
        const dedupeKey = `quiet ${String(step)}`;
        await until('it is applied', () =>
          world.db.delivery.findFirst({
            where: { portalId: quietPortal, dedupeKey, outcome: { not: 'pending' } },
          }),
        );
        times.push(performance.now() - started);
      }
      return times;
    };
    const calm = await measure();
    await fill(world);
    const { enqueue } = world.app.deps;
    const begun = performance.now();
    await world.db.$transaction((tx) =>
      enqueue(tx, 'inbox.apply', { payload: { portalId, scopeId: world.workspaceId } }),
    );
    const noisy = await measure();
    const left = await world.db.delivery.count({ where: { portalId, outcome: 'pending' } });
    if (left === 0) throw new Error('The noisy portal was done before the quiet one was measured.');
    await until(
      'the noisy portal is done',
      async () => (await world.db.delivery.count({ where: { portalId, outcome: 'pending' } })) === 0,
      600_000,
    );
    const seconds = (performance.now() - begun) / 1000;
    const perSecond = waiting / seconds;
    const row = (name: string, times: readonly number[]): string[] => [
      name,
      ms(quantile(times, 0.5)),
      ms(quantile(times, 1)),
    ];
    report(
      'fairness',
      {
        calm: { p50: quantile(calm, 0.5), most: quantile(calm, 1) },
        noisy: { p50: quantile(noisy, 0.5), most: quantile(noisy, 1) },
        appliedPerSecond: perSecond,
      },
      {
        title: `A portal's delivery until it is applied, while another has ${waiting.toLocaleString('en')} waiting (applied at ${perSecond.toFixed(0)} a second)`,
        rows: [
          ['', 'median', 'longest'],
          row('Nobody else', calm),
          row('Beside the noisy portal', noisy),
          ['In one line for all, the first would wait', '', `${seconds.toFixed(0)} s`],
        ],
      },
    );
  } finally {
    await worker.stop();
    await statements.close();
    await world.stop();
  }
};
