import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareStores } from '../../../scripts/demo/stores.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dealdraft-stores-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const leave = async (...names: string[]): Promise<void> => {
  for (const name of names)
    await (name === 'postgres' ? mkdir(join(dataDir, name)) : writeFile(join(dataDir, name), '{}'));
};
const all = ['postgres', 'spotdraft.json', 'hubspot.json'];

describe('what an earlier run of the demo left', () => {
  it('is gone on from when it is whole', async () => {
    expect(await prepareStores(dataDir, false)).toMatchObject({ begins: 'first' });
    await leave(...all);
    expect(await prepareStores(dataDir, false)).toMatchObject({ begins: 'again' });
    expect(await readdir(dataDir)).toEqual(expect.arrayContaining(all));
  });

  it.each([
    ['older', false, all],
    ['interrupted', false, ['postgres', 'hubspot.json']],
    ['fresh', true, all],
  ] as const)('is deleted when it is %s', async (begins, wantFresh, left) => {
    await leave(...left);
    expect(await prepareStores(dataDir, wantFresh)).toMatchObject({ begins });
    expect(await readdir(dataDir)).toEqual(['form']);
  });
});
