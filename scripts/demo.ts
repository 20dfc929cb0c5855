// npm run demo            runs the main job on three deals, then serves the pages
// npm run demo -- --exit  ends after the run
import { parseArgs } from 'node:util';
import { northwindPortalId } from '../sandbox/hubspot/seed.ts';
import { runMainJob } from './demo/main-job.ts';
import { createPrinter } from './demo/print.ts';
import { servePages } from './demo/serve.ts';
import { startDemoSystem, type DemoSystem } from './demo/system.ts';
import { endOnSignal } from './end-on-signal.ts';

const { values } = parseArgs({ options: { exit: { type: 'boolean', default: false } } });
const print = createPrinter();

const wishes = [
  { deal: 'Alpenglühen – fleet platform', template: 'Order Form' },
  { deal: 'Włókna Łódź', template: 'Master Services Agreement' },
  { deal: 'Inês Carvalho', template: 'Mutual NDA (Individual)' },
];

let system: DemoSystem | null = null;
const ending = endOnSignal(async () => {
  if (system === null) return;
  // The service lets go of what it was doing: no news to anybody.
  system.app.deps.log.level = 'silent';
  await system.stop();
});

print.title('DealDraft demo: from a HubSpot deal to a signed contract');
try {
  system = await startDemoSystem(print);
  const deals: string[] = [];
  for (const wish of wishes) deals.push(await runMainJob(system, print, wish));
  print.title('All steps were seen.');
  if (values.exit) {
    await system.stop();
    process.exit(0);
  }
  await servePages(system, print, { portalId: northwindPortalId, dealId: deals[0] ?? '' });
} catch (error) {
  // A job that a Ctrl-C cut short didn't fail.
  if (!ending()) {
    print.title(`The demo failed: ${error instanceof Error ? error.message : String(error)}`);
    await system?.stop();
    process.exit(1);
  }
}
