import { useEffect, useRef } from 'react';
import { useSettings } from './settings-services.ts';

/** Runs again `ms` after each finished run while `ms` is not null. `turn` changes with every finished run. */
export const usePoll = (ms: number | null, turn: number, run: () => void): void => {
  const { clock } = useSettings();
  const latest = useRef(run);
  latest.current = run;
  useEffect(
    () =>
      ms === null
        ? undefined
        : clock.after(ms, () => {
            latest.current();
          }),
    [clock, ms, turn],
  );
};
