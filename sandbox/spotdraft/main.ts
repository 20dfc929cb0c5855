import { parseArgs } from 'node:util';
import { startSpotDraftSandbox } from './start.ts';
import type { SpotDraftSandbox } from './start.ts';

const minute = 60_000;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4010' },
    seed: { type: 'string', default: '7' },
    'data-file': { type: 'string' },
    'latency-ms': { type: 'string', default: '60' },
    /** Shortens the waits between webhook attempts (1, 5 and 30 minutes): 60 makes minutes seconds. */
    'retry-speed': { type: 'string', default: '1' },
    lenient: { type: 'boolean', default: false },
  },
});

async function start(): Promise<SpotDraftSandbox> {
  const dataFile = values['data-file'];
  return startSpotDraftSandbox({
    port: Number(values.port),
    seed: Number(values.seed),
    latencyMs: Number(values['latency-ms']),
    strict: !values.lenient,
    webhookRetryDelaysMs: [1, 5, 30].map((minutes) => (minutes * minute) / Number(values['retry-speed'])),
    ...(dataFile === undefined ? {} : { dataFile }),
  });
}

try {
  const sandbox = await start();
  console.log(`SpotDraft sandbox on ${sandbox.origin}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
  }
} catch (error) {
  console.error(
    `SpotDraft sandbox could not start: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exit(1);
}
