import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const program = join(import.meta.dirname, 'run-database.ts');

export type DatabaseRun = {
  child: ChildProcess;
  pid: number;
  url: string;
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | string>;
};

const launch = (parameters: string[]) => {
  const child = spawn(process.execPath, [program, ...parameters], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'close').then(([code, signal]: unknown[]) =>
    typeof code === 'number' ? code : String(signal),
  );
  return { child, ended, errors: text(child.stderr) };
};

/** A process with a server of its own, once the server takes connections. */
export async function startRun(...parameters: string[]): Promise<DatabaseRun> {
  const { child, ended, errors } = launch(parameters);
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.includes('\n')) break;
  }
  if (said === '') throw new Error(`The run ended with ${String(await ended)}: ${await errors}`);
  return { child, ended, ...(JSON.parse(said) as { pid: number; url: string }) };
}

/** A run that gives up: its exit code, and what it says. */
export async function failRun(...parameters: string[]): Promise<{ code: number | string; said: string }> {
  const { ended, errors } = launch(parameters);
  return { code: await ended, said: await errors };
}
