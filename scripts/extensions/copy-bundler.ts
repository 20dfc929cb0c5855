import { cpSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { remoteBuild } from '@hubspot/ui-extensions-dev-server/build';

type Manifest = Partial<Record<'dependencies' | 'optionalDependencies', Record<string, string>>>;

const bundler = '@hubspot/ui-extensions-dev-server';

/**
 * Copies HubSpot's bundler, with all that its build needs, out of this repository, and loads it there. From here, the
 * bundler could find a package that HubSpot would not have installed.
 */
export async function copyBundler(projectDir: string, target: string): Promise<typeof remoteBuild> {
  copyPackage(bundler, projectDir, { projectDir, target, done: new Set() });
  const entry = join(target, 'node_modules', bundler, 'dist/lib/build.js');
  const copied = (await import(pathToFileURL(entry).href)) as { remoteBuild: typeof remoteBuild };
  return copied.remoteBuild;
}

type Copying = { projectDir: string; target: string; done: Set<string> };

function copyPackage(name: string, from: string, copying: Copying): void {
  const folder = findPackage(name, from);
  // Optional packages are those of other platforms, too.
  if (folder === null || copying.done.has(folder)) return;
  copying.done.add(folder);
  cpSync(folder, join(copying.target, relative(copying.projectDir, folder)), {
    recursive: true,
    filter: (path) => !relative(folder, path).startsWith('node_modules'),
  });
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  // What is optional for the bundler serves local development. What is optional below it is esbuild's and Rollup's binary.
  const optional = name === bundler ? {} : manifest.optionalDependencies;
  for (const needed of Object.keys({ ...manifest.dependencies, ...optional })) {
    copyPackage(needed, folder, copying);
  }
}

/** Where Node would find `name` from a file in `from`. */
function findPackage(name: string, from: string): string | null {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  return dirname(from) === from ? null : findPackage(name, dirname(from));
}
