import { useEffect } from 'react';
import type { RefObject } from 'react';

/** Calls back when a press lands outside all of `inside` while open. */
export const useDismiss = (
  open: boolean,
  inside: RefObject<HTMLElement | null>[],
  dismiss: () => void,
): void => {
  useEffect(() => {
    if (!open) return;
    const onPress = (event: PointerEvent) => {
      const target = event.target;
      if (target instanceof Node && inside.some(({ current }) => current?.contains(target) === true)) return;
      dismiss();
    };
    document.addEventListener('pointerdown', onPress, true);
    return () => {
      document.removeEventListener('pointerdown', onPress, true);
    };
  }, [open]);
};
