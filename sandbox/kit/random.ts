/** A source of numbers in [0, 1) that repeats itself for the same seed, so that a bad run can be run again. */
export interface Random {
  next(): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** A whole number from 0 up to, but not including, the limit. */
  below(limit: number): number;
}

/** Mulberry32: small, fast and good enough for faults and seed data; never for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    chance: (probability) => next() < probability,
    below: (limit) => Math.floor(next() * limit),
  };
}
