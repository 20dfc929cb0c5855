import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

const projectDir = join(import.meta.dirname, '../../..');
type Lock = { packages: Record<string, { link?: boolean; resolved?: string }> };

/**
 * Stands in for `npm ci` in a component's folder: links what the upload's own lockfile names, and only that, from this
 * repository's packages. `npm run check:extensions` installs in earnest.
 */
export function linkInstall(folder: string): Promise<string[]> {
  const app = dirname(folder);
  const { packages } = JSON.parse(readFileSync(join(app, 'package-lock.json'), 'utf8')) as Lock;
  for (const [place, { link, resolved = '' }] of Object.entries(packages)) {
    const source = link ? join(app, resolved) : join(projectDir, place);
    if (place.lastIndexOf('node_modules/') !== 0 || !existsSync(source)) continue;
    mkdirSync(dirname(join(app, place)), { recursive: true });
    symlinkSync(source, join(app, place));
  }
  return Promise.resolve([]);
}
