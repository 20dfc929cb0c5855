import type { AdminDeps } from './features/admin-deps.ts';
import type { Config } from './config.ts';
import type { UpkeepDeps } from './features/upkeep-deps.ts';

/** What the sweep and its like go by. */
export const upkeepSettings = (config: Config): UpkeepDeps['upkeep'] => ({
  tickMs: config.UPKEEP_TICK_MS,
  sweepEveryMs: config.SWEEP_EVERY_MS,
  overlapMs: 10 * 60_000,
  clockMarginMs: config.CLOCK_MARGIN_MS,
  firstWindowMs: config.SWEEP_FIRST_DAYS * 24 * 3_600_000,
  staleAfterMs: config.SWEEP_STALE_MS,
  silenceMs: config.WEBHOOK_SILENCE_MS,
  probeMs: config.WEBHOOK_PROBE_MS,
  forgottenMs: 120_000,
  deliveryRetentionDays: config.DELIVERY_RETENTION_DAYS,
  callRetentionDays: config.CALL_RETENTION_DAYS,
});

/** What the settings page's service goes by. */
export const adminSettings = (config: Config): AdminDeps['admin'] => ({
  publicOrigin: config.PUBLIC_ORIGIN,
  tickMs: config.SETTINGS_TICK_MS,
  schemaWatchMs: config.SCHEMA_WATCH_MS,
  testWaitMs: config.CONNECTION_TEST_WAIT_MS,
  limits: {
    hubspotPer10S: config.HUBSPOT_REQUESTS_PER_10_S,
    spotdraftPerS: config.SPOTDRAFT_REQUESTS_PER_S,
  },
});
