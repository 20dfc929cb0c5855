import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { accessTokens } from '../../../sandbox/hubspot/state/accounts.ts';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { demoMappings } from '../../../lab/world/mappings.ts';
import { serviceEnvironment } from '../../../lab/processes/service-process.ts';
import { freePort, portalId, startWorld, type World } from '../../../lab/world/world.ts';
import { journey } from '../../../lab/world/journey.ts';

let world: World;
let folder: string;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), connected: false });
  folder = await mkdtemp(join(tmpdir(), 'set-up-'));
});
afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

const { clientId, clientSecret } = sandboxCredentials.production;
const workspace = (more: Record<string, unknown> = {}) => ({
  environment: 'production',
  name: 'Northwind production',
  baseUrl: world.spotdraft.origin,
  clientId,
  clientSecret: 'SPOTDRAFT_SECRET',
  ...more,
});
const fileWith = (...workspaces: Record<string, unknown>[]) => ({
  portalId,
  accessToken: 'HUBSPOT_TOKEN',
  workspaces,
});

/** The script as an operator starts it, with nothing of this process's environment. */
const setUp = async (content: unknown, extra: Record<string, string | undefined> = {}) => {
  const path = join(folder, 'set-up.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  const environment = {
    ...serviceEnvironment({
      databaseUrl: world.databaseUrl,
      port: await freePort(),
      publicPort: world.config.PORT,
      hubspotOrigin: world.hubspot.origin,
    }),
    HUBSPOT_TOKEN: accessTokens[portalId] ?? '',
    SPOTDRAFT_SECRET: clientSecret,
    // The running service's, which a command beside it leaves alone.
    HEALTH_PORT: String(world.config.PORT),
    ...extra,
  };
  const child = spawn(process.execPath, ['scripts/set-up.ts', path], {
    cwd: join(import.meta.dirname, '../../..'),
    env: Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined)),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
};

describe('what does not work is said, and nothing is stored', () => {
  it.each<[string, () => unknown, Record<string, string | undefined>, RegExp]>([
    ['no JSON', () => '{ "portalId": ', {}, /set-up\.json is not JSON/],
    [
      'a word too many',
      () => ({ ...fileWith(workspace()), portal: 1 }),
      {},
      /portal isn't a field of this file/,
    ],
    [
      'no address',
      () => fileWith(workspace({ baseUrl: 'api.spotdraft' })),
      {},
      /workspaces\[0\]\.baseUrl must be an https address/,
    ],
    [
      'a mapping file that is not there',
      () => fileWith(workspace({ mappings: { 'Order Form': 'none.json' } })),
      {},
      /none\.json cannot be read/,
    ],
    [
      'variables that are not set',
      () => fileWith(workspace()),
      { HUBSPOT_TOKEN: undefined, SPOTDRAFT_SECRET: '' },
      /Not set: HUBSPOT_TOKEN, SPOTDRAFT_SECRET\./,
    ],
    [
      'a variable of the service',
      () => fileWith(workspace()),
      { SECRET_KEYS: undefined },
      /SECRET_KEYS is missing — keys that encrypt/,
    ],
    [
      'a secret that is wrong',
      () => fileWith(workspace()),
      { SPOTDRAFT_SECRET: 'wrong' },
      /Northwind production: .+/,
    ],
    [
      'a key that could be guessed',
      () => ({ ...fileWith(workspace()), erp: { key: 'ERP_KEY' } }),
      { ERP_KEY: 'short' },
      /The ERP's key must be whsec_ followed by 24 to 64 random bytes in base64\./,
    ],
    ['a token that is wrong', () => fileWith(workspace()), { HUBSPOT_TOKEN: 'wrong' }, /HubSpot: .+/],
  ])('%s', async (_what, content, environment, said) => {
    const before = await world.db.workspace.count();
    const { code, output } = await setUp(content(), environment);
    expect(output).toMatch(said);
    expect(output).not.toMatch(/\n\s+at .+:\d+/); // no stack
    expect(output).not.toContain(clientSecret);
    expect(code).toBe(1);
    expect(await world.db.workspace.count()).toBe(before);
  });
});

describe('from an empty database', () => {
  it('connects, publishes what fits, says what does not, and can be repeated', async () => {
    const orderForm = { format: 'dealdraft-mapping', mapping: demoMappings['Order Form'] };
    await writeFile(join(folder, 'order-form.json'), JSON.stringify(orderForm));
    const agreement = demoMappings['Master Services Agreement'];
    const broken = { ...agreement, contractData: agreement?.contractData?.slice(1) };
    const first = await setUp(
      fileWith(
        workspace({
          mappings: {
            'Order Form': 'order-form.json',
            'Master Services Agreement': broken,
            Nothing: agreement,
          },
        }),
      ),
    );
    expect(first.output).toMatch(/HubSpot account 8811001: connected, \d+ properties created\./);
    expect(first.output).toMatch(/Northwind production: connected, \d+ templates read\./);
    expect(first.output).toContain('“Order Form”: version 1 published.');
    expect(first.output).toContain('“Master Services Agreement”: not published.');
    expect(first.output).toContain('effective_date: Effective date is required.');
    expect(first.output).toContain('“Nothing”: not a published template of this workspace.');
    expect(first.output).toContain('2 mappings were not published.');
    expect(first.code).toBe(1);

    const again = await setUp(
      fileWith(
        workspace({ mappings: { 'Order Form': 'order-form.json', 'Master Services Agreement': agreement } }),
      ),
    );
    expect(again.output).toContain('“Order Form”: unchanged, version 1.');
    expect(again.output).toContain('“Master Services Agreement”: version 1 published.');
    expect(again.code).toBe(0);
    expect(await world.db.workspace.count()).toBe(1);
    expect(await world.db.mappingVersion.count()).toBe(2);
    const audit = await world.db.auditEntry.findMany({ where: { portalId, action: 'mapping_published' } });
    expect(audit.map(({ who, subject }) => `${who}: ${subject}`).sort()).toEqual([
      'operator: Master Services Agreement',
      'operator: Order Form',
    ]);

    // And it holds: a contract is made with it by the service that runs beside.
    const made = await journey(world).make(world.dealId('Alpenglühen'), 'Order Form');
    expect(made.row.status).toBe('DRAFT');
  });
});
