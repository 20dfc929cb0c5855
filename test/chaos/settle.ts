import { setTimeout as wait } from 'node:timers/promises';
import type { Stage } from './stage.ts';

const patienceMs = 120_000;
/** Jobs that come back by the clock wait for ever; they count while they run. */
export const recurring = "(state = 'created' AND start_after > now() + interval '3 seconds')";
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
      (SELECT count(*) FROM contract WHERE "verifyWantedAt" IS NOT NULL) AS verifications`);
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

/** What an admin does after an outage: switches the webhook on again, which SpotDraft paused after failures. */
export const enableWebhooks = (stage: Stage): number => {
  let enabled = 0;
  for (const webhook of stage.spotdraft.state.workspaces.production.webhooks)
    if (webhook.status !== 'ACTIVE' && stage.spotdraft.control.enableWebhook(webhook.id)) enabled += 1;
  return enabled;
};

/**
 * Asks for what no webhook tells (a hold) or what was dropped: every contract is checked with SpotDraft, by the button
 * that a seller has. Gives how many.
 */
export const checkContracts = async (stage: Stage): Promise<number> => {
  const contracts = await stage.query<{ id: string }>('SELECT id FROM contract WHERE "unlinkedAt" IS NULL');
  for (const { id } of contracts) {
    await stage.card('POST', `/api/card/contracts/${id}/actions`, {
      action: 'check_now',
      idempotencyKey: `chaos-check-${id}`,
    });
  }
  return contracts.length;
};
