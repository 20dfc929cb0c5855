import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { shouldIgnoreFile } from '@hubspot/local-dev-lib/ignoreRules';
import {
  collectWorkspaceDirectories,
  findAndParsePackageJsonFiles,
} from '@hubspot/project-parsing-lib/workspaces';

/**
 * Writes into `target` what unpacking the archive of `hs project upload` gives: the source folder without what HubSpot's
 * libraries ignore, and each package.json that declares workspaces with its members named one by one. Answers what the
 * upload would get wrong. Compared file by file with the archive that @hubspot/cli 8.14.0 makes.
 */
export async function archiveProject(sourceDir: string, target: string): Promise<string[]> {
  cpSync(sourceDir, target, { recursive: true, filter: (path) => isUploaded(relative(sourceDir, path)) });

  const members = new Map<string, string[]>();
  const faults: string[] = [];
  const found = await collectWorkspaceDirectories(await findAndParsePackageJsonFiles(sourceDir));
  for (const { workspaceDir, sourcePackageJsonPath } of found) {
    const file = relative(sourceDir, sourcePackageJsonPath);
    // HubSpot's command line would take such a folder along, but the build does not install what the folder depends on.
    if (relative(sourceDir, workspaceDir).startsWith('..')) {
      faults.push(`${file}: the workspace ${workspaceDir} lies outside the uploaded folder`);
    } else {
      const member = relative(dirname(sourcePackageJsonPath), workspaceDir);
      members.set(file, [...(members.get(file) ?? []), member]);
    }
  }
  for (const [file, workspaces] of members) {
    const content = JSON.parse(readFileSync(join(target, file), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(target, file), JSON.stringify({ ...content, workspaces }, null, 2));
  }
  return faults;
}

/** Named from the root, so that a checkout under a hidden folder is not ignored as a whole. */
function isUploaded(path: string): boolean {
  return path === '' || !shouldIgnoreFile(join('/', path), true);
}
