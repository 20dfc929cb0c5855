import { existsSync } from 'node:fs';
import { z } from 'zod';
import { Secret } from './platform/secrets/secret.ts';
import { isHostPattern } from './platform/outbound/host-list.ts';
import { isSecureAddress } from './platform/outbound/secure-address.ts';

// What is wrong is said in our own words, and without the value: it may be a secret.
/** HubSpot's are much longer; what is shorter was made up, and could be guessed by whoever has one signed call. */
const shortestSecret = 16;
const secret = z
  .string()
  .refine((value) => value.trim().length >= shortestSecret, {
    error: `must be copied whole: it has at least ${String(shortestSecret)} characters`,
  })
  .transform((value) => new Secret(value));
const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');
const origin = z
  .string()
  .refine(isSecureAddress, {
    error: 'must be an https address, such as https://dealdraft.example.com (http only on this machine)',
  })
  .transform((value) => new URL(value).origin);
const whole = z
  .string()
  .regex(/^\d{1,12}$/, { error: 'must be a whole number, 0 or more' })
  .transform(Number);
const integer = (fallback: number) => whole.default(fallback);
const port = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, {
    error: 'must be a port: a whole number from 0 to 65535',
  })
  .transform(Number);
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const isPostgres = (text: string): boolean =>
  URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);

/** `2026a:<base64 of 32 bytes>,2025b:<…>`: the first seals, all of them open. */
const sealingKeys = z.string().transform((text, context) => {
  const keys = text.split(',').map((part) => {
    const [id, value] = part.trim().split(':');
    return { id: id ?? '', key: Buffer.from(value ?? '', 'base64') };
  });
  if (keys.some(({ id, key }) => !/^[A-Za-z0-9_-]{1,20}$/.test(id) || key.length !== 32))
    context.addIssue({
      code: 'custom',
      message: 'must have the form <id>:<base64 of 32 bytes>; separate several with commas',
    });
  else if (keys.some(({ key }) => key.every((byte) => byte === 0)))
    context.addIssue({
      code: 'custom',
      message: 'must be random bytes, and not zeros; openssl rand -base64 32 makes them',
    });
  return keys;
});

const isDelay = (text: string): boolean => /^\d{1,9}$/.test(text.trim());

/** `*.files.example.com,store.example.com` */
const hostList = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim().toLowerCase()))
  .refine((hosts) => hosts.every(isHostPattern), {
    error: 'must be host names with commas between them, such as api.spotdraft.example.com,*.example.com',
  })
  .default([]);

const isProxyList = (text: string): boolean =>
  text
    .split(',')
    .every((part) => /^(loopback|linklocal|uniquelocal|[\da-f.:]+(\/\d{1,3})?)$/i.test(part.trim()));

const environment = z.object({
  DATABASE_URL: z
    .string()
    .refine(isPostgres, {
      error: 'must be a Postgres address: postgresql://user:password@host:5432/dealdraft',
    })
    .describe('Postgres connection, such as postgresql://user:password@host/dealdraft'),
  DATABASE_WAIT_MS: integer(30_000).describe('how long the start waits for a database that does not answer'),
  PUBLIC_ORIGIN: origin.describe(
    'https origin under which HubSpot and SpotDraft reach this service; signatures are checked against it',
  ),
  SECRET_KEYS: sealingKeys.describe(
    'keys that encrypt secrets in the database: <id>:<base64 of 32 random bytes>, newest first',
  ),
  HUBSPOT_APP_ID: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, { error: "must be the app's number, such as 5510001" })
    .transform(Number)
    .describe('ID of the HubSpot app'),
  HUBSPOT_CLIENT_SECRET: secret.describe("the HubSpot app's client secret: it signs every call from HubSpot"),
  HUBSPOT_CLIENT_SECRET_PREVIOUS: secret
    .optional()
    .describe('the former client secret, while HubSpot rotates it'),
  HUBSPOT_CLIENT_ID: z
    .string()
    .optional()
    .describe("the HubSpot app's client ID: accounts install the app with it at /oauth/install"),
  HUBSPOT_AUTH: z
    .enum(['oauth', 'token'], { error: 'must be oauth or token' })
    .default('oauth')
    .describe(
      'how accounts connect: oauth, or token for an app with a private token, which needs no HUBSPOT_CLIENT_ID',
    ),
  HUBSPOT_CONSENT_ORIGIN: origin
    .default('https://app.hubspot.com')
    .describe('where people consent to the installation'),
  HUBSPOT_API_ORIGIN: origin.default('https://api.hubapi.com').describe("HubSpot's API"),
  HUBSPOT_REQUESTS_PER_10_S: integer(110).describe("HubSpot's burst limit for one account"),
  SPOTDRAFT_REQUESTS_PER_S: integer(10).describe("SpotDraft's limit for one workspace"),
  SPOTDRAFT_HOSTS: hostList.describe(
    'hosts of SpotDraft besides *.spotdraft.com, for a workspace that lives elsewhere; *.example.com means every host under it',
  ),
  SPOTDRAFT_FILE_HOSTS: hostList.describe(
    "hosts that SpotDraft's links to documents lead to, besides its own and storage.googleapis.com",
  ),
  ACCEPT_V2_WORKFLOW_SIGNATURES: flag
    .default(true)
    .describe('accept the older signature on workflow actions'),
  PORT: port.default(4000).describe('port to listen on'),
  HEALTH_PORT: port
    .optional()
    .describe('port, for the operator alone, at which every process answers /healthz, /readyz and /metrics'),
  HOST: z
    .string()
    .default('127.0.0.1')
    .describe('address to listen on; 0.0.0.0 in a container, or for a load balancer on another machine'),
  TRUST_PROXY: z
    .string()
    .refine(isProxyList, {
      error: 'must be loopback, linklocal, uniquelocal, or IP networks, with commas between them',
    })
    .default('loopback')
    .describe(
      'proxies in front whose X-Forwarded-For is believed: loopback, linklocal, uniquelocal, or IP networks such as 10.0.0.0/8',
    ),
  LOG_LEVEL: z
    .enum(levels, { error: `must be one of ${levels.join(', ')}` })
    .default('info')
    .describe('how much is logged'),
  DELIVERY_RETENTION_DAYS: integer(90).describe('how long webhook calls are kept'),
  STOP_DRAIN_MS: integer(5_000).describe(
    'after SIGTERM, how long /readyz answers 503 while calls are still taken, so that a load balancer notices',
  ),
  STOP_GRACE_MS: integer(20_000).describe('how long work in hand may take when the service is told to stop'),
  CREATE_TIMEOUT_MS: integer(30_000).describe('how long SpotDraft may take to create a contract'),
  LOOK_UP_DELAYS_MS: z
    .string()
    .refine((text) => text.split(',').every(isDelay), {
      error: 'must be whole numbers of milliseconds with commas between them, such as 2000,5000',
    })
    .transform((text) => text.split(',').map(Number))
    .default([2000, 5000, 15_000, 40_000])
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
  WEBHOOK_SILENCE_MS: integer(6 * 3_600_000).describe(
    'without a notice for so long, while contracts are open, a workspace is swept out of turn',
  ),
  WEBHOOK_PROBE_MS: integer(120_000).describe(
    'how long SpotDraft may take to send a notice again that it was asked for',
  ),
  CALL_RETENTION_DAYS: integer(30).describe('how long our own log of calls to the vendors is kept'),
  HUBSPOT_REFUSED_MS: integer(600_000).describe(
    'how long HubSpot has to refuse an account before its work stops',
  ),
  LEFT_ACCOUNT_PROBE_MS: integer(24 * 3_600_000).describe(
    'how often an account whose work has stopped is asked whether it is back',
  ),
  LEFT_ACCOUNT_DAYS: integer(30).describe(
    'how long what is known of an account is kept after its work has stopped',
  ),
  JOB_POLL_MS: integer(1000).describe('how often an idle worker asks for jobs that no notice announced'),
});

export type Config = z.output<typeof environment>;
const ofItsOwn = { PORT: 0, HOST: '127.0.0.1' };
/** For a command beside the running service: nobody is to call it, and the service's ports stay the service's. */
export const forCommand = ({ HEALTH_PORT: _taken, ...config }: Config): Config => ({
  ...config,
  ...ofItsOwn,
});
/** `fault` goes on where the name ends: "is missing", "must be …". */
export type ConfigFault = { name: string; purpose: string; fault: string };
type Variables = Record<string, string | undefined>;

const purposeOf = (name: string): string =>
  environment.shape[name as keyof typeof environment.shape].description ?? '';

/** Of several faults of a variable the first is told. What an installation needs besides depends on how accounts connect. */
const faultsOf = (variables: Variables, issues: readonly z.core.$ZodIssue[]): ConfigFault[] => {
  const faults = new Map<string, string>();
  for (const issue of issues) {
    const name = String(issue.path[0]);
    if (!faults.has(name)) faults.set(name, variables[name] === undefined ? 'is missing' : issue.message);
  }
  if (variables['HUBSPOT_CLIENT_ID'] === undefined && variables['HUBSPOT_AUTH'] !== 'token')
    faults.set('HUBSPOT_CLIENT_ID', 'is missing');
  return [...faults].map(([name, fault]) => ({ name, fault, purpose: purposeOf(name) }));
};

/** Reads the environment, or says for every name that is missing or wrong what it is for. An empty value is none. */
export const readConfig = (
  given: Variables = process.env,
): { ok: true; config: Config } | { ok: false; faults: ConfigFault[] } => {
  const variables = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = environment.safeParse(variables);
  const faults = faultsOf(variables, parsed.error?.issues ?? []);
  return parsed.success && faults.length === 0 ? { ok: true, config: parsed.data } : { ok: false, faults };
};

/** Takes up what a file `.env` in the working directory says; what the environment says already wins. */
export const loadEnvFile = (path = '.env'): void => {
  if (existsSync(path)) process.loadEnvFile(path);
};

/** The address of the database alone, for what needs nothing else. */
export const databaseUrlOf = (given: Variables = process.env): string | null => {
  const url = given['DATABASE_URL']?.trim();
  return url === undefined || url === '' ? null : url;
};

/** Every variable with what it is for; `fallback` is null where there is none. */
export const describeVariables = (): {
  name: string;
  purpose: string;
  required: boolean;
  fallback: string | null;
}[] =>
  Object.entries(environment.shape).map(([name, field]) => {
    const parsed = (field satisfies z.ZodType).safeParse(undefined);
    const shown = parsed.success && parsed.data !== undefined ? String(parsed.data) : '';
    return {
      name,
      purpose: purposeOf(name),
      required: !parsed.success || name === 'HUBSPOT_CLIENT_ID',
      fallback: shown === '' ? null : shown,
    };
  });
