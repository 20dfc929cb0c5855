import { parseArgs } from 'node:util';
import { startHubSpotSandbox } from './start.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4020' },
    'app-origin': { type: 'string', default: 'http://127.0.0.1:4000' },
    'public-app-origin': { type: 'string' },
    seed: { type: 'string', default: '7' },
    'data-file': { type: 'string' },
    'latency-ms': { type: 'string', default: '60' },
  },
});

const dataFile = values['data-file'];
const publicAppOrigin = values['public-app-origin'];
const sandbox = await startHubSpotSandbox({
  port: Number(values.port),
  appOrigin: values['app-origin'],
  seed: Number(values.seed),
  latencyMs: Number(values['latency-ms']),
  ...(publicAppOrigin === undefined ? {} : { publicAppOrigin }),
  ...(dataFile === undefined ? {} : { dataFile }),
});
console.log(`HubSpot sandbox on ${sandbox.origin}`);

const stop = (): void => {
  void sandbox.close().then(() => process.exit(0));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
