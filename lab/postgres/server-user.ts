import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';

/** Whom the server runs as; null: whoever started us. */
export type ServerUser = { uid: number; gid: number } | null;

const idsOf = (name: string): ServerUser => {
  try {
    const id = (flag: string): number =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
};

/**
 * Postgres refuses to run as root, so root lends it a user that the machine has anyway; none is created. Data that
 * another user of the server made stays with that user.
 */
export function serverUser(dataDir: string): ServerUser {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(dataDir, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const user = idsOf('postgres') ?? idsOf('nobody');
  if (user === null)
    throw new Error(
      'Postgres refuses to run as root, and this machine has neither a user "postgres" nor "nobody". Start again as an ordinary user, or give the demo a Postgres of your own: npm run demo -- --database <address>.',
    );
  return user;
}

/** Whether the user may pass through every folder down to this one, this one included. */
export function canEnter(user: ServerUser, folder: string): boolean {
  if (user === null) return true;
  for (let path = resolve(folder); ; path = dirname(path)) {
    const { mode, uid, gid } = statSync(path);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** A folder for temporary data that the user can reach, wherever TMPDIR points. */
export function temporaryFolder(user: ServerUser): string {
  const found = [tmpdir(), '/tmp', '/var/tmp'].find((folder) => canEnter(user, folder));
  if (found === undefined)
    throw new Error(
      'Postgres finds no folder for its data: the user it runs as may enter no temporary folder.',
    );
  return found;
}

export async function giveTo(user: ServerUser, path: string): Promise<void> {
  if (user !== null) await chown(path, user.uid, user.gid);
}
