import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buildEntries } from './bundle-entries.ts';
import type { BuiltBundle, BundleWish } from './bundle-entries.ts';
import { fingerprint, readStamp, writeStamp } from './fingerprint.ts';
import { buildInProduction } from './production.ts';

const web = join(import.meta.dirname, '..');
const dist = join(web, 'dist');
const pageSources = ['src', 'build', 'index.html', 'vite.config.ts'].map((name) => join(web, name));

/** Builds the CRM's pages into `dist`; does nothing when they are as new as their sources. */
export const buildWeb = async (): Promise<void> => {
  const stamp = await fingerprint(pageSources);
  if ((await readStamp(dist)) === stamp) return;
  const begun = Date.now();
  await buildInProduction({ kind: 'web' });
  await removeOlder(join(dist, 'assets'), begun);
  await writeStamp(dist, stamp);
};

/** Former assets go only after the new ones are there: a page that is being served must not lose its own. */
const removeOlder = async (folder: string, than: number): Promise<void> => {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    // A file system may round its times down by up to two seconds.
    if ((await stat(file)).mtimeMs < than - 2_000) await rm(file, { force: true });
  }
};

/**
 * Builds every card and settings page of a HubSpot project as HubSpot does (`remoteBuild`, minified) into `outDir`, with
 * `bundles.json` beside them for the pages. Answers the size of each; does nothing when the sources have not changed.
 */
export const buildBundles = (wish: BundleWish): Promise<BuiltBundle[]> => buildEntries(wish);
export type { BuiltBundle, BundleWish } from './bundle-entries.ts';
