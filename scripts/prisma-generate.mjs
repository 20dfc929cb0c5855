// `prisma generate` looks for a schema engine binary that it does not use, and would download it. Any existing file
// named in PRISMA_SCHEMA_ENGINE_BINARY stops that, so the client is generated on a closed network too.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const prisma = join(root, 'node_modules/prisma/build/index.js');
const result = spawnSync(process.execPath, [prisma, 'generate', '--no-hints'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
});
process.exit(result.status ?? 1);
