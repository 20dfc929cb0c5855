// node run-database.ts [data folder | stay]: a run with a server of its own, which goes on until it's ended from outside.
// Standard input ends it, in order with the line "stop", by a fault with "throw"; one that stays hears only signals.
import { createInterface } from 'node:readline';
import { startEmbeddedDatabase } from '../../../lab/postgres/embedded-database.ts';

const [where] = process.argv.slice(2);
const stays = where === 'stay';
const database = await startEmbeddedDatabase(where === undefined || stays ? {} : { dataDir: where });
console.log(JSON.stringify({ run: process.pid, pid: database.pid, url: database.url() }));
if (stays) await new Promise(() => setInterval(() => undefined, 1000));

for await (const line of createInterface(process.stdin)) {
  if (line === 'throw') throw new Error('A fault of the run.');
  await database.stop();
  break;
}
