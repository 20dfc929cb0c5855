import { createInterface } from 'node:readline/promises';
import type { Answer } from './run-steps.ts';
import type { Step } from './parts/step.ts';

export type Terminal = {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  /** What Ctrl-C does. */
  stop: () => void;
  signal: AbortSignal;
};

/** Asks on the terminal before a step writes. “All” is the last question. */
export function createQuestion({ input, output, stop, signal }: Terminal): (step: Step) => Promise<Answer> {
  let all = false;
  return async (step) => {
    if (all) return 'yes';
    const terminal = createInterface({ input, output });
    // A terminal in raw mode gives Ctrl-C to whoever reads it, and no signal to the process.
    terminal.on('SIGINT', stop);
    const closed = new AbortController();
    // Ctrl-D. Without this the question would stay open for ever, and nothing be removed.
    terminal.once('close', () => {
      closed.abort();
    });
    const either = AbortSignal.any([signal, closed.signal]);
    try {
      for (;;) {
        const text = `\n${step.title} (${step.id})\n  ${step.does}\n  Continue? [y]es, [n]o (skip this step), [a]ll, [q]uit: `;
        const answer = (await terminal.question(text, { signal: either })).trim().toLowerCase();
        if (answer === 'a') all = true;
        if (answer === 'y' || answer === 'a') return 'yes';
        if (answer === 'n') return { skip: 'You skipped this step.' };
        if (answer === 'q') return 'stop';
      }
    } catch {
      // The question was ended: by Ctrl-C, or because the terminal is gone.
      return 'stop';
    } finally {
      terminal.close();
    }
  };
}
