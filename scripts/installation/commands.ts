import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const startsWithinMs = 120_000;
const stopsWithinMs = 60_000;

/** Kept from whoever runs this: where programs and packages are. The rest is what a fresh login has. */
const passedOn = /^(HOME|USER|LANG|TMPDIR|npm_config_(registry|cache)|NODE_EXTRA_CA_CERTS|\w+_proxy)$/i;

/** The environment of an operator: the machine's own Node and npm, and nothing of this project's or of npm's. */
export function operatorEnvironment(): Record<string, string> {
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !/node_modules|node-gyp-bin/.test(folder));
  const kept = Object.entries(process.env).filter(([name]) => passedOn.test(name));
  return {
    ...Object.fromEntries(kept.map(([name, value]) => [name, value ?? ''])),
    PATH: path.join(delimiter),
    // Only to save time: what was downloaded once today is not asked for again.
    npm_config_prefer_offline: 'true',
  };
}

export type Place = { cwd: string; env: Record<string, string> };

const launch = (command: string, { cwd, env }: Place) => {
  // A group of its own, so that a signal reaches whatever the command started.
  const child = spawn('sh', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const signal = (name: NodeJS.Signals): void => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, name);
  };
  return { child, output: () => output.trim(), signal };
};

/** Types a command and waits for its end; throws with what it wrote when it failed. */
export async function type(command: string, place: Place): Promise<string> {
  const { child, output } = launch(command, place);
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`${command}\nended with ${String(child.exitCode)}:\n${output()}`);
  return output();
}

/** Types a command that starts a service, waits until it is ready, ends it, and waits for its orderly end. */
export async function typeAndStop(command: string, place: Place, readyUrl: string): Promise<void> {
  const { child, output, signal } = launch(command, place);
  try {
    for (let waited = 0; !(await isReady(readyUrl)); waited += 200) {
      if (child.exitCode !== null || waited > startsWithinMs)
        throw new Error(`${command}\n${readyUrl} never answered 200:\n${output()}`);
      await pause(200);
    }
    signal('SIGTERM');
    const late = setTimeout(() => {
      signal('SIGKILL');
    }, stopsWithinMs);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    clearTimeout(late);
    if (!output().includes('DealDraft has stopped'))
      throw new Error(`${command}\ndid not end in order:\n${output()}`);
  } finally {
    signal('SIGKILL');
  }
}

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).status === 200;
  } catch {
    return false;
  }
};
