import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const endOnSignal = JSON.stringify(join(import.meta.dirname, '../../../lab/processes/end-on-signal.ts'));
const raise = (signal: string): string => `process.kill(process.pid, '${signal}')`;

/** Runs a program that is asked to end in a way of its own, and gives its exit code and what it printed. */
async function run(stop: string, signals: string): Promise<{ code: unknown; printed: string }> {
  const program = `
    const { endOnSignal } = await import(${endOnSignal});
    const stay = setInterval(() => {}, 1000);
    const ending = endOnSignal(async () => { console.log('stops', ending()); ${stop} });
    ${signals}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const [code] = (await once(child, 'close')) as unknown[];
  return { code, printed };
}

describe('a program that is asked to end', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('stops in order on %s, and says with its exit code what ended it', async (signal, code) => {
    expect(await run('', raise(signal))).toEqual({ code, printed: 'stops true\n' });
  });

  it('keeps that exit code when stopping fails', async () => {
    const { code, printed } = await run("throw new Error('The port stays open.')", raise('SIGTERM'));
    expect(code).toBe(143);
    expect(printed).toBe('stops true\nThe port stays open.\n');
  });

  it('ends at once when it is asked again', async () => {
    const again = `setImmediate(() => ${raise('SIGINT')}); await new Promise(() => {})`;
    expect(await run(again, raise('SIGINT'))).toEqual({ code: 130, printed: 'stops true\n' });
  });
});
