import { useEffect } from 'react';
import type { RefObject } from 'react';

const focusable =
  'a[href],button:not([disabled]),input:not([disabled]),select:not([disabled]),textarea:not([disabled]),iframe,[tabindex]:not([tabindex="-1"])';

const isSeen = (element: HTMLElement): boolean => element.getClientRects().length > 0;

const focusablesOf = (root: HTMLElement): HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>(focusable)].filter(isSeen);

/** Open overlays, oldest first: only the newest one holds the focus and hears Escape. */
const stack: HTMLElement[] = [];

/**
 * Holds the keyboard inside `box` while it is open: Tab goes round, Escape closes, and the focus returns to where it
 * was. When that place is gone or hidden (an entry of a closed menu), `fallback` says where instead.
 */
export const useFocusTrap = (
  open: boolean,
  box: RefObject<HTMLElement | null>,
  { onEscape, fallback }: { onEscape: () => void; fallback?: RefObject<HTMLElement | null> },
): void => {
  useEffect(() => {
    const root = box.current;
    if (!open || root === null) return;
    const before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    stack.push(root);
    root.focus();
    const onKey = (event: KeyboardEvent) => {
      if (stack.at(-1) !== root) return;
      if (event.key === 'Escape' && !event.defaultPrevented) {
        event.preventDefault();
        onEscape();
      }
      if (event.key === 'Tab') keepInside(root, event);
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      stack.splice(stack.indexOf(root), 1);
      const back = [before, fallback?.current ?? null].find(
        (one) => one?.isConnected === true && isSeen(one),
      );
      back?.focus();
    };
    // Only opening and closing matter: a new closure for Escape must not move the focus.
  }, [open]);
};

const keepInside = (root: HTMLElement, event: KeyboardEvent): void => {
  const all = focusablesOf(root);
  const first = all[0];
  const last = all.at(-1);
  const active = document.activeElement;
  if (first === undefined || last === undefined) {
    event.preventDefault();
    return;
  }
  if (event.shiftKey && (active === first || active === root)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && active === last) {
    event.preventDefault();
    first.focus();
  }
};
