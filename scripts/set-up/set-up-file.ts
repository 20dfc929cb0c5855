import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { parseMappingFile } from '../../src/features/templates/copy/mapping-file.ts';
import { isSecureAddress } from '../../src/platform/outbound/secure-address.ts';
import { mapping, type Mapping } from '@dealdraft/wire/mapping.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';

const text = z.string({ error: 'must be a text' }).min(1, { error: 'must not be empty' });
const address = text.refine(isSecureAddress, { error: 'must be an https address' });
const workspace = z.strictObject({
  environment: z.enum(['uat', 'production'], { error: 'must be "uat" or "production"' }),
  name: text,
  baseUrl: address,
  clientId: text,
  /** The name of an environment variable, never the secret itself. */
  clientSecret: text,
  userEmail: z.email({ error: 'must be an email address' }).optional(),
  /** By template name: a mapping, or the path of a file with one, from this file's folder. */
  mappings: z
    .record(
      z.string(),
      z.union([text, mapping], { error: 'must be a mapping, or the path of a file with one' }),
      { error: 'must be an object: template names, each with a mapping or the path of a file with one' },
    )
    .default({}),
});
const setUpFile = z.strictObject(
  {
    portalId: z.int({ error: 'must be the number of the HubSpot account' }).positive({
      error: 'must be the number of the HubSpot account',
    }),
    accessToken: text.optional(),
    /** An ERP that may ask for contracts: the variable with the key that signs, and where it is told of executions. */
    erp: z.strictObject({ key: text, eventsUrl: address.optional() }).optional(),
    workspaces: z
      .array(workspace, { error: 'must be a list of SpotDraft workspaces' })
      .min(1, { error: 'must name at least one SpotDraft workspace' }),
  },
  { error: ({ code }) => (code === 'unrecognized_keys' ? undefined : 'must be an object') },
);
type Written = z.output<typeof setUpFile>;

export type SetUp = Omit<Written, 'workspaces'> & {
  workspaces: (Omit<Written['workspaces'][number], 'mappings'> & { mappings: Map<string, Mapping> })[];
};

const readText = async (path: string): Promise<Result<string, string>> => {
  try {
    return ok(await readFile(path, 'utf8'));
  } catch {
    return fail(`${path} cannot be read.`);
  }
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
};

const valueAt = (json: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    json,
  );

/** Each fault as a line in our own words, led by its place in the file. */
const faults = (json: unknown, { issues }: z.ZodError): string[] =>
  issues.flatMap((issue) => {
    const place = (path: readonly PropertyKey[]): string => z.core.toDotPath(path) || 'The file';
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `${place([...issue.path, key])} isn't a field of this file`);
    const missing = valueAt(json, issue.path) === undefined;
    return [`${place(issue.path)} ${missing ? 'is missing' : issue.message}`];
  });

/** Reads the file and the mappings that it names; a failure is text for the person who wrote it. */
export const readSetUpFile = async (path: string): Promise<Result<SetUp, string>> => {
  const text = await readText(path);
  if (!text.ok) return text;
  const json = parseJson(text.value);
  if (json === undefined) return fail(`${path} is not JSON.`);
  const parsed = setUpFile.safeParse(json);
  if (!parsed.success)
    return fail(
      [`${path} can't be used. set-up.example.json shows what it holds.`, ...faults(json, parsed.error)].join(
        '\n  ',
      ),
    );
  const workspaces: SetUp['workspaces'] = [];
  for (const { mappings: written, ...rest } of parsed.data.workspaces) {
    const mappings = new Map<string, Mapping>();
    for (const [template, given] of Object.entries(written)) {
      const content =
        typeof given === 'string' ? await readMapping(resolve(dirname(path), given)) : ok(given);
      if (!content.ok) return content;
      mappings.set(template, content.value);
    }
    workspaces.push({ ...rest, mappings });
  }
  return ok({ ...parsed.data, workspaces });
};

const readMapping = async (path: string): Promise<Result<Mapping, string>> => {
  const text = await readText(path);
  if (!text.ok) return text;
  const parsed = parseMappingFile(text.value);
  if (parsed.ok) return parsed;
  const places = (parsed.failure.fields ?? []).map(({ label, message }) => `  ${label}: ${message}`);
  return fail([`${path}: ${parsed.failure.message}`, ...places].join('\n'));
};
