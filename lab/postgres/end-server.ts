import { setTimeout as pause } from 'node:timers/promises';

/** What Postgres is asked first, and what comes when that takes too long: fast shutdown, immediate shutdown, no question. */
const asks = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 10_000],
  ['SIGKILL', 5000],
] as const;

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process lives too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function isGone(pid: number, withinMs: number): Promise<boolean> {
  const end = Date.now() + withinMs;
  while (isAlive(pid)) {
    if (Date.now() > end) return false;
    await pause(20);
  }
  return true;
}

/** Ends a server by its process id, and comes back when the process is gone. */
export async function endServer(pid: number): Promise<void> {
  for (const [signal, patienceMs] of asks) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await isGone(pid, patienceMs)) return;
  }
}
