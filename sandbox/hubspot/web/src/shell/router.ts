import { useSyncExternalStore } from 'react';

const changed = 'sandbox:navigated';

/** Moves to an address of this page without loading it again; other addresses are left to the browser. */
export const navigate = (to: string): void => {
  const url = new URL(to, location.href);
  if (url.origin !== location.origin) {
    location.assign(url.href);
    return;
  }
  history.pushState(null, '', url.href);
  dispatchEvent(new Event(changed));
  scrollTo(0, 0);
};

const subscribe = (listener: () => void): (() => void) => {
  addEventListener('popstate', listener);
  addEventListener(changed, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(changed, listener);
  };
};

export const useAddress = (): URL => new URL(useSyncExternalStore(subscribe, () => location.href));
