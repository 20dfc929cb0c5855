import { useEffect, useState } from 'react';
import { useSettings } from './settings-services.ts';

const PAUSE_MS = 250;

/** The text once nobody has typed for a moment. */
export const usePaused = (text: string, ms = PAUSE_MS): string => {
  const { clock } = useSettings();
  const [paused, setPaused] = useState(text);
  useEffect(
    () =>
      text === paused
        ? undefined
        : clock.after(ms, () => {
            setPaused(text);
          }),
    [clock, ms, paused, text],
  );
  return paused;
};
