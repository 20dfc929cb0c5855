import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'undici';
import { sandboxCredentials } from '../sandbox/spotdraft/seed/seed.ts';
import { signatureHeader, signBody } from '../sandbox/spotdraft/webhooks/signature.ts';
import { portalId, startWorld, until, type World } from '../lab/world/world.ts';
import { report } from './report.ts';
import { startProgram, type Program } from './service.ts';
import { ms, quantile } from './table.ts';

const sizes = [1_000, 10_000];
const connections = 32;
const singles = 20;
/** So many go one by one; what that takes grows with their number, since a limit sets it. */
const twinSample = 40;
const firstId = 400_000;

type Contract = { dealId: string; numericId: number };
type Step = { activity: string; status: string; property: string };
const first: Step = { activity: 'CONTRACT_SENT_TO_COUNTERPARTY', status: 'REDLINING', property: 'review' };

const seed = async (world: World, count: number): Promise<Contract[]> => {
  const createdAt = new Date(Date.now() - 3_600_000);
  const contracts = world.hubspot.control
    .seedDeals(count)
    .map((dealId, index) => ({ dealId, numericId: firstId + index }));
  await world.db.contract.createMany({
    data: contracts.map(({ dealId, numericId }) => ({
      portalId,
      workspaceId: world.workspaceId,
      dealId,
      spotdraftId: `T-${String(numericId)}`,
      numericId,
      name: `Contract ${String(numericId)}`,
      origin: 'linked',
      status: 'DRAFT',
      statusAt: createdAt,
      statusMicros: BigInt(createdAt.getTime()) * 1000n,
      statusFrom: 'created',
      verifiedAt: createdAt,
      createdAt,
    })),
  });
  for (const table of ['contract', 'delivery', 'deal_projection'])
    await world.db.$executeRawUnsafe(`ANALYZE "${table}"`);
  return contracts;
};

const sender = (pool: Pool, token: string) => {
  const send = async (body: Buffer, signature: string): Promise<void> => {
    const answer = await pool.request({
      method: 'POST',
      path: `/webhooks/spotdraft/${token}`,
      headers: { 'content-type': 'application/json', [signatureHeader]: signature },
      body,
    });
    await answer.body.dump();
    // As SpotDraft does: what was not taken comes again.
    if (answer.statusCode !== 200) return wait(200).then(() => send(body, signature));
  };
  return ({ numericId }: Contract, { activity, status }: Step): Promise<void> => {
    const body = Buffer.from(
      JSON.stringify({
        activity,
        contract_id: numericId,
        contract_status: status,
        contract_title: `Contract ${String(numericId)}`,
        activity_data: { timestamp: new Date().toISOString() },
      }),
    );
    return send(body, signBody(sandboxCredentials.production.hmacKey, body));
  };
};

const shown = (world: World, { dealId }: Contract): string | null | undefined =>
  world.hubspot.control.record('deals', dealId, portalId).properties['dealdraft_status'];

/** What no service could do without: the same deals by nothing but calls of a hundred, under the same shared limit. */
const bare = async (world: World, contracts: readonly Contract[]): Promise<number> => {
  const client = await world.app.deps.vendors.hubspot(portalId, 'background');
  if (!client.ok) throw new Error(client.failure.message);
  const rows = await world.db.dealProjection.findMany({
    where: { portalId, dealId: { in: contracts.map(({ dealId }) => dealId) } },
  });
  const started = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let start = next; start < rows.length; start = next) {
      next = start + 100;
      const answer = await client.value.writeDeals(
        rows.slice(start, next).map(({ dealId, desired }) => ({
          id: dealId,
          properties: { ...(desired as Record<string, string>), dealdraft_template: String(start) },
        })),
      );
      if (!answer.ok) throw new Error(answer.failure.text.log);
    }
  };
  await Promise.all([lane(), lane()]);
  return (performance.now() - started) / 1000;
};

/** The twin: a flow that reads the contract and writes its deal, for each event. */
const oneByOne = async (world: World, contracts: readonly Contract[]): Promise<number> => {
  const spotdraft = await world.app.deps.vendors.spotdraft(world.workspaceId, 'background');
  const hubspot = await world.app.deps.vendors.hubspot(portalId, 'background');
  if (!spotdraft.ok || !hubspot.ok) throw new Error('not connected');
  const started = performance.now();
  for (const { dealId, numericId } of contracts.slice(0, twinSample)) {
    // SpotDraft does not have it; the call costs as much.
    await spotdraft.value.getStatus({ composite: `T-${String(numericId)}`, numeric: numericId });
    await hubspot.value.updateDeal(dealId, { dealdraft_status: 'voided' });
  }
  return ((performance.now() - started) / 1000 / twinSample) * contracts.length;
};

const watchMemory = (programs: readonly Program[]): (() => Promise<number[]>) => {
  const most = programs.map(() => 0);
  let isOn = true;
  const watch = (async () => {
    while (isOn) {
      const now = await Promise.all(programs.map((program) => program.residentMb()));
      for (const [index, mb] of now.entries()) most[index] = Math.max(most[index] ?? 0, mb);
      await wait(500);
    }
  })();
  return async () => {
    isOn = false;
    await watch;
    return most;
  };
};

const runSize = async (databaseUrl: string, count: number): Promise<void> => {
  const world = await startWorld({ databaseUrl, role: 'web' });
  const programs = [await startProgram(world, 'web'), await startProgram(world, 'worker')];
  const pool = new Pool(`http://127.0.0.1:${String(programs[0]?.port ?? 0)}`, { connections });
  try {
    const { webhookToken } = await world.db.workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
    const tell = sender(pool, webhookToken);
    const contracts = await seed(world, count + singles);
    const alone = contracts.splice(0, singles);
    const times: number[] = [];
    for (const contract of alone) {
      const started = performance.now();
      await tell(contract, first);
      while (shown(world, contract) !== first.property) await wait(2);
      times.push(performance.now() - started);
      await wait(300);
    }
    const before = { s: world.spotdraft.control.stats(), h: world.hubspot.control.stats() };
    const memory = watchMemory(programs);
    const started = performance.now();
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let mine = contracts[next++]; mine !== undefined; mine = contracts[next++])
        await tell(mine, first);
    };
    await Promise.all(Array.from({ length: connections }, lane));
    const takenIn = (performance.now() - started) / 1000;
    let left = contracts;
    await until(
      'every deal is true',
      () => (left = left.filter((contract) => shown(world, contract) !== first.property)).length === 0,
      600_000,
    );
    const seconds = (performance.now() - started) / 1000;
    const memoryMb = await memory();
    const after = { s: world.spotdraft.control.stats(), h: world.hubspot.control.stats() };
    const calls = after.s.total - before.s.total + after.h.total - before.h.total;
    const throttled = after.s.throttled - before.s.throttled + after.h.throttled - before.h.throttled;
    // HubSpot's window must be free again, or the limit would be measured twice.
    await wait(10_500);
    const limit = await bare(world, contracts);
    const twin = await oneByOne(world, contracts);
    const figures = {
      contracts: count,
      seconds,
      takenIn,
      limit,
      ratio: seconds / limit,
      twin,
      callsPerContract: calls / count,
      throttled,
      single: { p50: quantile(times, 0.5), p95: quantile(times, 0.95) },
      memoryMb: { web: memoryMb[0], worker: memoryMb[1] },
    };
    report('storm', figures, {
      title: `${count.toLocaleString('en')} contracts change at once: until every deal is true`,
      rows: [
        ['', 'seconds', 'vendor calls a contract', '429s'],
        ['The limit: the same deals by bare calls of a hundred', limit.toFixed(2), '0.010', ''],
        [
          'DealDraft, from the first webhook',
          seconds.toFixed(2),
          (calls / count).toFixed(4),
          String(throttled),
        ],
        ['  of which until all webhooks were answered', takenIn.toFixed(2), '', ''],
        [`The twin: one read, one write for each (from ${String(twinSample)})`, twin.toFixed(0), '2', ''],
        [
          `DealDraft is ${(seconds / limit).toFixed(2)} × the limit, 1/${(twin / seconds).toFixed(0)} of the twin`,
          '',
          '',
          '',
        ],
        [
          `A single change on a quiet system: median ${ms(figures.single.p50)}, p95 ${ms(figures.single.p95)}`,
          '',
          '',
          '',
        ],
        [
          `Memory at most: web ${(memoryMb[0] ?? 0).toFixed(0)} MB, worker ${(memoryMb[1] ?? 0).toFixed(0)} MB`,
          '',
          '',
          '',
        ],
      ],
    });
    if (throttled > 0) throw new Error('A vendor answered 429.');
  } finally {
    await pool.close();
    for (const program of programs) await program.stop();
    await world.stop();
  }
};

/** Contracts change at once, through a web and a worker process; their deals must say so, under the vendors' own limits. */
export const benchStorm = async (databaseUrl: string): Promise<void> => {
  for (const size of sizes) await runSize(databaseUrl, size);
};
