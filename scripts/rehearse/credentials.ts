import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { Secret } from '../../src/platform/secrets/secret.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';

const secret = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'contains a character that no credential has, such as a space or a line break')
  .transform((value) => new Secret(value));
const origin = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://api.example.com' })
  .transform((value) => new URL(value).origin);

/** docs/real-account.md says what each is; a test keeps its list complete. */
const variables = z.object({
  HUBSPOT_TOKEN: secret.optional(),
  HUBSPOT_CLIENT_ID: z.string().optional(),
  HUBSPOT_CLIENT_SECRET: secret.optional(),
  HUBSPOT_REFRESH_TOKEN: secret.optional(),
  HUBSPOT_REFRESH_TOKEN_TO_REVOKE: secret.optional(),
  HUBSPOT_API_ORIGIN: origin.default('https://api.hubapi.com'),
  SPOTDRAFT_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://api.eu.spotdraft.com' })
    .optional(),
  SPOTDRAFT_CLIENT_ID: z.string().optional(),
  SPOTDRAFT_CLIENT_SECRET: secret.optional(),
  SPOTDRAFT_USER_EMAIL: z.email().optional(),
  PUBLIC_ORIGIN: origin.optional(),
});

export type Credentials = z.output<typeof variables>;
export const credentialNames = Object.keys(variables.shape);

/** From the environment, and from a file for what the environment doesn't have. */
export async function readCredentials(
  environment: Readonly<Record<string, string | undefined>>,
  file: string | null,
): Promise<Result<Credentials, string>> {
  let written: NodeJS.Dict<string> = {};
  if (file !== null) {
    try {
      written = parseEnv(await readFile(file, 'utf8'));
    } catch {
      return fail(`Can't read ${file}. It should have one NAME=value per line.`);
    }
  }
  const given = Object.fromEntries(
    credentialNames
      .map((name) => [name, (environment[name] ?? written[name] ?? '').trim()] as const)
      .filter(([, value]) => value !== ''),
  );
  const read = variables.safeParse(given);
  if (!read.success)
    // Never the value: it may be a secret that was put under the wrong name.
    return fail(
      read.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}.`).join('\n'),
    );
  return complete(read.data);
}

function complete(credentials: Credentials): Result<Credentials, string> {
  const { HUBSPOT_TOKEN, HUBSPOT_REFRESH_TOKEN, HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET } = credentials;
  const spotdraft = ['SPOTDRAFT_BASE_URL', 'SPOTDRAFT_CLIENT_ID', 'SPOTDRAFT_CLIENT_SECRET'] as const;
  const missing = spotdraft.filter((name) => credentials[name] === undefined);
  if (missing.length > 0 && missing.length < spotdraft.length)
    return fail(`SpotDraft also needs ${missing.join(' and ')}.`);
  const app = HUBSPOT_CLIENT_ID !== undefined && HUBSPOT_CLIENT_SECRET !== undefined;
  if (!app && (HUBSPOT_CLIENT_ID !== undefined || HUBSPOT_CLIENT_SECRET !== undefined))
    return fail('Set both HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET, or neither.');
  if (!app && HUBSPOT_REFRESH_TOKEN !== undefined)
    return fail('HUBSPOT_REFRESH_TOKEN also needs HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET.');
  if (HUBSPOT_TOKEN === undefined && HUBSPOT_REFRESH_TOKEN === undefined && missing.length > 0)
    return fail(
      'No credentials found. Set HUBSPOT_TOKEN for a HubSpot test account; SPOTDRAFT_BASE_URL, SPOTDRAFT_CLIENT_ID, and SPOTDRAFT_CLIENT_SECRET for a SpotDraft UAT workspace; or all of them. See docs/real-account.md.',
    );
  return ok(credentials);
}

/** The values that must never be shown, for a last look at every line that is. */
export function secretsIn(credentials: Credentials): string[] {
  return Object.values(credentials).flatMap((value) => (value instanceof Secret ? [value.reveal()] : []));
}
