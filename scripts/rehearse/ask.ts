import { createInterface } from 'node:readline/promises';
import type { Answer } from './run-steps.ts';
import type { Step } from './step.ts';

/** Asks on the terminal before a step writes. “All” is the last question. */
export function createQuestion({
  stop,
  signal,
}: {
  stop: () => void;
  signal: AbortSignal;
}): (step: Step) => Promise<Answer> {
  let all = false;
  return async (step) => {
    if (all) return 'yes';
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    // A terminal in raw mode gives Ctrl-C to whoever reads it, and no signal to the process.
    terminal.on('SIGINT', stop);
    try {
      for (;;) {
        const text = `\n${step.title} (${step.id})\n  ${step.does}\n  Go on? [y]es, [n]o, skip this one; [a]ll from here on; [q]uit: `;
        const answer = (await terminal.question(text, { signal })).trim().toLowerCase();
        if (answer === 'a') all = true;
        if (answer === 'y' || answer === 'a') return 'yes';
        if (answer === 'n') return { skip: 'You said no to this step.' };
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
