// npm run bench [-- write-back | click-to-link | local-read | settings]: figures, each beside a naive twin or a limit of the same run.
import { startEmbeddedDatabase } from '../lab/postgres/embedded-database.ts';
import { applyMigrations } from '../src/platform/database/migration-engine.ts';
import { benchClickToLink } from './click-to-link.ts';
import { benchLocalRead } from './local-read.ts';
import { benchSettings } from './settings.ts';
import { benchWriteBack } from './write-back.ts';

const benches: Record<string, (databaseUrl: string) => Promise<void>> = {
  'local-read': benchLocalRead,
  'click-to-link': benchClickToLink,
  'write-back': benchWriteBack,
  settings: benchSettings,
};
const wanted = process.argv[2];
if (wanted !== undefined && benches[wanted] === undefined) {
  console.error(`There is no bench "${wanted}"; there are ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
const database = await startEmbeddedDatabase({ maxConnections: 200 });
try {
  await applyMigrations(database.url());
  for (const [name, bench] of Object.entries(benches))
    if (wanted === undefined || wanted === name) await bench(database.url());
} finally {
  await database.stop();
}
