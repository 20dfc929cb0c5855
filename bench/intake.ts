import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Pool as DatabasePool } from 'pg';
import { Pool } from 'undici';
import { appClientSecret } from '../sandbox/hubspot/state/accounts.ts';
import { sandboxCredentials } from '../sandbox/spotdraft/seed/seed.ts';
import { signatureHeader, signBody } from '../sandbox/spotdraft/webhooks/signature.ts';
import { portalId, startWorld, type World } from '../lab/world/world.ts';
import { report } from './report.ts';
import { startProgram, type Program } from './service.ts';
import { ms, quantile } from './table.ts';

const connections = 32;
const seconds = 6;
const eventsPerCall = 100;

type Load = { perSecond: number; p50: number; p99: number; refused: number };

let number = 0;
/** A notice that nobody sent before. */
const notice = (): Buffer => {
  number += 1;
  return Buffer.from(
    JSON.stringify({
      activity: 'CONTRACT_DATA_UPDATED',
      contract_id: 50_000 + (number % 1000),
      contract_status: 'DRAFT',
      contract_title: `Contract ${String(number % 1000)}`,
      activity_data: {
        timestamp: new Date(Date.UTC(2026, 10, 1) + number).toISOString(),
        performed_by: { name: 'Ines Admin', email: 'ines.admin@northwind.example' },
        note: 'x'.repeat(500),
      },
    }),
  );
};

/** As fast as so many callers get answers. */
const closed = async (call: () => Promise<boolean>, lanes: number = connections): Promise<Load> => {
  const times: number[] = [];
  let refused = 0;
  const begun = performance.now();
  const end = begun + seconds * 1000;
  const lane = async (): Promise<void> => {
    while (performance.now() < end) {
      const started = performance.now();
      if (!(await call())) refused += 1;
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const took = (performance.now() - begun) / 1000;
  return { perSecond: times.length / took, p50: quantile(times, 0.5), p99: quantile(times, 0.99), refused };
};

/** At a given rate, whether or not the answers keep up. */
const open = async (call: () => Promise<boolean>, perSecond: number): Promise<Load> => {
  const times: number[] = [];
  let refused = 0;
  const calls: Promise<void>[] = [];
  const begun = performance.now();
  const one = async (due: number): Promise<void> => {
    if (!(await call())) refused += 1;
    times.push(performance.now() - due);
  };
  for (let sent = 0; performance.now() < begun + seconds * 1000; await wait(1))
    for (; sent < ((performance.now() - begun) / 1000) * perSecond; sent += 1)
      calls.push(one(performance.now()));
  await Promise.all(calls);
  const took = (performance.now() - begun) / 1000;
  return { perSecond: times.length / took, p50: quantile(times, 0.5), p99: quantile(times, 0.99), refused };
};

/** The limit: the same rows by one prepared statement a call over as many connections, and nothing else. */
const raw = async (world: World): Promise<Load> => {
  const pool = new DatabasePool({ connectionString: world.databaseUrl, max: connections });
  try {
    return await closed(async () => {
      const body = notice();
      await pool.query({
        name: 'raw',
        text: `INSERT INTO "delivery" ("id", "portalId", "source", "scope", "workspaceId", "dedupeKey", "body", "headers", "activity", "receivedAt")
          VALUES (gen_random_uuid(), $1, 'spotdraft', $2, $3::uuid, $4, $5, '{}', 'CONTRACT_DATA_UPDATED', now()) ON CONFLICT DO NOTHING`,
        values: [portalId, world.workspaceId, world.workspaceId, `raw ${String(number)}`, body],
      });
      return true;
    });
  } finally {
    await pool.end();
  }
};

/** The twin: what a handler does that stores each call by itself, its row and its job in a transaction of their own. */
const oneByOne = (world: World): Promise<Load> =>
  closed(async () => {
    const body = notice();
    const dedupeKey = `twin ${String(number)}`;
    await world.db.$transaction(async (tx) => {
      const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
      const { id } = await tx.delivery.create({
        data: {
          portalId,
          source: 'spotdraft',
          scope: workspace.id,
          workspaceId: workspace.id,
          dedupeKey,
          body: new Uint8Array(body),
        },
        select: { id: true },
      });
      await world.app.deps.enqueue(tx, 'delivery.apply', { payload: { portalId, deliveryId: id } });
    });
    return true;
  });

const spotdraftCall = (world: World, pool: Pool, token: string) => async (): Promise<boolean> => {
  const body = notice();
  const answer = await pool.request({
    method: 'POST',
    path: `/webhooks/spotdraft/${token}`,
    headers: {
      'content-type': 'application/json',
      [signatureHeader]: signBody(sandboxCredentials.production.hmacKey, body),
    },
    body,
  });
  await answer.body.dump();
  return answer.statusCode === 200;
};

const hubspotCall =
  (pool: Pool, { port }: Program) =>
  async (): Promise<boolean> => {
    const events = Array.from({ length: eventsPerCall }, () => {
      number += 1;
      return {
        subscriptionType: 'object.propertyChange',
        objectTypeId: '0-3',
        portalId,
        occurredAt: Date.UTC(2026, 10, 1) + number,
        objectId: 900_000 + (number % 5_000),
        propertyName: 'amount',
        propertyValue: String(number),
        subscriptionId: 1,
        eventId: number,
      };
    });
    const body = JSON.stringify(events);
    const path = '/webhooks/hubspot';
    const timestamp = String(Date.now());
    const signed = `POST${`http://127.0.0.1:${String(port)}`}${path}${body}${timestamp}`;
    const answer = await pool.request({
      method: 'POST',
      path,
      headers: {
        'content-type': 'application/json',
        'x-hubspot-request-timestamp': timestamp,
        'x-hubspot-signature-v3': createHmac('sha256', appClientSecret).update(signed).digest('base64'),
      },
      body,
    });
    await answer.body.dump();
    return answer.statusCode === 200;
  };

/** Signed webhooks to a web process of its own, each answered when it is stored. Nothing is applied meanwhile. */
export const benchIntake = async (databaseUrl: string): Promise<void> => {
  const world = await startWorld({ databaseUrl, role: 'web' });
  const web = await startProgram(world, 'web');
  const pool = new Pool(`http://127.0.0.1:${String(web.port)}`, { connections });
  try {
    const { webhookToken } = await world.db.workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
    const call = spotdraftCall(world, pool, webhookToken);
    await closed(call, 4);
    const limit = await raw(world);
    const ours = await closed(call);
    const calm = await open(call, ours.perSecond / 2);
    const events = await closed(hubspotCall(pool, web), 8);
    const twin = await oneByOne(world);
    const ratio = ours.perSecond / limit.perSecond;
    const memoryMb = await web.residentMb();
    const row = (name: string, { perSecond, p50, p99, refused }: Load, of = 1): string[] => [
      name,
      (perSecond * of).toFixed(0),
      ms(p50),
      ms(p99),
      String(refused),
    ];
    report(
      'intake',
      {
        limit,
        ours,
        ratio,
        atHalf: calm,
        hubspotEventsPerSecond: events.perSecond * eventsPerCall,
        twin,
        memoryMb,
      },
      {
        title: `Taking in signed webhooks over ${String(connections)} connections: ${ratio.toFixed(2)} of the limit, web process ${memoryMb.toFixed(0)} MB`,
        rows: [
          ['', 'a second', 'median', 'p99', 'refused'],
          row('The limit: raw prepared inserts of the same rows', limit),
          row('DealDraft, as fast as it answers', ours),
          row('DealDraft, at half that rate', calm),
          row(`DealDraft, HubSpot's events (${String(eventsPerCall)} a call)`, events, eventsPerCall),
          row('The twin: a transaction for each call, without HTTP', twin),
        ],
      },
    );
    if (ours.refused + calm.refused + events.refused > 0) throw new Error('A call was refused.');
  } finally {
    await pool.close();
    await web.stop();
    await world.stop();
  }
};
