import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { endServer, isAlive } from './end-server.ts';

/** The command line of a process; null where it can't be known. */
async function commandLine(pid: number): Promise<string | null> {
  try {
    if (existsSync('/proc/self/cmdline'))
      return (await readFile(`/proc/${String(pid)}/cmdline`, 'utf8')).replaceAll('\0', ' ');
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return null;
  }
}

/**
 * Ends the server that a killed run left on this data. Only the holder of the folder's claim may ask: the server of a
 * run that goes on isn't left over. The number in the file may be another process's by now, after a restart of the
 * machine; that process is left alone, and the file goes, because Postgres itself would take the number for a server.
 */
export async function endLeftover(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const data = await realpath(dataDir);
  const file = join(data, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return;
  const command = await commandLine(pid);
  if (command === null) return;
  if (command.includes(data)) await endServer(pid);
  else await rm(file, { force: true });
}
