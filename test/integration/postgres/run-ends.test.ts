import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { isAlive } from '../../../lab/postgres/end-server.ts';
import { until } from '../../../lab/world/world.ts';
import { startRun, startRunBelowShell, type DatabaseRun } from './database-run.ts';

// Each makes a server from nothing, some more than one; a machine that others fill takes its time.
vi.setConfig({ testTimeout: 180_000 });

async function dataOf({ url }: DatabaseRun): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory ?? '';
  } finally {
    await client.end();
  }
}

/** However a run ends: the exit code is its own, and neither the server nor its temporary data stays. */
const ends: [string, (run: DatabaseRun) => void, number | string][] = [
  ['in order', ({ child }) => child.stdin?.end('stop\n'), 0],
  ['without stopping the server', ({ child }) => child.stdin?.end(), 0],
  ['by a fault', ({ child }) => child.stdin?.end('throw\n'), 1],
  ['by SIGINT', ({ child }) => child.kill('SIGINT'), 'SIGINT'],
  ['by SIGTERM', ({ child }) => child.kill('SIGTERM'), 'SIGTERM'],
  ['by SIGKILL', ({ child }) => child.kill('SIGKILL'), 'SIGKILL'],
];

describe.concurrent('the server of a run that ends', () => {
  it.each(ends)('%s is gone with its data', async (_, end, outcome) => {
    const run = await startRun();
    const data = await dataOf(run);
    expect(existsSync(data)).toBe(true);
    end(run);
    expect(await run.ended).toBe(outcome);
    await until('the server is gone', () => !isAlive(run.pid), 60_000);
    await until('its data is gone', () => !existsSync(data), 60_000);
  });
});

it('is gone when npm gets SIGTERM, which ends the shell between npm and the run', async () => {
  const run = await startRunBelowShell();
  try {
    run.child.kill('SIGTERM');
    await until('the run has ended', () => !isAlive(run.run));
    await until('the server is gone', () => !isAlive(run.pid));
    expect(await run.ended).toBe('SIGTERM');
  } finally {
    if (isAlive(run.run)) process.kill(run.run, 'SIGKILL');
  }
});

// Only Linux shows a process's group as a file.
it.runIf(process.platform === 'linux')(
  'is out of reach of a Ctrl-C in the terminal: its clients end first',
  async () => {
    const run = await startRun();
    try {
      // The fifth field is the process group; the second, in brackets, may hold spaces.
      const stat = await readFile(`/proc/${String(run.pid)}/stat`, 'utf8');
      expect(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2])).toBe(run.pid);
    } finally {
      run.child.stdin?.end('stop\n');
      await run.ended;
    }
  },
);
