import { useLayoutEffect, useState } from 'react';
import type { CSSProperties, RefObject } from 'react';

export type Placement = 'top' | 'bottom' | 'left' | 'right';

const GAP = 8;
const EDGE = 8;
/** Until it has been measured. Transparent rather than hidden, because what is hidden cannot take the focus. */
const hidden: CSSProperties = { position: 'fixed', top: 0, left: 0, opacity: 0 };

const positions: Record<Placement, (anchor: DOMRect, box: DOMRect) => { top: number; left: number }> = {
  top: (a, b) => ({ top: a.top - b.height - GAP, left: a.left + (a.width - b.width) / 2 }),
  bottom: (a, b) => ({ top: a.bottom + GAP, left: a.left + (a.width - b.width) / 2 }),
  left: (a, b) => ({ top: a.top + (a.height - b.height) / 2, left: a.left - b.width - GAP }),
  right: (a, b) => ({ top: a.top + (a.height - b.height) / 2, left: a.right + GAP }),
};
const opposite: Record<Placement, Placement> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' };

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high));
const fits = (at: { top: number; left: number }, box: DOMRect): boolean =>
  at.top >= EDGE &&
  at.left >= EDGE &&
  at.top + box.height <= innerHeight - EDGE &&
  at.left + box.width <= innerWidth - EDGE;

/** Keeps a bubble beside its anchor and inside the window. */
export const useBubblePosition = (
  open: boolean,
  refs: { anchor: RefObject<HTMLElement | null>; box: RefObject<HTMLElement | null> },
  placement: Placement,
): CSSProperties => {
  const [style, setStyle] = useState<CSSProperties>(hidden);
  useLayoutEffect(() => {
    if (!open) return;
    const place = () => {
      const anchor = refs.anchor.current?.getBoundingClientRect();
      const box = refs.box.current?.getBoundingClientRect();
      if (anchor === undefined || box === undefined) return;
      const wished = positions[placement](anchor, box);
      const at = fits(wished, box) ? wished : positions[opposite[placement]](anchor, box);
      setStyle({
        position: 'fixed',
        top: clamp(at.top, EDGE, innerHeight - box.height - EDGE),
        left: clamp(at.left, EDGE, innerWidth - box.width - EDGE),
      });
    };
    return onLayoutChange(place);
  }, [open, placement, refs.anchor, refs.box]);
  return open ? style : hidden;
};

/** Keeps a menu under its anchor, or above it when there is more room; at least as wide as the anchor. */
export const useMenuPosition = (
  open: boolean,
  refs: { anchor: RefObject<HTMLElement | null>; box: RefObject<HTMLElement | null> },
): CSSProperties => {
  const [style, setStyle] = useState<CSSProperties>(hidden);
  useLayoutEffect(() => {
    if (!open) return;
    const place = () => {
      const anchor = refs.anchor.current?.getBoundingClientRect();
      const box = refs.box.current;
      if (anchor === undefined || box === null) return;
      const below = innerHeight - anchor.bottom - EDGE;
      const above = anchor.top - EDGE;
      const up = below < Math.min(box.scrollHeight, 220) && above > below;
      const left = clamp(anchor.left, EDGE, Math.max(EDGE, innerWidth - box.offsetWidth - EDGE));
      setStyle({
        position: 'fixed',
        left,
        minWidth: anchor.width,
        maxHeight: Math.min(360, up ? above : below),
        ...(up ? { bottom: innerHeight - anchor.top + 4 } : { top: anchor.bottom + 4 }),
      });
    };
    return onLayoutChange(place);
  }, [open, refs.anchor, refs.box]);
  return open ? style : hidden;
};

const onLayoutChange = (place: () => void): (() => void) => {
  place();
  addEventListener('resize', place);
  // Captured, because it is an inner column that scrolls.
  addEventListener('scroll', place, true);
  return () => {
    removeEventListener('resize', place);
    removeEventListener('scroll', place, true);
  };
};
