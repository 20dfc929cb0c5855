// npm run rehearse            checks what DealDraft assumes about HubSpot and SpotDraft on your own accounts
// npm run rehearse -- --help  shows the options; docs/real-account.md explains them
import { createQuestion } from './rehearse/ask.ts';
import { readCredentials } from './rehearse/credentials.ts';
import { assumptionsAsMarkdown } from './rehearse/list-assumptions.ts';
import { readOptions, usage } from './rehearse/options.ts';
import { rehearse } from './rehearse/rehearse.ts';
import { allSteps } from './rehearse/steps.ts';

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options.ok) return refuse(options.failure);
  const { help, list, yes, readOnly, credentials: file } = options.value;
  if (help) return say(usage);
  if (list) return say(assumptionsAsMarkdown(allSteps));
  if (!yes && !readOnly && !(process.stdin.isTTY && process.stdout.isTTY))
    return refuse(
      'The rehearsal asks before it writes, but there is no terminal to ask on. Run it in a terminal, or pass --yes or --read-only.',
    );
  const credentials = await readCredentials(process.env, file);
  if (!credentials.ok) return refuse(credentials.failure);

  const stopping = new AbortController();
  let asked = 0;
  const stop = (): void => {
    asked += 1;
    if (asked === 1) {
      stopping.abort();
      console.error('\nStopping. Removing what was created first; press Ctrl-C again to leave it behind.');
    } else process.exit(130);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  const done = await rehearse({
    options: options.value,
    credentials: credentials.value,
    say,
    ask: createQuestion({ input: process.stdin, output: process.stdout, stop, signal: stopping.signal }),
    signal: stopping.signal,
  });
  return done.ok ? done.value : refuse(done.failure);
}

function say(text: string): 0 {
  console.log(text);
  return 0;
}

function refuse(text: string): 1 {
  console.error(text);
  return 1;
}

process.exitCode = await main();
// Connections that are kept alive would hold the process for a while.
process.exit();
