import { setTimeout as wait } from 'node:timers/promises';

export type CpuShares = {
  /**
   * Runs the work when it is its owner's turn; an owner's work is done one piece at a time. `ms` is what it computed: a
   * wait for a free thread is nobody's debt. Work that fails owes all the time it took.
   */
  run: <Value>(owner: number, work: () => Promise<{ value: Value; ms: number }>) => Promise<Value>;
};

type Share = { last: Promise<unknown>; waiting: number; spentMs: number; at: number };

export type ShareLimits = {
  /** So much at once, for an owner who was quiet. */
  burstMs: number;
  /** Of each second after that. */
  perSecondMs: number;
  /** More pieces are not let wait: whoever asks so often is not served by waiting. */
  mostWaiting: number;
};

export class TooMuchWork extends Error {
  constructor() {
    super('too much work of one account waits');
  }
}

/**
 * Shares computing time between owners. Each has one piece of work under way, so that one cannot fill all threads, and
 * an allowance that grows with time: who has used it up waits until there is some again, and nobody else does.
 */
export const createCpuShares = (
  { burstMs, perSecondMs, mostWaiting }: ShareLimits,
  clock: () => number = () => performance.now(),
): CpuShares => {
  const shares = new Map<number, Share>();

  const settle = (share: Share): void => {
    const now = clock();
    share.spentMs = Math.max(0, share.spentMs - ((now - share.at) * perSecondMs) / 1000);
    share.at = now;
  };
  /** Owners who are quiet and owe nothing are forgotten. */
  const sweep = (owner: number, share: Share): void => {
    settle(share);
    if (share.waiting === 0 && share.spentMs === 0) shares.delete(owner);
  };

  return {
    run: async (owner, work) => {
      const share = shares.get(owner) ?? { last: Promise.resolve(), waiting: 0, spentMs: 0, at: clock() };
      shares.set(owner, share);
      if (share.waiting >= mostWaiting) throw new TooMuchWork();
      share.waiting += 1;
      const turn = async () => {
        settle(share);
        if (share.spentMs > burstMs) await wait(((share.spentMs - burstMs) / perSecondMs) * 1000);
        const began = clock();
        let ms: number | null = null;
        try {
          const done = await work();
          ({ ms } = done);
          return done.value;
        } finally {
          settle(share);
          share.spentMs += ms ?? clock() - began;
        }
      };
      const mine = share.last.then(turn, turn);
      share.last = mine.catch(() => undefined);
      try {
        return await mine;
      } finally {
        share.waiting -= 1;
        sweep(owner, share);
      }
    },
  };
};
