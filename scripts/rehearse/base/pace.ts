import { setTimeout as wait } from 'node:timers/promises';

/** Lets so many calls through in any such time, each in its turn; the product's own budget needs a database. */
export function createPace({ calls, perMs }: { calls: number; perMs: number }): () => Promise<void> {
  const passed: number[] = [];
  let turn = Promise.resolve();
  const next = async (): Promise<void> => {
    const oldest = passed.length < calls ? undefined : passed.shift();
    if (oldest !== undefined) await wait(Math.max(0, oldest + perMs - performance.now()));
    passed.push(performance.now());
  };
  return () => {
    turn = turn.then(next);
    return turn;
  };
}
