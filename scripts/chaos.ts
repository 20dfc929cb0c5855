import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeTemplate } from '../lab/chaos/stage/postgres.ts';
import { planRun } from '../lab/chaos/plan/plan.ts';
import { runSeed, type RunReport } from '../lab/chaos/run.ts';
import { safeguardNames } from '../lab/chaos/stage/source-changes.ts';
import { endOnSignal } from '../lab/processes/end-on-signal.ts';

const usage = `npm run chaos -- --seed 7 [--requests 20] [--seeds 1-50] [--at-once 2] [--away SECONDS] [--without ${safeguardNames.join('|')}] [--plan]`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    requests: { type: 'string', default: '20' },
    'at-once': { type: 'string', default: '1' },
    away: { type: 'string', default: '0' },
    without: { type: 'string' },
    plan: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const wrong = (): never => {
  say(usage);
  process.exit(2);
};
const seedsWanted = (): number[] => {
  const [from, to] = (values.seeds ?? values.seed ?? '1').split('-').map(Number);
  if (from === undefined || !Number.isInteger(from) || (to !== undefined && !(to >= from))) return wrong();
  return Array.from({ length: (to ?? from) - from + 1 }, (_, index) => from + index);
};
const requests = Number(values.requests);
const awayMs = Number(values.away) * 1000;
const without =
  values.without === undefined ? null : (safeguardNames.find((name) => name === values.without) ?? wrong());
if (values.help || !(requests >= 1) || !(awayMs >= 0)) wrong();
const seeds = seedsWanted();

if (values.plan) {
  say(
    JSON.stringify(
      seeds.map((seed) => planRun(seed, requests, awayMs)),
      null,
      2,
    ),
  );
  process.exit(0);
}

const again = (seed: number): string =>
  `npm run chaos -- --seed ${String(seed)} --requests ${String(requests)}${awayMs === 0 ? '' : ` --away ${String(values.away)}`}${without === null ? '' : ` --without ${without}`}`;

const tell = (report: RunReport): void => {
  const { seed, violations, ms } = report;
  say(
    `seed ${String(seed)}: ${violations.length === 0 ? 'ok' : `${String(violations.length)} VIOLATIONS`} · ${String(report.clicks)} clicks, ${String(report.accepted)} requests, ${String(report.contracts)} contracts, ${String(report.executed)} executed, ${String(report.actions)} actions, ${String(report.executions)} workflow runs, ${String(report.deliveries)} deliveries · start ${String(ms.start)} traffic ${String(ms.traffic)} settle ${String(ms.settle)} total ${String(ms.total)} ms`,
  );
  for (const { invariant, text } of violations) say(`  ✗ ${invariant}: ${text}`);
  if (violations.length > 0) say(`  again: ${again(seed)}   logs: ${report.logDir}`);
};

endOnSignal(() => Promise.resolve());
const template = await makeTemplate();
const logDir = await mkdtemp(join(tmpdir(), 'dealdraft-chaos-logs-'));
const reports: RunReport[] = [];
const failed: number[] = [];
const queue = [...seeds];
const lane = async (): Promise<void> => {
  for (let seed = queue.shift(); seed !== undefined; seed = queue.shift()) {
    try {
      const report = await runSeed({ seed, requests, awayMs, template: template.dir, logDir, without });
      reports.push(report);
      tell(report);
      if (report.violations.length > 0) failed.push(seed);
    } catch (error) {
      failed.push(seed);
      say(
        `seed ${String(seed)}: the run broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n  again: ${again(seed)}`,
      );
    }
  }
};
await Promise.all(Array.from({ length: Math.max(1, Number(values['at-once'])) }, lane));
await template.remove();

const total = (of: (report: RunReport) => number): number =>
  reports.reduce((sum, report) => sum + of(report), 0);
const damage: Record<string, number> = {};
for (const report of reports)
  for (const [name, count] of Object.entries(report.damage)) damage[name] = (damage[name] ?? 0) + count;
say(
  `\n${String(reports.length)} seeds, ${String(total(({ stories }) => stories))} stories, ${String(total(({ clicks }) => clicks))} clicks, ${String(total(({ accepted }) => accepted))} requests, ${String(total(({ contracts }) => contracts))} contracts, ${String(total(({ executed }) => executed))} executed, ${String(total(({ actions }) => actions))} actions, ${String(total(({ executions }) => executions))} workflow runs, ${String(total(({ deliveries }) => deliveries))} deliveries`,
);
for (const [name, count] of Object.entries(damage).sort()) say(`  ${name}: ${String(count)}`);
say(failed.length === 0 ? 'no violation' : `FAILED: ${failed.map(String).join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
