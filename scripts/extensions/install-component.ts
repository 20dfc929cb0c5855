import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The npm of HubSpot's build server, with Node 18.20 (HubSpot/hubspot-cli, issue 1589). It reads lockfiles its own way. */
const NPM = 'npm@10.8.2';
const COMMAND = ['ci', '--ignore-scripts', '--no-audit', '--no-optional', '--no-fund'];

/** Installs one component's folder as HubSpot's build does. Answers what went wrong. */
export async function installComponent(folder: string): Promise<string[]> {
  try {
    // The machine's cache only saves time: the lockfile says what is installed.
    await run('npx', ['--yes', NPM, ...COMMAND, '--prefer-offline'], {
      cwd: folder,
      env: cleanEnvironment(),
    });
    return [];
  } catch (cause) {
    return [`npm ${COMMAND.join(' ')} failed: ${outputOf(cause)}`];
  }
}

/** `npm run` tells its children which project they are in; this install is of another one. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle)_|^npm_config_(local_)?prefix$|^NODE_(ENV|PATH)$/.test(name),
  );
  return Object.fromEntries(entries);
}

function outputOf(cause: unknown): string {
  const { stderr, stdout } = cause as { stderr?: string; stdout?: string };
  const said = [stderr, stdout].filter(Boolean).join('\n').trim() || String(cause);
  const errors = said.split('\n').filter((line) => line.startsWith('npm error'));
  return errors.length > 0 ? errors.join('\n') : said;
}
