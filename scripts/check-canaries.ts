// npm run check:canaries: one test that must fail in each Vitest project has to turn the exit code of `npm test`, and
// the same tests, when they pass, must not. Without it, a runner that swallows failures keeps CI green for good.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import config from '../vitest.config.ts';

type Outcome = { code: number | null; output: string };

async function runCanaries(song: 'sings' | 'is silent', project?: string): Promise<Outcome> {
  const child = spawn(
    'npm',
    [
      'test',
      '--silent',
      '--',
      '--config',
      'vitest.canary.config.ts',
      '--reporter=default',
      ...(project === undefined ? [] : ['--project', project]),
    ],
    {
      env: { ...process.env, CANARY: song, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    },
  );
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, output: output + errors };
}

const faults: string[] = [];
const check = (name: string, right: boolean, { code, output }: Outcome): void => {
  console.log(`${right ? '✓' : '✗'} ${name}: exit code ${String(code)}`);
  if (!right) faults.push(`${name}:\n${output}`);
};

const projects = (config.test?.projects ?? []).flatMap((project) =>
  typeof project === 'object' && 'test' in project ? [String(project.test?.name)] : [],
);
if (projects.length === 0) throw new Error('vitest.config.ts names no project.');

const passing = await runCanaries('sings');
check(
  'every canary passes',
  passing.code === 0 && passing.output.includes(`Tests  ${String(projects.length)} passed`),
  passing,
);
const queue = [...projects];
const lane = async (): Promise<void> => {
  for (let project = queue.shift(); project !== undefined; project = queue.shift()) {
    const failing = await runCanaries('is silent', project);
    const wasRun =
      /Tests +1 failed/.test(failing.output) && failing.output.includes(`${project} canary sings`);
    check(`${project}: the canary fails`, failing.code === 1 && wasRun, failing);
  }
};
await Promise.all([lane(), lane()]);

for (const fault of faults) console.error(`\n✗ ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
