/** Time as an argument: tests move it by hand. */
export type Clock = {
  now: () => number;
  /** Calls back once; the answer cancels. */
  after: (ms: number, callback: () => void) => () => void;
};
