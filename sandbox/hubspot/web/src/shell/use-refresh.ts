import { useEffect } from 'react';

const LOOK_MS = 5_000;

/** Reads again every few seconds while the page is looked at: people see what automation wrote without reloading. */
export const useRefresh = (reload: () => void): void => {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload();
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [reload]);
};
