// npm run demo             brings three deals to a signed contract, and serves the pages to play with
// npm run demo -- --exit   ends after the run
// npm run demo -- --fresh  starts over
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createPrinter } from './demo/print.ts';
import { runDemo } from './demo/run-demo.ts';
import { endOnSignal } from '../lab/processes/end-on-signal.ts';

const usage = `npm run demo                     brings three deals to a signed contract, and serves the pages to play with
npm run demo -- --exit           ends after the run
npm run demo -- --fresh          starts over: deletes what earlier runs left

  --data <folder>                keeps the demo's data there instead of in .data
  --database <address>           uses an empty Postgres database of your own instead of the one that comes along`;

const readOptions = () => {
  try {
    return parseArgs({
      options: {
        exit: { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        data: { type: 'string', default: join(import.meta.dirname, '../.data') },
        database: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
};

const options = readOptions();
if (options.help) {
  console.log(usage);
  process.exit(0);
}

const opened = new AsyncDisposableStack();
const isEnding = endOnSignal(async () => {
  console.log('\nStopping …');
  await opened.disposeAsync();
  console.log('Stopped. npm run demo goes on from here.');
});
const print = createPrinter((line) => {
  if (!isEnding()) console.log(line);
});
// What a Ctrl+C cut short did not fail, and has nobody to tell.
const unlessEnding = (error: unknown): void => {
  if (isEnding()) return;
  print.title(`The demo failed: ${error instanceof Error ? error.message : String(error)}`);
  void opened.disposeAsync().finally(() => process.exit(1));
};
process.on('uncaughtException', unlessEnding);
process.on('unhandledRejection', unlessEnding);

try {
  const end = await runDemo(
    {
      dataDir: resolve(options.data),
      fresh: options.fresh,
      serve: !options.exit,
      ...(options.database === undefined ? {} : { databaseUrl: options.database }),
    },
    print,
    opened,
  );
  // A run whose pages are served goes on after a fault, too: people can look what is wrong.
  if (!isEnding() && (options.exit || end === 'not started')) {
    await opened.disposeAsync();
    process.exit(end === 'well' ? 0 : 1);
  }
} catch (error) {
  unlessEnding(error);
}
