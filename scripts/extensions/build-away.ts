import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { remoteBuild } from '@hubspot/ui-extensions-dev-server/build';
import { archiveProject } from './archive-project.ts';
import { buildBundles, type Bundle, type Variables } from './build-bundles.ts';
import { checkTypes } from './check-types.ts';
import { installComponent } from './install-component.ts';
import type { Component } from './translate-project.ts';

export type Away = {
  /** An empty folder outside the repository. */
  workDir: string;
  variables: Variables;
  bundler: typeof remoteBuild;
  /** How a component's folder gets its packages: HubSpot's way, unless a test has a faster one. */
  install?: (folder: string) => Promise<string[]>;
};
export type Built = { bundles: Bundle[]; faults: string[] };
type Place = { folder: string; unpacked: string; components: Component[]; faults: string[] };

/**
 * What HubSpot makes of an upload: unpacks the archive for each component folder, installs that folder alone, and bundles
 * its entries. What is not in the archive, or not declared by a package in it, is not found.
 */
export async function buildAway(
  sourceDir: string,
  components: readonly Component[],
  { workDir, variables, bundler, install = installComponent }: Away,
): Promise<Built> {
  const archive = join(workDir, 'archive');
  const faults = await archiveProject(sourceDir, archive);

  const places = await Promise.all(
    [...byFolder(components)].map(async ([folder, members]): Promise<Place> => {
      const unpacked = join(workDir, folder.replaceAll('/', '-'));
      cpSync(archive, unpacked, { recursive: true });
      return { folder, unpacked, components: members, faults: await install(join(unpacked, folder)) };
    }),
  );
  const bundles: Bundle[] = [];
  // One after the other: the bundler reads NODE_ENV, which all of a process share.
  for (const place of places.filter((each) => each.faults.length === 0)) {
    const built = await buildPlace(place, { variables, bundler });
    bundles.push(...built.bundles);
    place.faults.push(...built.faults);
  }
  const named = places.flatMap((place) => place.faults.map((fault) => `${place.folder}: ${fault}`));
  return { bundles, faults: [...faults, ...named] };
}

function byFolder(components: readonly Component[]): Map<string, Component[]> {
  const entered = components.filter(({ config }) => typeof config['entrypoint'] === 'string');
  return Map.groupBy(entered, ({ metaFilePath }) => dirname(metaFilePath));
}

async function buildPlace(
  { folder, unpacked, components }: Place,
  { variables, bundler }: Pick<Away, 'variables' | 'bundler'>,
): Promise<Built> {
  const built: Built = { bundles: [], faults: [] };
  for (const component of components) {
    try {
      const outputDir = join(unpacked, 'bundles');
      const bundles = await buildBundles(unpacked, [component], { outputDir, variables, bundler });
      built.bundles.push(...bundles);
    } catch (cause) {
      built.faults.push(`${String(component.config['entrypoint'])} does not bundle: ${String(cause)}`);
    }
  }
  if (built.faults.length === 0) built.faults.push(...(await checkTypes(join(unpacked, folder))));
  return built;
}
