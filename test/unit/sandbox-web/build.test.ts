import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findEntries } from '../../../sandbox/hubspot/web/build/bundle-entries.ts';
import { fingerprint, readStamp, writeStamp } from '../../../sandbox/hubspot/web/build/fingerprint.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'web-build-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = async (path: string, content: string): Promise<void> => {
  const file = join(folder, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, content);
};

describe('the fingerprint of sources', () => {
  it('changes with content, names and what else counts, and with nothing else', async () => {
    await put('src/a.ts', 'one');
    const first = await fingerprint([folder]);
    await put('src/node_modules/x.ts', 'ignored');
    await put('src/dist/y.ts', 'ignored');
    expect(await fingerprint([folder])).toBe(first);
    expect(await fingerprint([folder], 'variables')).not.toBe(first);
    await put('src/a.ts', 'two');
    const second = await fingerprint([folder]);
    expect(second).not.toBe(first);
    await put('src/b.ts', '');
    expect(await fingerprint([folder])).not.toBe(second);
  });

  it('is kept beside what was built; nothing is known of a folder that is not there', async () => {
    const out = join(folder, 'out');
    expect(await readStamp(out)).toBeNull();
    await writeStamp(out, 'abc');
    expect(await readStamp(out)).toBe('abc');
    expect(await fingerprint([join(folder, 'absent')])).toBe(await fingerprint([]));
  });
});

describe('the entries of a HubSpot project', () => {
  it('come from the meta files of cards and settings', async () => {
    const card = {
      uid: 'c',
      type: 'card',
      config: { name: 'Contracts', location: 'crm.record.tab', entrypoint: '/app/cards/TabCard.tsx' },
    };
    const settings = { uid: 's', type: 'settings', config: { entrypoint: '/app/settings/SettingsPage.tsx' } };
    await put('app/cards/tab-hsmeta.json', JSON.stringify(card));
    await put('app/cards/package.json', '{}');
    await put('app/settings/settings-hsmeta.json', JSON.stringify(settings));
    expect(await findEntries(folder)).toEqual([
      {
        uid: 'c',
        type: 'card',
        title: 'Contracts',
        location: 'crm.record.tab',
        file: 'TabCard.js',
        source: join(folder, 'app/cards/TabCard.tsx'),
      },
      {
        uid: 's',
        type: 'settings',
        title: 'Settings',
        location: 'settings',
        file: 'SettingsPage.js',
        source: join(folder, 'app/settings/SettingsPage.tsx'),
      },
    ]);
  });

  it('are none in an empty folder', async () => {
    expect(await findEntries(folder)).toEqual([]);
  });
});
