import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { compileCache } from '../../../lab/processes/compile-cache.ts';
import { northwindPortalId as portalId } from '../../../sandbox/hubspot/state/accounts.ts';
import { stateFromText } from '../../../sandbox/kit/saver.ts';
import type { SandboxState } from '../../../sandbox/spotdraft/state/model.ts';
import { claimFolder } from '../../../lab/processes/claim-folder.ts';
import { dealNamed } from '../../../scripts/demo/main-job.ts';
import { ownContract } from '../../../scripts/demo/own-contract.ts';
import { createPrinter } from '../../../scripts/demo/print.ts';
import { findSeller } from '../../../scripts/demo/seller.ts';
import { prepareStores } from '../../../scripts/demo/stores.ts';
import { startDemoSystem, type DemoSystem } from '../../../scripts/demo/system.ts';
import { until } from '../../../lab/world/world.ts';

const root = join(import.meta.dirname, '../../..');
const longTest = 240_000;
const stored = (file: string): SandboxState => stateFromText(readFileSync(file, 'utf8')) as SandboxState;
let dataDir: string;
beforeAll(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'demo-')), 'data');
});
const started = new Set<ChildProcess>();
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
});
afterAll(() => rm(join(dataDir, '..'), { recursive: true, force: true }));

/** `npm run demo`, at the head of a process group of its own, as a terminal starts it. */
const demo = (...parameters: string[]) => {
  const child = spawn(process.execPath, [join(root, 'scripts/demo.ts'), '--data', dataDir, ...parameters], {
    cwd: tmpdir(),
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
      NODE_COMPILE_CACHE: compileCache,
      // The demo is never let loose on a database that somebody configured for something else.
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/production',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  started.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve)).finally(() =>
    started.delete(child),
  );
  return {
    ended,
    output: () => output,
    sees: (text: string) =>
      until(`the demo prints "${text}"`, () => output.includes(text) || child.exitCode !== null, longTest),
    /** Ctrl+C: every process of the group gets it at once. */
    interrupt: () => process.kill(-(child.pid ?? 0), 'SIGINT'),
  };
};

const hasStack = /^\s+at .+[:(]\d+/m;

const inSystem = async (work: (system: DemoSystem) => Promise<void>): Promise<void> => {
  const opened = new AsyncDisposableStack();
  try {
    await work(await startDemoSystem({ stores: await prepareStores(dataDir, false) }, opened));
  } finally {
    await opened.disposeAsync();
  }
};

// In this order: each test goes on from the data that the one before it left.
describe('the demo', { shuffle: false }, () => {
  it.each([
    ['while it starts', 'Starting'],
    ['while a contract is being created', 'clicks Generate'],
  ])(
    'ends clean on Ctrl+C %s',
    async (_when, text) => {
      const run = demo('--exit');
      await run.sees(text);
      run.interrupt();
      expect(await run.ended).toBe(130);
      expect(run.output()).toMatch(/\nStopped\. npm run demo goes on from here\.\n$/);
      expect(run.output()).not.toMatch(hasStack);
      expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
    },
    longTest,
  );

  it(
    'goes on from there, around what people left on deals and in settings, and says what it skips',
    async () => {
      await inSystem(async (system) => {
        const { db } = system.app.deps;
        const deal = dealNamed(system, 'Włókna Łódź');
        const ben = await findSeller(system, deal.id);
        await ownContract(system, ben, {
          wish: { dealId: deal.id, dealName: deal.name, template: 'Order Form' },
          print: createPrinter(() => undefined),
        });
        const template = await db.template.findFirstOrThrow({ where: { name: 'Mutual NDA (Individual)' } });
        await db.mapping.updateMany({
          where: { templateId: template.templateId },
          data: { state: 'paused', pausedReason: 'Somebody played with it.' },
        });
        const ada = system.hubspot.control
          .portal(portalId)
          .users.find(({ firstName }) => firstName === 'Ada');
        await db.portal.update({
          where: { portalId },
          data: { settings: { admins: [ada?.email ?? ''], whoMayGenerate: { who: 'admins', emails: [] } } },
        });
      });

      const run = demo('--exit');
      const code = await run.ended;
      const output = run.output();
      expect(output).toContain('Going on from your last run. To start over: npm run demo -- --fresh');
      expect(output).toContain('An earlier run began it; it goes on from');
      expect(output).toContain('Ada picks “Master Services Agreement”: 30 values, nothing missing');
      expect(output).toContain('Skipped: “Mutual NDA (Individual)” is paused.');
      expect(output).toMatch(/\n2 of 3 deals are signed; the lines above say what was skipped and why\./);
      expect(output).not.toMatch(hasStack);
      expect(code).toBe(0);
      // What somebody left as a draft is still one: it was not the demo's to sign.
      const contracts = stored(join(dataDir, 'spotdraft.json')).contracts.values();
      const statuses = [...contracts].map(({ name, status }) => `${name.slice(0, 10)} ${status}`);
      expect(statuses.filter((each) => each.startsWith('Order form')).sort()).toEqual([
        'Order form DRAFT',
        'Order form EXECUTED',
      ]);
    },
    longTest,
  );

  it(
    'twice in one folder: the second one says so and ends',
    async () => {
      const letGo = await claimFolder(dataDir);
      try {
        const run = demo('--exit');
        expect(await run.ended).toBe(1);
        expect(run.output()).toMatch(
          /^The demo is already running in this folder\. .*Ctrl\+C there first\.\n$/,
        );
      } finally {
        letGo?.();
      }
    },
    longTest,
  );

  it(
    'starts over when told to, and then everything is to be seen',
    async () => {
      const run = demo('--exit', '--fresh');
      const code = await run.ended;
      expect(run.output()).toContain('Starting over: what earlier runs left is deleted.');
      expect(run.output()).toContain('All steps were seen.');
      expect(run.output()).not.toContain('Skipped');
      expect(code).toBe(0);
    },
    longTest,
  );

  it('does not take an option for something else', async () => {
    const run = demo('--frish');
    expect(await run.ended).toBe(2);
    expect(run.output()).toContain('npm run demo -- --fresh');
  });
});
