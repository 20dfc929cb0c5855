/** Gives out time stamps in SpotDraft's form, microseconds and all, each later than the one before. */
export interface Clock {
  stamp(): string;
  date(): Date;
}

export function createClock(now: () => Date): Clock {
  let last = 0n;
  return {
    date: now,
    // Two activities of one call must not share a time stamp: a receiver orders by it.
    stamp() {
      const wanted = BigInt(now().getTime()) * 1000n;
      last = wanted > last ? wanted : last + 1n;
      return formatMicros(last);
    },
  };
}

const formatMicros = (micros: bigint): string => {
  const iso = new Date(Number(micros / 1000n)).toISOString();
  return `${iso.slice(0, -1)}${String(micros % 1000n).padStart(3, '0')}Z`;
};

/** A time stamp as microseconds since 1970, so that stamps within one millisecond still compare; NaN when it is none. */
export function microsOf(stamp: string): number {
  const fraction = /\.(\d+)/.exec(stamp)?.[1] ?? '';
  const millis = Date.parse(stamp);
  return Number.isNaN(millis) ? NaN : millis * 1000 + Number(fraction.padEnd(6, '0').slice(3, 6));
}
