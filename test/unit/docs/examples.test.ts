import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { demoMappings } from '../../../lab/world/mappings.ts';
import { readSetUpFile } from '../../../scripts/set-up/set-up-file.ts';
import { describeVariables, readConfig } from '../../../src/config.ts';

const root = join(import.meta.dirname, '../../..');
const example = readFileSync(join(root, '.env.example'), 'utf8');
const variables = describeVariables();

describe('.env.example', () => {
  const given = parseEnv(example);
  const commented = parseEnv(example.replaceAll(/^# ([A-Z0-9_]+=)/gm, '$1'));

  it('names every variable of the service, and no other', () => {
    expect(Object.keys(commented).sort()).toEqual(variables.map(({ name }) => name).sort());
  });
  it('asks for what is required, and leaves the rest as it is', () => {
    for (const { name, required, fallback } of variables) {
      if (required) expect(given, name).toHaveProperty(name);
      else expect(commented[name], name).toBe(fallback ?? '');
    }
  });
  it('is complete when its empty lines are filled in', () => {
    const key = `2026a:${Buffer.alloc(32, 1).toString('base64')}`;
    const filled = {
      SECRET_KEYS: key,
      HUBSPOT_APP_ID: '1',
      HUBSPOT_CLIENT_ID: 'x',
      HUBSPOT_CLIENT_SECRET: 'a-client-secret-of-hubspot',
    };
    expect(readConfig({ ...given, ...filled })).toMatchObject({ ok: true });
    const empty = readConfig(given);
    expect(empty.ok ? [] : empty.faults.map(({ name }) => name).sort()).toEqual(Object.keys(filled).sort());
  });
});

describe('set-up.example.json', () => {
  it('is read as it stands, with a mapping beside it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'set-up-example-'));
    try {
      const path = join(folder, 'set-up.json');
      copyFileSync(join(root, 'set-up.example.json'), path);
      const orderForm = { format: 'dealdraft-mapping', mapping: demoMappings['Order Form'] };
      writeFileSync(join(folder, 'order-form.mapping.json'), JSON.stringify(orderForm));
      const read = await readSetUpFile(path);
      if (!read.ok) throw new Error(read.failure);
      const [workspace] = read.value.workspaces;
      expect([...(workspace?.mappings.keys() ?? [])]).toEqual(['Order Form']);
      // Secrets stay out of it: it names the variables that hold them.
      expect(workspace?.clientSecret).toMatch(/^[A-Z][A-Z0-9_]+$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  it.each<[string, (file: Record<string, unknown>) => unknown, string[]]>([
    ['nothing', () => null, ['The file must be an object']],
    [
      'a list without entries',
      (file) => ({ ...file, workspaces: [] }),
      ['workspaces must name at least one SpotDraft workspace'],
    ],
    [
      'what is missing beside what is wrong and what is too much',
      (file) => ({
        ...file,
        portalId: 'x',
        workspace: 1,
        workspaces: [{ environment: 'test', baseUrl: 'http://x.example' }],
      }),
      [
        'portalId must be the number of the HubSpot account',
        "workspace isn't a field of this file",
        'workspaces[0].environment must be "uat" or "production"',
        'workspaces[0].name is missing',
        'workspaces[0].baseUrl must be an https address',
        'workspaces[0].clientId is missing',
        'workspaces[0].clientSecret is missing',
      ],
    ],
  ])(
    'is pointed to when a file holds %s, and every fault is told in our words',
    async (_what, change, faults) => {
      const folder = mkdtempSync(join(tmpdir(), 'set-up-example-'));
      try {
        const file = JSON.parse(readFileSync(join(root, 'set-up.example.json'), 'utf8')) as Record<
          string,
          unknown
        >;
        const path = join(folder, 'set-up.json');
        writeFileSync(path, JSON.stringify(change(file)));
        const read = await readSetUpFile(path);
        const [first, ...rest] = read.ok ? [] : read.failure.split('\n  ');
        expect(first).toBe(`${path} can't be used. set-up.example.json shows what it holds.`);
        expect(rest.sort()).toEqual(faults.sort());
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
