import { readFileSync, rmSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { remoteBuild } from '@hubspot/ui-extensions-dev-server/build';
import type { Component } from './translate-project.ts';

export type Bundle = { entry: string; file: string; bytes: number; gzipped: number };

/**
 * What an entry may weigh, in bytes. A card is fetched with every record that somebody opens; the settings page now and
 * then, by an admin (docs/decisions/0005).
 */
export const bundleLimit = (entry: string): number => (entry.startsWith('/app/settings/') ? 200 : 150) * 1024;

export type Variables = Record<string, string | number | boolean>;

/** Vite follows NODE_ENV: anything but production would bundle React's development helpers, twice the size. */
const inProduction = async (build: () => Promise<void>): Promise<void> => {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await build();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
};

/** Builds each entry as HubSpot's build does (minified, React outside), one folder per entry under `outputDir`. */
export const buildBundles = async (
  sourceDir: string,
  components: readonly Component[],
  {
    outputDir,
    variables,
    bundler = remoteBuild,
  }: { outputDir: string; variables: Variables; bundler?: typeof remoteBuild },
): Promise<Bundle[]> => {
  const entries = components.flatMap(({ config }) =>
    typeof config['entrypoint'] === 'string' ? [config['entrypoint']] : [],
  );
  const bundles: Bundle[] = [];
  for (const entry of entries) {
    const path = join(sourceDir, entry);
    const name = basename(path, extname(path));
    const target = join(outputDir, name);
    rmSync(target, { recursive: true, force: true });
    await inProduction(() =>
      bundler({
        root: dirname(path),
        entryPoint: basename(path),
        outputDir: target,
        logLevel: 'warn',
        appConfig: { variables },
      }),
    );
    const file = join(target, `${name}.js`);
    const content = readFileSync(file);
    bundles.push({ entry, file, bytes: content.length, gzipped: gzipSync(content).length });
  }
  return bundles;
};

/** Code that has no business in a card: it would mean that a schema library was pulled in instead of a type. */
export const strayCode = (bundle: Bundle): string[] => {
  const content = readFileSync(bundle.file, 'utf8');
  return [/ZodError|\$ZodType/, /process\.env/].flatMap((pattern) =>
    pattern.test(content) ? [`${bundle.entry} contains ${String(pattern)}`] : [],
  );
};
