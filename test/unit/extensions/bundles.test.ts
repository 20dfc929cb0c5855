import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Bundle } from '../../../scripts/extensions/build-bundles.ts';
import { buildBundles, bundleLimit, strayCode } from '../../../scripts/extensions/build-bundles.ts';
import type { DealView } from '@dealdraft/wire/card.ts';
import { contract, dealView } from '../card/kit.tsx';
import { hostBundle } from './host-bundle.ts';
import { translateProject } from '../../../scripts/extensions/translate-project.ts';
import { patienceMs } from '../../../lab/patience.ts';

const projectDir = join(import.meta.dirname, '../../..');
let outputDir = '';
let bundles: Bundle[] = [];

beforeAll(async () => {
  outputDir = mkdtempSync(join(tmpdir(), 'dealdraft-bundles-'));
  const project = await translateProject(projectDir, { profile: 'dev', validate: false });
  if (!project.ok) throw new Error(project.message);
  bundles = await buildBundles(join(projectDir, 'extensions'), project.components, {
    outputDir,
    variables: { API_ORIGIN: 'https://api.example.com' },
  });
}, 60_000);
afterAll(() => {
  rmSync(outputDir, { recursive: true, force: true });
});

describe('the bundles HubSpot gets', () => {
  it('are one per entry, small, and free of schema code', () => {
    expect(bundles.map(({ entry }) => entry).sort()).toEqual([
      '/app/cards/SidebarCard.tsx',
      '/app/cards/TabCard.tsx',
      '/app/settings/SettingsPage.tsx',
    ]);
    for (const bundle of bundles) {
      expect(bundle.bytes).toBeLessThan(bundleLimit(bundle.entry));
      expect(strayCode(bundle)).toEqual([]);
    }
  });

  it('leave React and the renderer to HubSpot, and register themselves', () => {
    for (const { file } of bundles) {
      const code = readFileSync(file, 'utf8');
      expect(code).toMatch(/\bReact\b/);
      expect(code).toMatch(/\bRemoteUI\b/);
      expect(code).toContain('extend_V2');
      expect(code).not.toContain('__SECRET_INTERNALS_DO_NOT_USE_OR_YOU_WILL_BE_FIRED={');
    }
  });

  it('run as HubSpot runs them: in a worker’s globals, drawing through remote-ui', async () => {
    const asked: string[] = [];
    const view: DealView = dealView({ contracts: [contract()] });
    const host = hostBundle(
      bundles.find(({ entry }) => entry === '/app/cards/SidebarCard.tsx')?.file ?? '',
      (url) => {
        asked.push(url);
        return url.endsWith('/drift') ? { checked: 0, changed: 0 } : view;
      },
    );
    await vi.waitFor(
      () => {
        expect(host.text()).toContain('Order form for Acme');
        // The second call follows what the first one draws.
        expect(asked).toHaveLength(2);
      },
      { timeout: patienceMs },
    );
    expect(host.text()).toContain('In review');
    expect(asked).toEqual([
      'https://api.example.com/api/card/deals/901',
      'https://api.example.com/api/card/deals/901/drift',
    ]);
  });

  it('are found out when a schema library gets in', () => {
    const file = join(outputDir, 'Bad.js');
    writeFileSync(file, 'class ZodError{}');
    expect(strayCode({ entry: 'Bad.tsx', file, bytes: 1, gzipped: 1 })).toHaveLength(1);
  });
});
