import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, lstat, mkdir, mkdtemp, realpath, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { binary, type Binaries } from './binaries.ts';
import { canEnter, giveTo, temporaryFolder, type ServerUser } from './server-user.ts';

// A project that only root may enter (/root is one) is closed to the user the server runs as. What the server needs
// then lives in a temporary folder: a copy of the binaries, and the data, which the project's folder links to.

const run = promisify(execFile);

async function isOurs(folder: string): Promise<boolean> {
  const stat = await lstat(folder).catch(() => null);
  return stat?.isDirectory() === true && stat.uid === process.getuid?.() && (stat.mode & 0o022) === 0;
}

export async function reachableBinaries(user: ServerUser, binaries: Binaries): Promise<Binaries> {
  const open = user === null || ((await lstat(binary(binaries, 'postgres'))).mode & 0o005) === 0o005;
  if (open && canEnter(user, join(binaries.root, 'bin'))) return binaries;
  const root = join(temporaryFolder(user), `dealdraft-postgres-${binaries.version}`);
  if (!(await isOurs(root))) {
    const copy = await mkdtemp(`${root}-`);
    await cp(binaries.root, copy, { recursive: true, verbatimSymlinks: true });
    await run('chmod', ['-R', 'u=rwX,go=rX', copy]);
    try {
      await rename(copy, root);
    } catch (error) {
      await rm(copy, { recursive: true, force: true });
      // Another run was faster with the same copy; whatever else stands there isn't run.
      if (!(await isOurs(root)))
        throw new Error(`Postgres can't be copied to ${root}: remove what is there.`, { cause: error });
    }
  }
  return { ...binaries, root };
}

async function giveAllTo(user: ServerUser, folder: string): Promise<void> {
  if (user === null || (await lstat(folder)).uid === user.uid) return;
  await run('chown', ['-R', `${String(user.uid)}:${String(user.gid)}`, folder]);
}

/** Where the data really is: `dataDir` itself, or the reachable folder that it links to. */
export async function reachableData(user: ServerUser, dataDir: string): Promise<string> {
  await mkdir(dirname(dataDir), { recursive: true });
  const real = existsSync(dataDir)
    ? await realpath(dataDir)
    : join(await realpath(dirname(dataDir)), basename(dataDir));
  if (canEnter(user, dirname(real))) {
    if (existsSync(real)) await giveAllTo(user, real);
    return real;
  }
  const home = await mkdtemp(join(temporaryFolder(user), 'dealdraft-data-'));
  await giveTo(user, home);
  const data = join(home, 'postgres');
  if (existsSync(dataDir)) {
    await run('cp', ['-a', real, data]);
    await giveAllTo(user, data);
  }
  // What is replaced is the copied original, or a link whose temporary folder the system has cleared away.
  await rm(dataDir, { recursive: true, force: true });
  await symlink(data, dataDir);
  return data;
}
