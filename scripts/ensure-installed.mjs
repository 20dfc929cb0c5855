// Runs before `npm test` and `npm run demo`, on whatever Node the machine has: installs what the lockfile asks for
// when it is not there, and generates the Prisma client. Plain JavaScript without dependencies, because before the
// install there are none.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const packagesOf = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;

/** npm notes what it installed in a lockfile of its own: a run whose packages are there needs no network. */
const isInstalled = () => {
  const hidden = 'node_modules/.package-lock.json';
  if (!existsSync(join(root, hidden))) return false;
  const there = packagesOf(hidden);
  return Object.entries(packagesOf('package-lock.json')).every(
    ([path, { version, optional, peer, link }]) =>
      !path.startsWith('node_modules/') || optional || peer || link || there[path]?.version === version,
  );
};

const run = (command, args) => {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    console.error(`\n"${command} ${args.join(' ')}" failed: the lines above say why.`);
    process.exit(result.status ?? 1);
  }
};

if (!isInstalled()) {
  console.log('Installing the packages. This takes about a minute, the first time only.');
  run('npm', ['ci']);
}
// By npm, whose path begins with the Node that was just installed.
run('npm', ['run', '--silent', 'ensure-client']);
