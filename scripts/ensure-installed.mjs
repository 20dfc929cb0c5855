// Runs before `npm test` and `npm run demo`, on whatever Node the machine has: installs what the lockfile asks for
// when it is not there yet, and generates the Prisma client. Plain JavaScript without dependencies, because before
// the install there are none.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const digest = (...files) => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
};

/** Runs `work` unless the stamp file already holds `key`. */
const once = (stamp, key, work) => {
  const path = join(root, 'node_modules', stamp);
  if (existsSync(path) && readFileSync(path, 'utf8') === key) return;
  work();
  writeFileSync(path, key);
};

const run = (command, args) => {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    console.error(`\n"${command} ${args.join(' ')}" failed: the line above this one says why.`);
    process.exit(result.status ?? 1);
  }
};

once('.dealdraft-installed', digest('package-lock.json'), () =>
  run('npm', ['ci', '--no-audit', '--no-fund']),
);
const generated = existsSync(join(root, 'src/platform/database/generated/client.ts'));
once('.dealdraft-generated', generated ? digest('prisma/schema.prisma') : '', () =>
  run('npm', ['run', '--silent', 'generate']),
);
writeFileSync(join(root, 'node_modules', '.dealdraft-generated'), digest('prisma/schema.prisma'));
