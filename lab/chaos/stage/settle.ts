import { setTimeout as wait } from 'node:timers/promises';
import type { Stage } from './stage.ts';

const patienceMs = 120_000;
/** Jobs that come back by the clock are never through; what they start counts. */
export const recurring =
  "(name IN ('sweep.page', 'automation.tick', 'settings.tick', 'schema.watch', 'webhook.check') OR (state = 'created' AND start_after > now() + interval '10 seconds'))";
/** Nothing may be under way for so long before the run counts as quiet: a job can be between two steps. */
const quietMs = 700;

/** What is still under way, by name; empty when the service has nothing left to do. */
const underWay = async (stage: Stage): Promise<string[]> => {
  const [rows] = await stage.query<Record<string, string>>(`
    SELECT
      (SELECT string_agg(DISTINCT name || ' ' || state::text, ', ') FROM pgboss.job
        WHERE state < 'completed' AND name <> 'dead-letter' AND name NOT LIKE '\\_\\_%' AND NOT ${recurring}) AS jobs,
      (SELECT count(*) FROM request WHERE state NOT IN ('created', 'refused')) AS requests,
      (SELECT count(*) FROM contract_action WHERE state NOT IN ('done', 'failed')) AS actions,
      (SELECT count(*) FROM delivery WHERE outcome = 'pending') AS deliveries,
      (SELECT count(*) FROM deal_projection WHERE "dirtySince" IS NOT NULL AND parked IS NULL) AS projections,
      (SELECT count(*) FROM contract WHERE "verifyWantedAt" IS NOT NULL) AS verifications,
      (SELECT string_agg('deal ' || "dealId" || ' ' || state || coalesce(': ' || text, ''), ', ') FROM rule_firing
        WHERE state NOT IN ('done', 'held', 'refused', 'overtaken')) AS firings,
      (SELECT count(*) FROM workflow_execution WHERE state <> 'finished' OR report = 'pending') AS executions`);
  const list = Object.entries(rows ?? {}).flatMap(([name, value]) =>
    value === null || value === '0' ? [] : [/^\d+$/.test(value) ? `${value} ${name}` : `${name}: ${value}`],
  );
  const pending = (deliveries: readonly { outcome: string }[]): number =>
    deliveries.filter(({ outcome }) => outcome === 'pending').length;
  const webhooks = pending(stage.spotdraft.state.deliveries) + pending(stage.hubspot.state.deliveries);
  return webhooks === 0 ? list : [...list, `${String(webhooks)} webhook calls`];
};

/** Waits until nothing is under way; gives what still is when patience ends. */
export const settle = async (stage: Stage): Promise<string[]> => {
  const end = Date.now() + patienceMs;
  let quietSince: number | null = null;
  for (;;) {
    const left = await underWay(stage).catch((error: unknown) => [`the database: ${String(error)}`]);
    if (left.length > 0) quietSince = null;
    else if (quietSince === null) quietSince = Date.now();
    else if (Date.now() - quietSince > quietMs) return [];
    if (Date.now() > end) return left;
    await wait(150);
  }
};

/**
 * What waits for a job that is not there, read in one snapshot: a row and its job are stored together, so there is no
 * moment at which one stands without the other. The sweep would find it in minutes; that it has to is the fault.
 */
export const workWithoutJob = async (stage: Stage): Promise<string[]> => {
  const job = (name: string, field: string, id: string): string =>
    `NOT EXISTS (SELECT 1 FROM pgboss.job j WHERE j.name IN ('${name}', 'dead-letter') AND j.state < 'completed' AND j.data->>'${field}' = ${id})
     AND NOT EXISTS (SELECT 1 FROM pgboss.job j WHERE j.name = 'dead-letter' AND j.data->>'${field}' = ${id})`;
  const rows = await stage.query<{ what: string }>(`
    SELECT 'delivery ' || d.id AS what FROM delivery d WHERE d.outcome = 'pending' AND NOT d.alone AND ${job('inbox.apply', 'scopeId', 'd.scope')}
    UNION ALL SELECT 'delivery alone ' || d.id FROM delivery d
      WHERE d.outcome = 'pending' AND d.alone AND ${job('delivery.apply', 'deliveryId', 'd.id::text')}
    UNION ALL SELECT 'request ' || r.id FROM request r
      WHERE r.state IN ('queued', 'creating', 'checking') AND ${job('contract.create', 'requestId', 'r.id::text')}
    UNION ALL SELECT 'action ' || a.id FROM contract_action a
      WHERE a.state IN ('queued', 'doing') AND ${job('contract.act', 'actionId', 'a.id::text')}
    UNION ALL SELECT 'deal ' || p."dealId" FROM deal_projection p
      WHERE p."dirtySince" IS NOT NULL AND p.parked IS NULL AND ${job('deal.write', 'portalId', 'p."portalId"::text')}`);
  return rows.map(({ what }) => what);
};

/**
 * Waits until a sweep is through that began after now, started by nothing but the service's clock. It finds what no
 * webhook told (a hold), what was dropped, and what somebody wrote over.
 */
export const sweepOnce = async (stage: Stage): Promise<string[]> => {
  const [from] = await stage.query<{ now: Date }>('SELECT now()');
  const end = Date.now() + patienceMs;
  for (;;) {
    const runs = await stage
      .query(`SELECT id FROM sweep_run WHERE "startedAt" > $1 AND state = 'done'`, [from?.now])
      .catch(() => []);
    if (runs.length > 0) return [];
    if (Date.now() > end) return ['no sweep came to its end'];
    await wait(150);
  }
};
