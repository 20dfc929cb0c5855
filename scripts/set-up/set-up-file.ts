import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { parseMappingFile } from '../../src/features/templates/mapping-file.ts';
import { mapping, type Mapping } from '@dealdraft/wire/mapping.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';

const workspace = z.strictObject({
  environment: z.enum(['uat', 'production']),
  name: z.string().min(1),
  baseUrl: z.url({ protocol: /^https?$/ }),
  clientId: z.string().min(1),
  /** The name of an environment variable, never the secret itself. */
  clientSecret: z.string().min(1),
  userEmail: z.email().optional(),
  /** By template name: a mapping, or the path of a file with one, from this file's folder. */
  mappings: z.record(z.string(), z.union([z.string().min(1), mapping])).default({}),
});
const setUpFile = z.strictObject({
  portalId: z.int().positive(),
  accessToken: z.string().min(1).optional(),
  /** An ERP that may ask for contracts: the variable with the key that signs, and where it is told of executions. */
  erp: z
    .strictObject({ key: z.string().min(1), eventsUrl: z.url({ protocol: /^https?$/ }).optional() })
    .optional(),
  workspaces: z.array(workspace).min(1),
});
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

/** Reads the file and the mappings that it names; a failure is text for the person who wrote it. */
export const readSetUpFile = async (path: string): Promise<Result<SetUp, string>> => {
  const text = await readText(path);
  if (!text.ok) return text;
  const json = parseJson(text.value);
  if (json === undefined) return fail(`${path} is not JSON.`);
  const parsed = setUpFile.safeParse(json);
  if (!parsed.success) return fail(`${path} is not as it should be.\n${z.prettifyError(parsed.error)}`);
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
