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
      (SELECT count(*) FROM rule_firing WHERE state NOT IN ('done', 'held', 'refused', 'overtaken')) AS firings,
      (SELECT count(*) FROM workflow_execution WHERE state <> 'finished' OR report = 'pending') AS executions`);
  const list = Object.entries(rows ?? {}).flatMap(([name, value]) =>
    value === null || value === '0' ? [] : [name === 'jobs' ? `jobs: ${value}` : `${value} ${name}`],
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
