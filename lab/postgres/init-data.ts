import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { binary, type Binaries } from './binaries.ts';
import { giveTo, type ServerUser } from './server-user.ts';

const run = promisify(execFile);

export const superuser = { name: 'dealdraft', password: 'dealdraft' };

/** Messages are read, by us too: whatever the machine's language is, they're in English. */
export const environment = (): NodeJS.ProcessEnv => ({ ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' });

/**
 * Makes the data folder of a new server, unless it's there. It gets its name when all of it is written: what a killed
 * run leaves behind never passes for a server's data.
 */
export async function initData(binaries: Binaries, user: ServerUser, dataDir: string): Promise<void> {
  if (existsSync(join(dataDir, 'PG_VERSION'))) return;
  const made = `${dataDir}.new`;
  const password = `${dataDir}.password`;
  await rm(made, { recursive: true, force: true });
  await mkdir(made, { mode: 0o700 });
  await giveTo(user, made);
  try {
    await writeFile(password, superuser.password, { mode: 0o600 });
    await giveTo(user, password);
    await run(
      binary(binaries, 'initdb'),
      [
        `--pgdata=${made}`,
        '--auth=password',
        `--username=${superuser.name}`,
        `--pwfile=${password}`,
        '--encoding=UTF8',
        '--locale=C',
        '--no-instructions',
        '--no-sync',
      ],
      // Not the folder we are in: the server's user may be unable to enter it.
      { ...user, env: environment(), cwd: dirname(binary(binaries, 'initdb')) },
    );
    await rm(dataDir, { recursive: true, force: true });
    await rename(made, dataDir);
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`Postgres can't make its data folder ${dataDir}: ${said || String(error)}`, {
      cause: error,
    });
  } finally {
    await rm(password, { force: true });
  }
}
