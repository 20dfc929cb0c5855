import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const program = join(import.meta.dirname, 'run-database.ts');

export type DatabaseRun = {
  child: ChildProcess;
  /** The run's own process. */
  run: number;
  /** The server's. */
  pid: number;
  url: string;
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | string>;
};

type Command = [command: string, parameters: string[], environment?: Record<string, string>];

const directly = (parameters: string[]): Command => [process.execPath, [program, ...parameters]];

/** As npm starts a script: below a shell that waits for it. */
const belowShell: Command = [
  'sh',
  ['-c', `"${process.execPath}" "${program}" stay; exit $?`],
  { npm_lifecycle_event: 'demo' },
];

const launch = ([command, parameters, environment]: Command) => {
  const child = spawn(command, parameters, {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close').then(([code, signal]: unknown[]) =>
    typeof code === 'number' ? code : String(signal),
  );
  return { child, ended, errors: text(child.stderr) };
};

async function ready(command: Command): Promise<DatabaseRun> {
  const { child, ended, errors } = launch(command);
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.includes('\n')) break;
  }
  if (said === '') throw new Error(`The run ended with ${String(await ended)}: ${await errors}`);
  return { child, ended, ...(JSON.parse(said) as { run: number; pid: number; url: string }) };
}

/** A process with a server of its own, once the server takes connections. */
export const startRun = (...parameters: string[]): Promise<DatabaseRun> => ready(directly(parameters));

/** The same below npm's shell; what is answered is the shell. */
export const startRunBelowShell = (): Promise<DatabaseRun> => ready(belowShell);

/** A run that gives up: its exit code, and what it says. */
export async function failRun(...parameters: string[]): Promise<{ code: number | string; said: string }> {
  const { ended, errors } = launch(directly(parameters));
  return { code: await ended, said: await errors };
}
