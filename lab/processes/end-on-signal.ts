import { constants } from 'node:os';

/**
 * Ends in order on Ctrl-C and SIGTERM, with the exit code that shells give such an end (130, 143); at once when asked
 * twice. Answers whether the end has begun.
 */
export function endOnSignal(stop: () => Promise<void>): () => boolean {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const code = 128 + constants.signals[signal];
    process.on(signal, () => {
      if (ending) process.exit(code);
      ending = true;
      stop().then(
        () => process.exit(code),
        (error: unknown) => {
          console.error(error instanceof Error ? error.message : String(error));
          process.exit(code);
        },
      );
    });
  }
  return () => ending;
}
