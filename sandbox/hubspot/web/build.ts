import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildEntries } from './build/bundle-entries.ts';
import type { BuiltBundle, BundleWish } from './build/bundle-entries.ts';
import { fingerprint, readStamp, writeStamp } from './build/fingerprint.ts';
import { buildInProduction } from './build/production.ts';

const here = import.meta.dirname;
const dist = join(here, 'dist');
const pageSources = ['src', 'build', 'index.html', 'vite.config.ts'].map((name) => join(here, name));

/** Builds the CRM's pages into `dist`; does nothing when they are as new as their sources. */
export const buildWeb = async (): Promise<void> => {
  const stamp = await fingerprint(pageSources);
  if ((await readStamp(dist)) === stamp) return;
  // `dist` may also hold the card bundles: only what the pages left there goes.
  await rm(join(dist, 'assets'), { recursive: true, force: true });
  await buildInProduction({ kind: 'web' });
  await writeStamp(dist, stamp);
};

/**
 * Builds every card and settings page of a HubSpot project as HubSpot does (`remoteBuild`, minified) into `outDir`, with
 * `bundles.json` beside them for the pages. Answers the size of each; does nothing when the sources have not changed.
 */
export const buildBundles = (wish: BundleWish): Promise<BuiltBundle[]> => buildEntries(wish);
export type { BuiltBundle, BundleWish } from './build/bundle-entries.ts';
