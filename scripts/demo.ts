// npm run demo            runs the main job on three deals, then serves the pages
// npm run demo -- --exit  ends after the run
import { parseArgs } from 'node:util';
import { northwindPortalId } from '../sandbox/hubspot/seed.ts';
import { runMainJob } from './demo/main-job.ts';
import { createPrinter } from './demo/print.ts';
import { servePages } from './demo/serve.ts';
import { startDemoSystem } from './demo/system.ts';

const { values } = parseArgs({ options: { exit: { type: 'boolean', default: false } } });
const print = createPrinter();

const wishes = [
  { deal: 'Alpenglühen – fleet platform', template: 'Order Form' },
  { deal: 'Włókna Łódź', template: 'Master Services Agreement' },
  { deal: 'Inês Carvalho', template: 'Mutual NDA (Individual)' },
];

print.title('DealDraft demo: from a HubSpot deal to a signed contract');
const system = await startDemoSystem(print);
try {
  const deals: string[] = [];
  for (const wish of wishes) deals.push(await runMainJob(system, print, wish));
  print.title('All steps were seen.');
  if (values.exit) {
    await system.stop();
    process.exit(0);
  }
  await servePages(system, print, { portalId: northwindPortalId, dealId: deals[0] ?? '' });
} catch (error) {
  print.title(`The demo failed: ${error instanceof Error ? error.message : String(error)}`);
  await system.stop();
  process.exit(1);
}

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) process.exit(130);
    stopping = true;
    // The embedded Postgres ends with the signal, before the service has let go of it: no news to anybody.
    system.app.deps.log.level = 'silent';
    void system.stop().then(() => process.exit(0));
  });
}
