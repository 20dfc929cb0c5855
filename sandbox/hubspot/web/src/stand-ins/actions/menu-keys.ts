import type { KeyboardEvent } from 'react';

/** Arrow keys, Home and End move the focus among the entries of a menu. Answers whether the key was used. */
export const moveInMenu = (event: KeyboardEvent, items: HTMLElement[]): boolean => {
  const at = items.indexOf(document.activeElement as HTMLElement);
  const last = items.length - 1;
  const next = { ArrowDown: at >= last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, Home: 0, End: last }[
    event.key
  ];
  if (next === undefined) return false;
  event.preventDefault();
  items[next]?.focus();
  return true;
};
