import { compileCache } from '../../processes/compile-cache.ts';
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { until } from '../../world/world.ts';

const root = join(import.meta.dirname, '../../..');

const living = new Set<ChildProcess>();
// Whatever ends the run, nothing of it goes on.
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

export type Program = {
  name: string;
  start: () => Promise<void>;
  /** SIGKILL: it gets no chance to end anything. */
  kill: () => Promise<void>;
  /** SIGTERM: it ends in order; gives its exit code. */
  stop: () => Promise<number | null>;
  isRunning: () => boolean;
  /** Every line it wrote, over all its lives. */
  lines: () => readonly string[];
  /** Ends that nobody asked for. */
  crashes: () => readonly string[];
};

/** One process of the service, as an operator would run it, plus the changes that belong to the run. */
export const program = (options: {
  name: string;
  role: 'web' | 'worker';
  environment: Record<string, string>;
  logFile: string;
}): Program => {
  const { name, role } = options;
  const lines: string[] = [];
  const crashes: string[] = [];
  let child: ChildProcess | null = null;
  let wanted = false;
  let file: WriteStream | null = null;

  const keep = (stream: NodeJS.ReadableStream | null): void => {
    let rest = '';
    stream?.on('data', (chunk: Buffer) => {
      file?.write(chunk);
      const parts = (rest + chunk.toString('utf8')).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
    });
  };

  const ended = (process: ChildProcess): boolean => process.exitCode !== null || process.signalCode !== null;

  const start = async (): Promise<void> => {
    file ??= createWriteStream(options.logFile, { flags: 'a' });
    wanted = true;
    const from = lines.length;
    const started = spawn(
      process.execPath,
      [
        '--import',
        pathToFileURL(join(import.meta.dirname, 'change-source.ts')).href,
        join(root, 'src/main.ts'),
        '--role',
        role,
      ],
      {
        cwd: tmpdir(),
        env: {
          PATH: process.env['PATH'] ?? '',
          NO_COLOR: '1',
          NODE_COMPILE_CACHE: compileCache,
          ...options.environment,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    child = started;
    living.add(started);
    started.once('exit', () => living.delete(started));
    keep(started.stdout);
    keep(started.stderr);
    started.once('exit', (code, signal) => {
      if (wanted && child === started)
        crashes.push(
          `${name} ended by itself (${String(code ?? signal)}): ${lines.slice(-8).join(' | ').slice(-1500)}`,
        );
    });
    const running = (): boolean => lines.slice(from).some((line) => line.includes('DealDraft is running'));
    await until(`${name} runs`, () => ended(started) || running(), 120_000);
  };

  const signal = async (which: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    wanted = false;
    const running = child;
    if (running === null || ended(running)) return running?.exitCode ?? null;
    running.kill(which);
    await until(`${name} ends after ${which}`, () => ended(running), 60_000);
    return running.exitCode;
  };

  return {
    name,
    start,
    kill: async () => void (await signal('SIGKILL')),
    stop: async () => {
      const code = await signal('SIGTERM');
      file?.end();
      file = null;
      return code;
    },
    isRunning: () => child !== null && !ended(child),
    lines: () => lines,
    crashes: () => crashes,
  };
};
