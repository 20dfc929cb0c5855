import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { archiveProject } from '../../../scripts/extensions/archive-project.ts';
import { buildAway } from '../../../scripts/extensions/build-away.ts';
import { checkTypes } from '../../../scripts/extensions/check-types.ts';
import { copyBundler } from '../../../scripts/extensions/copy-bundler.ts';
import { linkInstall } from './link-install.ts';

const projectDir = join(import.meta.dirname, '../../..');
const tabCard = {
  uid: 'tab',
  componentType: 'CARD',
  metaFilePath: 'app/cards/deal-contracts-tab-hsmeta.json',
  config: { entrypoint: '/app/cards/TabCard.tsx' },
};

let home = '';
let away = '';
let source = '';
let bundler: Awaited<ReturnType<typeof copyBundler>>;

// All of it goes at the end only: a build that failed may still be reading.
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'dealdraft-upload-'));
  bundler = await copyBundler(projectDir, join(home, 'bundler'));
}, 60_000);
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

/** The project's source in a folder that a test may spoil, away from this repository. */
beforeEach(() => {
  away = mkdtempSync(join(home, 'test-'));
  source = join(away, 'extensions');
  cpSync(join(projectDir, 'extensions'), source, {
    recursive: true,
    filter: (path) => !path.includes('node_modules'),
  });
});

const change = (file: string, from: string, to: string): void => {
  const path = join(source, file);
  const before = readFileSync(path, 'utf8');
  expect(before).toContain(from);
  writeFileSync(path, before.replace(from, to));
};
const built = () =>
  buildAway(source, [tabCard], {
    workDir: join(away, 'work'),
    variables: {},
    bundler,
    install: linkInstall,
  });

describe('the upload', () => {
  it('holds what the build needs, and nothing of the machine', async () => {
    for (const file of ['app/node_modules/x/index.js', 'app/cards/.env', 'npm-debug.log']) {
      mkdirSync(join(source, file, '..'), { recursive: true });
      writeFileSync(join(source, file), 'mine');
    }
    const target = join(away, 'archive');
    expect(await archiveProject(source, target)).toEqual([]);
    const holds = (file: string) => existsSync(join(target, file));
    expect(['app/node_modules', 'app/cards/.env', 'npm-debug.log'].filter(holds)).toEqual([]);
    expect(holds('app/package-lock.json')).toBe(true);
    expect(holds('app/packages/ui/card/deal-card.tsx')).toBe(true);
    const { workspaces } = JSON.parse(readFileSync(join(target, 'app/package.json'), 'utf8')) as {
      workspaces: string[];
    };
    expect(workspaces).toEqual(['cards', 'settings', 'packages/ui', 'packages/wire']);
  });
});

// The compiler reads all of React's and HubSpot's types: some seconds on a machine with nothing else to do.
describe('a spoilt upload', { timeout: 120_000 }, () => {
  it('is found out for an import of code that stays behind', async () => {
    change('app/cards/TabCard.tsx', '@dealdraft/ui/', '../../../shared/');
    expect((await built()).faults.join()).toMatch(/TabCard\.tsx does not bundle: .*shared\/card\/card-root/);
  });

  it('is found out for an import of a type that stays behind, which the bundler does not miss', async () => {
    change(
      'app/packages/ui/kit/service/call.ts',
      '@dealdraft/wire/card.ts',
      '../../../../../src/wire/card.ts',
    );
    const { bundles, faults } = await built();
    // Everything else is in the upload and builds.
    expect(bundles.map(({ entry }) => entry)).toEqual(['/app/cards/TabCard.tsx']);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/app\/cards: .*call\.ts.*TS2307.*src\/wire\/card\.ts/);
  });

  it('is found out for a package that only this repository has', async () => {
    expect(existsSync(join(projectDir, 'node_modules/jsonata'))).toBe(true);
    change('app/cards/TabCard.tsx', 'import { CardRoot }', "import 'jsonata';\nimport { CardRoot }");
    expect((await built()).faults.join()).toMatch(/TabCard\.tsx does not bundle: .*"jsonata"/);
  });

  it('is found out for a workspace that lies elsewhere', async () => {
    mkdirSync(join(away, 'elsewhere'));
    writeFileSync(join(away, 'elsewhere/package.json'), '{ "name": "elsewhere", "version": "1.0.0" }');
    change('app/package.json', '"cards",', '"cards", "../../elsewhere",');
    expect((await archiveProject(source, join(away, 'archive'))).join()).toMatch(
      /^app\/package\.json: the workspace .*elsewhere lies outside/,
    );
  });

  it('is not taken for sound when it cannot be compiled at all', async () => {
    expect((await checkTypes(join(away, 'extensions/app/cards'))).join()).toMatch(/compiler did not run/);
  });
});
