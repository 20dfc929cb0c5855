import { useEffect, useState } from 'react';
import type { Clock } from './clock.ts';

const TICK_MS = 15_000;

/** The time, renewed often enough for "40 seconds ago" to stay true. Nothing is sent anywhere. */
export const useNow = (clock: Clock): number => {
  const [now, setNow] = useState(() => clock.now());
  useEffect(
    () =>
      clock.after(TICK_MS, () => {
        setNow(clock.now());
      }),
    [clock, now],
  );
  return now;
};
