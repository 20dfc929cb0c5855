// `prisma generate` looks for a schema engine binary that it does not use, and would download it. Any existing file
// named in PRISMA_SCHEMA_ENGINE_BINARY stops that, so the client is generated on a closed network too.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const result = spawnSync(
  process.execPath,
  [`${root}node_modules/prisma/build/index.js`, 'generate', '--no-hints'],
  {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  },
);
// A success says nothing: it runs in front of other commands.
if (result.status !== 0) console.error(result.error ?? `${result.stdout}${result.stderr}`);
process.exit(result.status ?? 1);
