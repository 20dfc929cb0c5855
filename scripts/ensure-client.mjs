// Runs before `npm start`, `npm run migrate` and their like: generates the Prisma client when there is none, or when it
// was made from another schema or by another Prisma, as after an upgrade. Plain JavaScript, so that a Node which cannot
// read TypeScript is told which one to use instead of failing on the first file.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);
const neededNode = 24;

const stop = (sentence) => {
  console.error(sentence);
  process.exit(1);
};

const major = Number(process.versions.node.split('.')[0]);
if (!existsSync(at('node_modules/prisma/package.json')))
  stop('The packages are not installed. Run npm ci first.');
// npm puts the project's own Node first in the path of its scripts, unless a policy kept its install script from running.
if (major < neededNode)
  stop(
    `DealDraft runs on Node ${neededNode}, which npm ci installs as the package "node"; this is Node ${process.versions.node}. ` +
      'Its install script was not allowed to run: run npm rebuild node --ignore-scripts=false, or use your own Node 24.',
  );

const schema = readFileSync(at('prisma/schema.prisma'), 'utf8');
const client = join(root, 'prisma', /^\s*output\s*=\s*"(.+)"/m.exec(schema)[1]);
const key = createHash('sha256')
  .update(schema)
  .update(JSON.parse(readFileSync(at('node_modules/prisma/package.json'), 'utf8')).version)
  .digest('hex');
// The stamp lies in the client's own folder: it goes when the client goes, and `npm ci` does not touch either.
const stamp = join(client, '.made-from');
const isCurrent =
  existsSync(join(client, 'client.ts')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key;
if (!isCurrent) {
  const made = spawnSync(process.execPath, [at('scripts/prisma-generate.mjs')], { stdio: 'inherit' });
  if (made.status !== 0) stop('The Prisma client could not be generated: the lines above say why.');
  writeFileSync(stamp, key);
}
