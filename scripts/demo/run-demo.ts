import { claimFolder } from '../../lab/processes/claim-folder.ts';
import { connect } from './connect.ts';
import { runMainJob, type JobEnd } from './main-job.ts';
import type { Printer } from './print.ts';
import { buildPages, printLinks, printThingsToTry } from './serve.ts';
import { prepareStores, type Stores } from './stores.ts';
import { startDemoSystem, type DemoSystem } from './system.ts';

export type DemoOptions = {
  dataDir: string;
  fresh: boolean;
  /** Serve the pages while and after the run. */
  serve: boolean;
  databaseUrl?: string;
};

export type DemoEnd = 'well' | 'faulty' | 'not started';

const wishes = [
  { deal: 'Alpenglühen – fleet platform', template: 'Order Form' },
  { deal: 'Włókna Łódź', template: 'Master Services Agreement' },
  { deal: 'Inês Carvalho', template: 'Mutual NDA (Individual)' },
];

const beginnings: Record<Stores['begins'], string> = {
  first: 'Starting: this takes a few seconds the first time.',
  fresh: 'Starting over: what earlier runs left is deleted.',
  interrupted: 'Starting over: an earlier start was interrupted before it was complete.',
  older: 'Starting over: what earlier runs left is of an older version of DealDraft.',
  again: 'Going on from your last run. To start over: npm run demo -- --fresh',
};

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

type Around = { print: Printer; opened: AsyncDisposableStack };

/** What the demo's own faults are: each is told, and none keeps the pages from being served. */
const attempt = async ({ print, opened }: Around, work: () => Promise<void>): Promise<boolean> => {
  try {
    await work();
    return true;
  } catch (error) {
    if (!opened.disposed) print.step(`This did not work: ${sentenceOf(error)}`);
    return false;
  }
};

const runJobs = async (system: DemoSystem, around: Around, ends: JobEnd[]): Promise<boolean> => {
  let well = true;
  for (const wish of wishes) {
    if (around.opened.disposed) return well;
    const done = await attempt(around, async () => {
      ends.push(await runMainJob(system, around.print, wish));
    });
    well &&= done;
  }
  return well;
};

/**
 * Runs the demo and answers whether all that it could show was seen. What people did to deals and settings is no
 * fault, and is skipped with its reason; on untouched data there is nothing to skip.
 */
export async function runDemo(
  options: DemoOptions,
  print: Printer,
  opened: AsyncDisposableStack,
): Promise<DemoEnd> {
  const letGo = await claimFolder(options.dataDir);
  if (letGo === null) {
    print.plain(
      'The demo is already running in this folder. Use the links that it printed, or press Ctrl+C there first.',
    );
    return 'not started';
  }
  opened.defer(letGo);
  const stores = await prepareStores(options.dataDir, options.fresh);
  print.plain(beginnings[stores.begins]);
  const { databaseUrl } = options;
  const system = await startDemoSystem(
    { stores, ...(databaseUrl === undefined ? {} : { databaseUrl }) },
    opened,
  );
  let pages = Promise.resolve(true);
  if (options.serve) {
    print.title('Open in a browser (the pages are built meanwhile; the first time takes half a minute):');
    printLinks(system, print);
    pages = attempt({ print, opened }, () => buildPages(system));
  }
  print.title('From a HubSpot deal to a signed contract');
  const ends: JobEnd[] = [];
  const connected = await connect(system, print);
  if (!connected.ok) print.step(`Skipped: ${connected.failure}`);
  const well = connected.ok ? await runJobs(system, { print, opened }, ends) : stores.begins === 'again';
  const built = await pages;
  conclude(ends, print);
  if (options.serve) {
    print.title('Open in a browser (press Ctrl+C to stop):');
    printLinks(system, print);
    print.plain('');
    printThingsToTry(print);
  }
  const asNew = stores.begins === 'again' || ends.every(({ end }) => end === 'signed');
  return well && built && asNew ? 'well' : 'faulty';
}

const conclude = (ends: JobEnd[], print: Printer): void => {
  const skipped = ends.filter(({ end }) => end === 'skipped').length;
  const shown = ends.length - skipped;
  if (shown === wishes.length) print.title('All steps were seen.');
  else
    print.title(
      `${String(shown)} of ${String(wishes.length)} deals are signed; the lines above say what was skipped and why. To start over: npm run demo -- --fresh`,
    );
};
