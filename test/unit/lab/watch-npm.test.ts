import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { until } from '../../../lab/world/world.ts';

const watch = join(import.meta.dirname, '../../../lab/processes/watch-npm.ts');
const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Tells its process, then takes its time, as a large program does that loads. */
const loading = `
  process.stdout.write('pid ' + process.pid + '\\n');
  await new Promise(() => setInterval(() => {}, 1000));`;

it('a program whose npm is asked to end while it still loads ends, too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'watch-npm-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'loading.mjs'), loading);
  await writeFile(join(folder, 'program.mjs'), "import './loading.mjs';\nprocess.stdout.write('loaded');\n");
  const script = `node --import ${JSON.stringify(watch)} program.mjs`;
  await writeFile(join(folder, 'package.json'), JSON.stringify({ scripts: { program: script } }));
  const npm = spawn('npm', ['run', 'program'], {
    cwd: folder,
    env: { PATH: [join(process.execPath, '..'), process.env['PATH']].join(':'), HOME: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(npm, 'exit');
  let said = '';
  npm.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const pid = Number(await until('the program loads', () => /pid (\d+)/.exec(said)?.[1]));
  expect(alive(pid)).toBe(true);
  npm.kill('SIGTERM');
  await ended;
  await until('the program has ended', () => !alive(pid));
  expect(said).not.toContain('loaded');
});
