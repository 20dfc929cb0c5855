import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reachableBinaries } from '../../../lab/postgres/reachable.ts';
import { canEnter } from '../../../lab/postgres/server-user.ts';

const stranger = { uid: 65_534, gid: 65_534 };
const version = `test-${String(process.pid)}`;
const copy = join(tmpdir(), `dealdraft-postgres-${version}`);
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dealdraft-binaries-'));
  chmodSync(root, 0o755);
  mkdirSync(join(root, 'bin'));
  writeFileSync(join(root, 'bin/postgres'), 'the server', { mode: 0o755 });
  symlinkSync('postgres', join(root, 'bin/link'));
});
afterEach(() => {
  for (const folder of [root, copy]) rmSync(folder, { recursive: true, force: true });
});

describe('the binaries for the user that the server runs as', () => {
  it('stay where they are when that user can run them', async () => {
    expect(await reachableBinaries(stranger, { root, version })).toEqual({ root, version });
    expect(await reachableBinaries(null, { root, version })).toEqual({ root, version });
  });

  it.each([
    [
      'a folder on the way is closed',
      () => {
        chmodSync(root, 0o700);
      },
    ],
    [
      'the files are closed',
      () => {
        chmodSync(join(root, 'bin/postgres'), 0o700);
      },
    ],
  ])('are copied to where that user can run them when %s', async (_, close) => {
    close();
    const reachable = await reachableBinaries(stranger, { root, version });
    expect(reachable.root).toBe(copy);
    expect(canEnter(stranger, join(copy, 'bin'))).toBe(true);
    expect(lstatSync(join(copy, 'bin/postgres')).mode & 0o777).toBe(0o755);
    expect(lstatSync(join(copy, 'bin/link')).isSymbolicLink()).toBe(true);
    expect(await reachableBinaries(stranger, { root, version })).toEqual(reachable);
  });

  it('are never what somebody else put there', async () => {
    chmodSync(root, 0o700);
    mkdirSync(copy);
    chmodSync(copy, 0o777);
    writeFileSync(join(copy, 'planted'), '');
    await expect(reachableBinaries(stranger, { root, version })).rejects.toThrow(`remove what is there`);
    expect(readFileSync(join(copy, 'planted'), 'utf8')).toBe('');
  });
});
