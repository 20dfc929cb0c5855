import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { endLeftover } from '../../lab/postgres/leftover.ts';

export type Stores = {
  dataDir: string;
  postgres: string;
  spotdraft: string;
  hubspot: string;
  /** Whether this run begins with nothing, and why. */
  begins: 'first' | 'fresh' | 'interrupted' | 'again';
};

const beginning = (wantFresh: boolean, there: boolean[]): Stores['begins'] => {
  if (there.every((each) => !each)) return 'first';
  if (wantFresh) return 'fresh';
  return there.every(Boolean) ? 'again' : 'interrupted';
};

/**
 * Where the demo keeps what it did. The database and the two stand-ins know of each other, so all three go on or all
 * three start over: an interrupted first start leaves some of them. Only the holder of the folder may call this.
 */
export async function prepareStores(dataDir: string, wantFresh: boolean): Promise<Stores> {
  const places = {
    postgres: join(dataDir, 'postgres'),
    spotdraft: join(dataDir, 'spotdraft.json'),
    hubspot: join(dataDir, 'hubspot.json'),
  };
  const begins = beginning(
    wantFresh,
    Object.values(places).map((path) => existsSync(path)),
  );
  if (begins !== 'again') {
    await endLeftover(places.postgres);
    await rm(dataDir, { recursive: true, force: true });
  }
  await mkdir(dataDir, { recursive: true });
  return { dataDir, ...places, begins };
}
