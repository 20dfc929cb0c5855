// node run-database.ts [data folder]: a run with a server of its own, which goes on until it's ended from outside. Lines
// on standard input end it: "stop" in order, "throw" by a fault.
import { createInterface } from 'node:readline';
import { startEmbeddedDatabase } from '../../../scripts/embedded-database.ts';

const [dataDir] = process.argv.slice(2);
const database = await startEmbeddedDatabase(dataDir === undefined ? {} : { dataDir });
console.log(JSON.stringify({ pid: database.pid, url: database.url() }));

for await (const line of createInterface(process.stdin)) {
  if (line === 'throw') throw new Error('A fault of the run.');
  await database.stop();
  break;
}
