import type { Config } from './config.ts';
import type { Settings } from './features/deps.ts';

const dayMs = 24 * 3_600_000;

/** The operator's configuration in the features' words and units. */
export const settingsOf = (config: Config): Settings => ({
  publicOrigin: config.PUBLIC_ORIGIN,
  hasConsent: config.HUBSPOT_CLIENT_ID !== undefined,
  hubspotAppId: config.HUBSPOT_APP_ID,
  limits: {
    hubspotPer10S: config.HUBSPOT_REQUESTS_PER_10_S,
    spotdraftPerS: config.SPOTDRAFT_REQUESTS_PER_S,
  },
  lookUpDelaysMs: config.LOOK_UP_DELAYS_MS,
  automationTickMs: config.AUTOMATION_TICK_MS,
  alertTickMs: config.SETTINGS_TICK_MS,
  schemaWatchMs: config.SCHEMA_WATCH_MS,
  connectionTestWaitMs: config.CONNECTION_TEST_WAIT_MS,
  leaving: {
    refusedMs: config.HUBSPOT_REFUSED_MS,
    probeMs: config.LEFT_ACCOUNT_PROBE_MS,
    keptDays: config.LEFT_ACCOUNT_DAYS,
  },
  reconciliation: {
    tickMs: config.UPKEEP_TICK_MS,
    sweepEveryMs: config.SWEEP_EVERY_MS,
    overlapMs: 10 * 60_000,
    firstWindowMs: config.SWEEP_FIRST_DAYS * dayMs,
    staleAfterMs: config.SWEEP_STALE_MS,
    silenceMs: config.WEBHOOK_SILENCE_MS,
    probeMs: config.WEBHOOK_PROBE_MS,
    forgottenMs: 120_000,
    deliveryRetentionDays: config.DELIVERY_RETENTION_DAYS,
    callRetentionDays: config.CALL_RETENTION_DAYS,
  },
});
