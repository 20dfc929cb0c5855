import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const filesUnder = async (path: string): Promise<string[]> => {
  const found = await stat(path).catch(() => null);
  if (found === null) return [];
  if (found.isFile()) return [path];
  const names = (await readdir(path)).filter((name) => name !== 'node_modules' && name !== 'dist');
  return (await Promise.all(names.sort().map((name) => filesUnder(join(path, name))))).flat();
};

/** A hash of the content of these files and folders and of whatever else the result depends on. */
export const fingerprint = async (paths: string[], also = ''): Promise<string> => {
  const hash = createHash('sha256').update(also);
  for (const path of paths) {
    for (const file of await filesUnder(path)) hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex');
};

const stampFile = (folder: string): string => join(folder, '.fingerprint');

export const readStamp = (folder: string): Promise<string | null> =>
  readFile(stampFile(folder), 'utf8').catch(() => null);

export const writeStamp = async (folder: string, stamp: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeFile(stampFile(folder), stamp);
};
