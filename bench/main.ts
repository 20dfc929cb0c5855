// npm run bench [-- name] [--json]: figures, each beside a naive twin or a limit of the same run.
import { startEmbeddedDatabase } from '../lab/postgres/embedded-database.ts';
import { applyMigrations } from '../src/platform/database/migration-engine.ts';
import { benchBulk } from './bulk.ts';
import { benchClickToLink } from './click-to-link.ts';
import { benchFairness } from './fairness.ts';
import { benchIntake } from './intake.ts';
import { benchLocalRead } from './local-read.ts';
import { benchSettings } from './settings.ts';
import { benchStorm } from './storm.ts';
import { benchWriteBack } from './write-back.ts';

const benches: Record<string, (databaseUrl: string) => Promise<void>> = {
  intake: benchIntake,
  'local-read': benchLocalRead,
  'click-to-link': benchClickToLink,
  'write-back': benchWriteBack,
  storm: benchStorm,
  bulk: benchBulk,
  fairness: benchFairness,
  settings: benchSettings,
};
const wanted = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
if (wanted !== undefined && benches[wanted] === undefined) {
  console.error(`There is no bench "${wanted}"; there are ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
const database = await startEmbeddedDatabase({ maxConnections: 200, durable: true });
try {
  await applyMigrations(database.url());
  for (const [name, bench] of Object.entries(benches))
    if (wanted === undefined || wanted === name) await bench(database.url());
} finally {
  await database.stop();
}
