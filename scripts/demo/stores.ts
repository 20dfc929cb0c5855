import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endLeftover } from '../../lab/postgres/leftover.ts';

export type Stores = {
  dataDir: string;
  postgres: string;
  spotdraft: string;
  hubspot: string;
  /** Whether this run begins with nothing, and why. */
  begins: 'first' | 'fresh' | 'interrupted' | 'older' | 'again';
};

/** Counts up when the stand-ins keep their state in another form: they can't go on with what an older one left. */
const form = '2';

const beginning = (wantFresh: boolean, there: boolean[], keptForm: string | null): Stores['begins'] => {
  if (there.every((each) => !each)) return 'first';
  if (wantFresh) return 'fresh';
  if (!there.every(Boolean)) return 'interrupted';
  return keptForm === form ? 'again' : 'older';
};

/**
 * Where the demo keeps what it did. The database and the two stand-ins know of each other, so all three go on or all
 * three start over: an interrupted first start leaves some of them, an older DealDraft leaves them in another form. Only the holder of the folder may call this.
 */
export async function prepareStores(dataDir: string, wantFresh: boolean): Promise<Stores> {
  const places = {
    postgres: join(dataDir, 'postgres'),
    spotdraft: join(dataDir, 'spotdraft.json'),
    hubspot: join(dataDir, 'hubspot.json'),
  };
  const formFile = join(dataDir, 'form');
  const begins = beginning(
    wantFresh,
    Object.values(places).map((path) => existsSync(path)),
    existsSync(formFile) ? (await readFile(formFile, 'utf8')).trim() : null,
  );
  if (begins !== 'again') {
    await endLeftover(places.postgres);
    await rm(dataDir, { recursive: true, force: true });
  }
  await mkdir(dataDir, { recursive: true });
  await writeFile(formFile, form);
  return { dataDir, ...places, begins };
}
