import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { northwindPortalId } from '../../../sandbox/hubspot/state/accounts.ts';
import { until } from '../../../lab/world/world.ts';
import { leftovers, startStage, type Stage } from './kit.ts';

let stage: Stage;
let folder: string;
const started = new Set<ChildProcess>();
beforeAll(async () => {
  stage = await startStage();
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-command-'));
});
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  started.clear();
});
afterAll(async () => {
  await stage.stop();
  await rm(folder, { recursive: true, force: true });
});

const mine = ['--account', String(northwindPortalId)];

/** The command as an operator starts it, with nothing of this process's environment, and no terminal. */
function command(args: readonly string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, ['scripts/rehearse.ts', ...args], {
    cwd: join(import.meta.dirname, '../../..'),
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      output += piece.toString();
    });
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });
  return { child, ended, output: () => output };
}

const refused = async (args: readonly string[], more: Record<string, string> = {}) =>
  command(args, await stage.environment(more)).ended;

describe('the command npm run rehearse', () => {
  it('refuses to run without a terminal that it could ask on', async () => {
    const { code, output } = await refused(mine);
    expect(output).toBe(
      'The rehearsal asks before it writes, but there is no terminal to ask on. Run it in a terminal, or pass --yes or --read-only.\n',
    );
    expect(code).toBe(1);
  });

  it('reads credentials from a file, and shows none of them', async () => {
    const file = join(folder, 'credentials.env');
    const environment = await stage.environment();
    await writeFile(
      file,
      Object.entries(environment)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    const only = ['--only', 'spotdraft.create,hubspot.batch-update'];
    const { code, output } = await command(['--yes', ...mine, ...only, '--credentials', file], {}).ended;
    expect(output).toMatch(/holds +hubspot\.batch-update/);
    expect(output).toMatch(/holds +spotdraft\.create/);
    for (const name of ['HUBSPOT_TOKEN', 'HUBSPOT_CLIENT_SECRET', 'SPOTDRAFT_CLIENT_SECRET'])
      expect(output).not.toContain(environment[name]);
    expect(code).toBe(0);
    expect(leftovers(stage)).toEqual([]);
  }, 60_000);

  it('ends with 1 and a sentence when a token is refused', async () => {
    const { code, output } = await refused(['--yes', ...mine], { HUBSPOT_TOKEN: 'pat-na1-wrong' });
    expect(output).toMatch(/^HubSpot refused the token at .* set HUBSPOT_TOKEN to it\.\n$/);
    expect(code).toBe(1);
  });

  it('removes what it made when it is stopped by Ctrl-C', async () => {
    const only = ['--only', 'hubspot.batch-update,spotdraft.create,spotdraft.rate-limit'];
    const running = command(['--yes', ...mine, ...only], await stage.environment());
    // The last step waits for a while before it does anything.
    await until('the last step has begun', () => running.output().includes('… Ten calls per second'));
    expect(leftovers(stage)).toEqual([expect.stringMatching(/^deals /), expect.stringMatching(/^contract /)]);
    running.child.kill('SIGINT');
    const { code, output } = await running.ended;
    expect(output).toContain('Stopping. Removing what was created first');
    expect(output).toMatch(
      /COULD NOT RUN +spotdraft\.rate-limit +The rehearsal was stopped before this step finished\./,
    );
    expect(code).toBe(1);
    expect(leftovers(stage)).toEqual([]);
  }, 90_000);
});
