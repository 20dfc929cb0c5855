import { createContext, useCallback, useContext, useId, useMemo, useRef, useState } from 'react';
import type { ReactNode, RefObject } from 'react';
import { useEnvironment } from './environment.tsx';

/** What an overlay given to a button, link, tag or image tells that trigger about itself. */
export type OverlaySlotValue = {
  anchor: RefObject<HTMLElement | null>;
  /** A modal or panel says its id, a tooltip that it is one; null when it goes away. */
  register: (content: { kind: 'dialog'; id: string } | { kind: 'tooltip' } | null) => void;
  tooltipId: string;
  tooltipShown: boolean;
};

export const OverlaySlotContext = createContext<OverlaySlotValue | null>(null);
export const useOverlaySlot = (): OverlaySlotValue | null => useContext(OverlaySlotContext);

type Trigger = {
  /** Put on the focusable element. */
  props: {
    'aria-describedby'?: string;
    'aria-haspopup'?: 'dialog';
    onMouseEnter?: () => void;
    onMouseLeave?: () => void;
    onFocus?: () => void;
    onBlur?: () => void;
  };
  hasTooltip: boolean;
  open: () => void;
  slot: ReactNode;
};

/** Makes an element a trigger of the overlay it was given: a modal or panel opens on click, a tooltip on hover and focus. */
export const useOverlayTrigger = (overlay: ReactNode, anchor: RefObject<HTMLElement | null>): Trigger => {
  const { overlays } = useEnvironment();
  const dialog = useRef<string | null>(null);
  const [kind, setKind] = useState<'dialog' | 'tooltip' | null>(null);
  const [shown, setShown] = useState(false);
  const tooltipId = useId();
  const register = useCallback<OverlaySlotValue['register']>((content) => {
    dialog.current = content?.kind === 'dialog' ? content.id : null;
    setKind(content?.kind ?? null);
  }, []);
  const hasTooltip = kind === 'tooltip';
  const value = useMemo(
    () => ({ anchor, register, tooltipId, tooltipShown: shown }),
    [anchor, register, tooltipId, shown],
  );
  const show = (next: boolean) => () => {
    setShown(next);
  };
  return {
    props: {
      ...(kind === 'dialog' ? { 'aria-haspopup': 'dialog' as const } : {}),
      ...(hasTooltip
        ? {
            ...(shown ? { 'aria-describedby': tooltipId } : {}),
            onMouseEnter: show(true),
            onMouseLeave: show(false),
            onFocus: show(true),
            onBlur: show(false),
          }
        : {}),
    },
    hasTooltip,
    open: () => {
      if (dialog.current !== null) overlays.open(dialog.current);
    },
    slot:
      overlay === undefined || overlay === null || overlay === false ? null : (
        <OverlaySlotContext.Provider value={value}>{overlay}</OverlaySlotContext.Provider>
      ),
  };
};
