import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** No sandbox, as containers have no user namespaces; nothing that would call out on its own. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Flags of the npm build that this suite must not have: they put everything into one process, or draw differently. */
const unwanted = ['--single-process', '--no-zygote', '--headless', '--start-maximized', '--window-size'];

/** A Chromium to test in: `CHROME_PATH`, else one of the machine, else the one that comes from npm (Linux x64). */
export const launchChromium = async (): Promise<Browser> => {
  const found = [process.env['CHROME_PATH'], ...installed].find(
    (path) => path !== undefined && existsSync(path),
  );
  if (found !== undefined) return chromium.launch({ executablePath: found, args: quiet });
  const executablePath = await sparticuz.executablePath();
  const own = sparticuz.args.filter((flag) => !unwanted.some((prefix) => flag.startsWith(prefix)));
  return chromium.launch({ executablePath, args: [...own, ...quiet] });
};
