import { useEffect, useRef } from 'react';
import type { ReactNode, RefObject } from 'react';
import { createPortal } from 'react-dom';
import type { TooltipProps } from '@hubspot/ui-extensions';
import type { Placement } from './floating.ts';
import { useBubblePosition } from './floating.ts';
import { useOverlaySlot } from './overlay-slot.tsx';

/** Given to a trigger as its `overlay`; shows while that trigger is hovered or has the focus. */
export const Tooltip = ({ children, placement = 'top' }: TooltipProps) => {
  const slot = useOverlaySlot();
  const register = slot?.register;
  useEffect(() => {
    register?.({ kind: 'tooltip' });
    return () => register?.(null);
  }, [register]);
  if (slot === null) return null;
  return (
    <Bubble id={slot.tooltipId} shown={slot.tooltipShown} anchor={slot.anchor} placement={placement}>
      {children}
    </Bubble>
  );
};

type BubbleProps = {
  id: string;
  shown: boolean;
  anchor: RefObject<HTMLElement | null>;
  placement: Placement;
  children: ReactNode;
};

export const Bubble = ({ id, shown, anchor, placement, children }: BubbleProps) => {
  const box = useRef<HTMLDivElement>(null);
  const style = useBubblePosition(shown, { anchor, box }, placement);
  if (!shown) return null;
  return createPortal(
    <div ref={box} id={id} role="tooltip" className="hs-tooltip" style={style}>
      {children}
    </div>,
    document.body,
  );
};
