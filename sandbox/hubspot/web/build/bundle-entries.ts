import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fingerprint, readStamp, writeStamp } from './fingerprint.ts';
import { buildInProduction } from './production.ts';

export type BundleWish = {
  /** The HubSpot project's source folder, the one that holds `app/`. */
  extensionsDir: string;
  outDir: string;
  /** Profile variables, which HubSpot writes into each bundle's manifest. */
  variables: Record<string, string>;
};
export type BuiltBundle = { file: string; bytes: number };

type Entry = {
  uid: string;
  type: 'card' | 'settings';
  title: string;
  location: string;
  source: string;
  file: string;
};
type Meta = {
  uid: string;
  type: string;
  config: { name?: string; location?: string; entrypoint: string };
};

const folders = ['app/cards', 'app/settings'];
const index = 'bundles.json';

const metasOf = async (folder: string): Promise<Meta[]> => {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('-hsmeta.json')).sort();
  return Promise.all(
    files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Meta),
  );
};

/** Cards and settings pages as their meta files describe them. The entry point is named from the project's source folder. */
export const findEntries = async (extensionsDir: string): Promise<Entry[]> => {
  const metas = (await Promise.all(folders.map((folder) => metasOf(join(extensionsDir, folder))))).flat();
  return metas.map(({ uid, type, config }) => ({
    uid,
    type: type === 'settings' ? 'settings' : 'card',
    title: config.name ?? 'Settings',
    location: config.location ?? 'settings',
    source: join(extensionsDir, config.entrypoint),
    file: `${basename(config.entrypoint).replace(/\.[jt]sx?$/, '')}.js`,
  }));
};

export const buildEntries = async ({
  extensionsDir,
  outDir,
  variables,
}: BundleWish): Promise<BuiltBundle[]> => {
  const entries = await findEntries(extensionsDir);
  const target = resolve(outDir);
  const stamp = await fingerprint([extensionsDir], JSON.stringify(variables));
  const complete = await Promise.all(entries.map(({ file }) => sizeOf(join(target, file))));
  if ((await readStamp(target)) === stamp && complete.every((bytes) => bytes !== null)) {
    return entries.map(({ file }, at) => ({ file, bytes: complete[at] ?? 0 }));
  }
  await mkdir(target, { recursive: true });
  await Promise.all(entries.map((entry) => buildEntry(entry, target, variables)));
  const listed = entries.map(({ source: _source, ...rest }) => rest);
  await writeFile(join(target, index), JSON.stringify({ bundles: listed }, null, 2));
  await writeStamp(target, stamp);
  return Promise.all(
    entries.map(async ({ file }) => ({ file, bytes: (await sizeOf(join(target, file))) ?? 0 })),
  );
};

/** HubSpot's build empties its output folder, so each entry gets one of its own and moves out of it. */
const buildEntry = async (entry: Entry, target: string, variables: Record<string, string>): Promise<void> => {
  const own = await mkdtemp(join(target, '.build-'));
  try {
    await buildInProduction({
      kind: 'bundle',
      root: dirname(entry.source),
      entryPoint: basename(entry.source),
      outputDir: own,
      variables,
    });
    for (const name of await readdir(own)) await rename(join(own, name), join(target, name));
  } finally {
    await rm(own, { recursive: true, force: true });
  }
};

const sizeOf = async (file: string): Promise<number | null> => {
  const found = await stat(file).catch(() => null);
  return found?.size ?? null;
};
