import { join } from 'node:path';
import { httpClient } from '@hubspot/local-dev-lib/http/client';
import { parseProjectConfig } from '@hubspot/project-parsing-lib/projects';
import { translate } from '@hubspot/project-parsing-lib/translate';
import { componentSchemas } from './schemas.ts';

export type Component = {
  uid: string;
  componentType: string;
  config: Record<string, unknown>;
  metaFilePath: string;
};
export type Translated = { ok: true; components: Component[] } | { ok: false; message: string };

const ACCOUNT = 11_111_111;

const answerFor = (url: string): unknown =>
  url.includes('project-schemas')
    ? componentSchemas
    : {
        oauthAccessToken: 'offline',
        hubId: ACCOUNT,
        userId: 1,
        expiresAtMillis: Date.now() + 3_600_000,
        scopeGroups: [],
        encodedOAuthRefreshToken: 'offline',
        hubName: 'offline',
        accountType: 'STANDARD',
      };

/** HubSpot's command line library checks meta files against schemas it fetches; here it is handed ours, with no network. */
const answerOffline = (): void => {
  process.env['USE_ENVIRONMENT_HUBSPOT_CONFIG'] = 'true';
  process.env['HUBSPOT_ACCOUNT_ID'] = String(ACCOUNT);
  process.env['HUBSPOT_PERSONAL_ACCESS_KEY'] = 'offline';
  httpClient.defaults.adapter = (config) =>
    Promise.resolve({
      status: 200,
      statusText: 'OK',
      headers: {},
      config,
      data: answerFor(config.url ?? ''),
    });
};

/** The library's own error lists every finding by file in `toString`; its `message` says only that there are some. */
const messageOf = (cause: unknown): string => String(cause);

/**
 * Reads the project as `hs project upload` would, for one profile. `validate` also checks every meta file's fields.
 * Files that HubSpot would skip in silence (nested too deep) are a failure here.
 */
export const translateProject = async (
  projectDir: string,
  { profile, validate }: { profile: string; validate: boolean },
): Promise<Translated> => {
  if (validate) answerOffline();
  try {
    const project = parseProjectConfig(projectDir);
    const result = await translate(
      {
        projectSourceDir: join(projectDir, project.srcDir),
        platformVersion: project.platformVersion,
        accountId: ACCOUNT,
      },
      { skipValidation: !validate, profile },
    );
    const skipped = result.skippedHsMetaFiles ?? [];
    if (skipped.length > 0) return { ok: false, message: `HubSpot would skip ${JSON.stringify(skipped)}` };
    const nodes = result.intermediateRepresentation.intermediateNodesIndexedByUid;
    return { ok: true, components: Object.values(nodes) as unknown as Component[] };
  } catch (cause) {
    return { ok: false, message: messageOf(cause) };
  }
};
