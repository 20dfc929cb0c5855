import type { Reactions } from '@hubspot/ui-extensions';

/** Which overlays of one card are open, by the ids the extension gave them. */
export type OverlayRegistry = {
  isOpen: (id: string) => boolean;
  open: (id: string) => void;
  close: (id: string) => void;
  subscribe: (listener: () => void) => () => void;
  /** Handed to the handlers of buttons and links. One object for the card's life, so that it crosses to the worker once. */
  reactions: Reactions;
};

export const createOverlayRegistry = (): OverlayRegistry => {
  const ids = new Set<string>();
  const listeners = new Set<() => void>();
  const change = (alter: (id: string) => unknown) => (id: string) => {
    alter(id);
    for (const listener of [...listeners]) listener();
  };
  const open = change((id) => ids.add(id));
  const close = change((id) => ids.delete(id));
  return {
    isOpen: (id) => ids.has(id),
    open,
    close,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reactions: { openPanel: open, closePanel: close, openModal: open, closeModal: close },
  };
};
