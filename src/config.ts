import { z } from 'zod';
import { Secret } from './platform/secrets/secret.ts';

const secret = z
  .string()
  .min(1)
  .transform((value) => new Secret(value));
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const origin = z.url({ protocol: /^https?$/ }).transform((value) => new URL(value).origin);
const integer = (fallback: number) => z.coerce.number().int().nonnegative().default(fallback);

/** `2026a:<base64 of 32 bytes>,2025b:<…>`: the first seals, all of them open. */
const sealingKeys = z.string().transform((text, context) => {
  const keys = text.split(',').map((part) => {
    const [id, value] = part.trim().split(':');
    return { id: id ?? '', key: Buffer.from(value ?? '', 'base64') };
  });
  if (keys.some(({ id, key }) => !/^[A-Za-z0-9_-]{1,20}$/.test(id) || key.length !== 32)) {
    context.addIssue({
      code: 'custom',
      message: 'needs the form <id>:<base64 of 32 bytes>, several parted by commas',
    });
  }
  return keys;
});

const environment = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .describe('Postgres connection, such as postgresql://user:password@host/dealdraft'),
  DATABASE_WAIT_MS: integer(30_000).describe('how long the start waits for a database that does not answer'),
  PUBLIC_ORIGIN: origin.describe(
    'https origin under which HubSpot and SpotDraft reach this service; signatures are checked against it',
  ),
  SECRET_KEYS: sealingKeys.describe(
    'keys that encrypt secrets in the database: <id>:<base64 of 32 random bytes>, newest first',
  ),
  HUBSPOT_APP_ID: z.coerce.number().int().positive().describe('id of the HubSpot app'),
  HUBSPOT_CLIENT_SECRET: secret.describe("the HubSpot app's client secret: it signs every call from HubSpot"),
  HUBSPOT_CLIENT_SECRET_PREVIOUS: secret
    .optional()
    .describe('the former client secret, while HubSpot rotates it'),
  HUBSPOT_CLIENT_ID: z
    .string()
    .min(1)
    .optional()
    .describe("the HubSpot app's client id; without it only tokens of private apps can be used"),
  HUBSPOT_CONSENT_ORIGIN: origin
    .default('https://app.hubspot.com')
    .describe('where people consent to the installation'),
  HUBSPOT_API_ORIGIN: origin.default('https://api.hubapi.com').describe("HubSpot's API"),
  HUBSPOT_REQUESTS_PER_10_S: integer(110).describe("HubSpot's burst limit for one account"),
  SPOTDRAFT_REQUESTS_PER_S: integer(10).describe("SpotDraft's limit for one workspace"),
  ACCEPT_V2_WORKFLOW_SIGNATURES: flag
    .default(true)
    .describe('accept the older signature on workflow actions'),
  PORT: integer(4000).describe('port to listen on'),
  WORKER_PORT: z.coerce
    .number()
    .int()
    .nonnegative()
    .optional()
    .describe('port at which a worker answers /healthz, /readyz and /metrics'),
  HOST: z.string().default('127.0.0.1').describe('address to listen on'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('how much is logged'),
  DELIVERY_RETENTION_DAYS: integer(90).describe('how long webhook calls are kept'),
  STOP_GRACE_MS: integer(20_000).describe('how long work in hand may take when the service is told to stop'),
  CREATE_TIMEOUT_MS: integer(30_000).describe('how long SpotDraft may take to create a contract'),
  LOOK_UP_DELAYS_MS: z
    .string()
    .default('2000,5000,15000,40000')
    .transform((text) => text.split(',').map(Number))
    .refine((delays) => delays.length > 0 && delays.every((delay) => Number.isFinite(delay) && delay >= 0))
    .describe(
      'after an unclear answer to a creation: when to look for the contract, counted from one look to the next',
    ),
  AUTOMATION_TICK_MS: integer(60_000).describe(
    'how often waits that are over are ended, and changes of stage looked for that no webhook told',
  ),
  SETTINGS_TICK_MS: integer(60_000).describe(
    'how often changes of state are looked for that an alert is sent about',
  ),
  SCHEMA_WATCH_MS: integer(900_000).describe('how often mapped templates and deal properties are read again'),
  CONNECTION_TEST_WAIT_MS: integer(30_000).describe(
    "how long a test of a connection waits for SpotDraft's notice",
  ),
  UPKEEP_TICK_MS: integer(5_000).describe(
    'how often a worker looks for sweeps and other duties that are due',
  ),
  SWEEP_EVERY_MS: integer(900_000).describe('how often each workspace is compared with SpotDraft'),
  SWEEP_STALE_MS: integer(24 * 3_600_000).describe(
    'an open contract that was not verified for so long is asked about by the sweep',
  ),
  SWEEP_FIRST_DAYS: integer(365).describe('how many days back the first sweep of a workspace looks'),
  CLOCK_MARGIN_MS: integer(300_000).describe("how far SpotDraft's clock may be from ours"),
  WEBHOOK_SILENCE_MS: integer(6 * 3_600_000).describe(
    'without a notice for so long, while contracts are open, a workspace is swept out of turn',
  ),
  WEBHOOK_PROBE_MS: integer(120_000).describe(
    'how long SpotDraft may take to send a notice again that it was asked for',
  ),
  CALL_RETENTION_DAYS: integer(30).describe('how long our own log of calls to the vendors is kept'),
  JOB_POLL_MS: integer(1000).describe('how often an idle worker asks for jobs that no notice announced'),
});

export type Config = z.output<typeof environment>;
export type ConfigFault = { name: string; purpose: string; fault: string };

/** Reads the environment, or says for every name that is missing or wrong what it is for. */
export const readConfig = (
  variables: Record<string, string | undefined> = process.env,
): { ok: true; config: Config } | { ok: false; faults: ConfigFault[] } => {
  const parsed = environment.safeParse(variables);
  if (parsed.success) return { ok: true, config: parsed.data };
  const seen = new Map<string, ConfigFault>();
  for (const issue of parsed.error.issues) {
    const name = String(issue.path[0]);
    const field = environment.shape[name as keyof typeof environment.shape];
    const fault = variables[name] === undefined ? 'is missing' : `is wrong: ${issue.message}`;
    if (!seen.has(name)) seen.set(name, { name, purpose: field.description ?? '', fault });
  }
  return { ok: false, faults: [...seen.values()] };
};
