import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pinFaults, projectFaults } from '../../../scripts/extensions/project-rules.ts';
import { dealPropertyDefinitions } from '../../../src/hubspot/calls/deal-properties.ts';
import { translateProject } from '../../../scripts/extensions/translate-project.ts';

const projectDir = join(import.meta.dirname, '../../..');

type Json = { [key: string]: Json } & { config: Json };
let copy = '';

/** The project's own meta files in a folder that a test may spoil. */
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'dealdraft-project-'));
  cpSync(join(projectDir, 'hsproject.json'), join(copy, 'hsproject.json'));
  cpSync(join(projectDir, 'extensions'), join(copy, 'extensions'), {
    recursive: true,
    filter: (path) => !path.includes('node_modules'),
  });
});
afterEach(() => {
  rmSync(copy, { recursive: true, force: true });
});

const change = (file: string, edit: (meta: Json) => void): void => {
  const path = join(copy, 'extensions', file);
  const meta = JSON.parse(readFileSync(path, 'utf8')) as Json;
  edit(meta);
  writeFileSync(path, JSON.stringify(meta));
};

const translated = (validate: boolean) => translateProject(copy, { profile: 'dev', validate });
const message = async (validate = true): Promise<string> => {
  const result = await translated(validate);
  return result.ok ? 'fine' : result.message;
};

const sidebar = 'app/cards/deal-contracts-sidebar-hsmeta.json';
const generate = 'app/workflow-actions/generate-contract-hsmeta.json';

describe('the HubSpot project', () => {
  it.each(['dev', 'production'])('translates and passes the schemas with profile %s', async (profile) => {
    const result = await translateProject(projectDir, { profile, validate: true });
    expect(result.ok ? result.components.map(({ uid }) => uid).sort() : result.message).toEqual([
      'deal_contracts_sidebar',
      'deal_contracts_tab',
      'dealdraft_app',
      'dealdraft_settings',
      'dealdraft_webhooks',
      'generate_contract',
      'get_contract',
      'send_contract',
      'void_contract',
      'wait_for_status',
    ]);
  });

  it('keeps every rule that no schema can say', async () => {
    const result = await translateProject(projectDir, { profile: 'dev', validate: true });
    expect(
      result.ok ? projectFaults(join(projectDir, 'extensions'), result.components) : result.message,
    ).toEqual([]);
  });

  it('is told of every change of the properties that DealDraft writes', () => {
    const webhooks = JSON.parse(
      readFileSync(join(projectDir, 'extensions/app/webhooks/webhooks-hsmeta.json'), 'utf8'),
    ) as {
      config: {
        subscriptions: { crmObjects: { objectType: string; propertyName?: string; active: boolean }[] };
      };
    };
    const told = webhooks.config.subscriptions.crmObjects.flatMap(({ objectType, propertyName, active }) =>
      objectType === 'deal' && active && propertyName?.startsWith('dealdraft_') === true
        ? [propertyName]
        : [],
    );
    expect(told).toEqual(dealPropertyDefinitions.map(({ name }) => name));
  });
});

describe('a spoilt project', () => {
  it.each<[string, string, (meta: Json) => void, RegExp]>([
    [
      'an unknown field',
      sidebar,
      ({ config }) => (config['objectType'] = 'deals' as never),
      /additional|objectType/i,
    ],
    ['a missing field', sidebar, ({ config }) => delete config['objectTypes'], /objectTypes/],
    [
      'a place that does not exist',
      sidebar,
      ({ config }) => (config['location'] = 'crm.record.left' as never),
      /location/,
    ],
    [
      'an entry in a deeper folder',
      sidebar,
      ({ config }) => (config['entrypoint'] = '/app/cards/a/B.tsx' as never),
      /entrypoint/,
    ],
    ['a bad uid', sidebar, (meta) => (meta['uid'] = 'has spaces' as never), /uid/],
    ['an unknown top-level field', sidebar, (meta) => (meta['title'] = 'x' as never), /title/],
    [
      'a plain http origin',
      'hsprofile.dev.json',
      (meta) => (meta['variables'] = { ...meta['variables'], API_ORIGIN: 'http://x.example.com' } as never),
      /permittedUrls|auth|actionUrl/,
    ],
    [
      'too few concurrent webhooks',
      'app/webhooks/webhooks-hsmeta.json',
      ({ config }) => ((config['settings'] as Json)['maxConcurrentRequests'] = 5 as never),
      /maxConcurrentRequests/,
    ],
    [
      'a choice without choices',
      generate,
      ({ config }) =>
        delete (config['inputFields'] as never as { typeDefinition: Json }[])[0]?.typeDefinition[
          'optionsUrl'
        ],
      /inputFields/,
    ],
    [
      'an action without a name',
      generate,
      ({ config }) => delete ((config['labels'] as Json)['en'] as Json)['actionName'],
      /actionName/,
    ],
  ])('is refused for %s', async (_what, file, spoil, names) => {
    expect(await message()).toBe('fine');
    change(file, spoil);
    expect(await message()).toMatch(names);
  });

  it('is refused for a variable that the profile lacks, and for a uid used twice', async () => {
    change('hsprofile.dev.json', (meta) => delete (meta['variables'] as Json)['SUPPORT_EMAIL']);
    expect(await message(false)).toMatch(/SUPPORT_EMAIL/);
    change(
      'hsprofile.dev.json',
      (meta) => ((meta['variables'] as Json)['SUPPORT_EMAIL'] = 'a@example.com' as never),
    );
    expect(await message(false)).toBe('fine');
    change(sidebar, (meta) => (meta['uid'] = 'deal_contracts_tab' as never));
    expect(await message(false)).toMatch(/deal_contracts_tab/);
  });

  it('is refused when HubSpot would skip a file in silence', async () => {
    cpSync(join(copy, 'extensions', sidebar), join(copy, 'extensions/app/cards/deeper/card-hsmeta.json'));
    expect(await message(false)).toMatch(/deeper/);
  });

  it.each<[string, string, (meta: Json) => void, string]>([
    [
      'a preview that is not there',
      sidebar,
      ({ config }) => ((config['previewImage'] as Json)['file'] = './none.png' as never),
      'preview image none.png does not exist',
    ],
    [
      'an entry that is not there',
      sidebar,
      ({ config }) => (config['entrypoint'] = '/app/cards/None.tsx' as never),
      'entry point /app/cards/None.tsx does not exist',
    ],
    [
      'an input without a label',
      generate,
      ({ config }) => delete (((config['labels'] as Json)['en'] as Json)['inputFieldLabels'] as Json)['note'],
      'input note has no label',
    ],
    [
      'a text that names no input',
      generate,
      ({ config }) =>
        (((config['labels'] as Json)['en'] as Json)['actionCardContent'] = '{{nothing}}' as never),
      'the card text names unknown input nothing',
    ],
    [
      'a scope that is asked for in another way',
      'app/app-hsmeta.json',
      ({ config }) => {
        const auth = config['auth'] as never as Record<string, string[]>;
        auth['conditionallyRequiredScopes'] = auth['optionalScopes']?.splice(0, 1) ?? [];
      },
      'conditionallyRequiredScopes has automation, which is not asked for as such|app/app-hsmeta.json: optionalScopes lacks automation',
    ],
  ])('is found out for %s', async (_what, file, spoil, fault) => {
    change(file, spoil);
    const result = await translated(false);
    const faults = result.ok ? projectFaults(join(copy, 'extensions'), result.components) : [result.message];
    expect(faults.toSorted().join('|')).toBe(`${file}: ${fault}`);
  });

  it('is found out for a version that may drift', () => {
    const file = 'app/cards/package.json';
    expect(pinFaults(join(copy, 'extensions', file))).toEqual([]);
    change(file, (meta) => ((meta['dependencies'] as Json)['react'] = '^18.3.1' as never));
    expect(pinFaults(join(copy, 'extensions', file)).join()).toMatch(/react is not pinned \(\^18\.3\.1\)/);
  });

  it('is found out for a dependency on a folder, whose own dependencies HubSpot does not install', () => {
    const file = 'app/cards/package.json';
    change(
      file,
      (meta) => ((meta['dependencies'] as Json)['@dealdraft/ui'] = 'file:../packages/ui' as never),
    );
    expect(pinFaults(join(copy, 'extensions', file)).join()).toMatch(/ui is not pinned \(file:/);
  });
});
