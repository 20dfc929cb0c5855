import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type {
  ModalBodyProps,
  ModalFooterProps,
  ModalProps,
  PanelBodyProps,
  PanelFooterProps,
  PanelProps,
  PanelSectionProps,
} from '@hubspot/ui-extensions';
import { cx, size as short } from '../base/class-names.ts';
import { useEnvironment, useOverlayOpen } from '../base/environment.tsx';
import { fire } from '../base/fire.ts';
import { useFocusTrap } from '../base/focus.ts';
import { Glyph } from '../base/icons.tsx';
import { OverlaySlotContext, useOverlaySlot } from '../base/overlay-slot.tsx';

type DialogProps = {
  id: string;
  kind: 'modal' | 'panel';
  title: string | undefined;
  label: string | undefined;
  width: string;
  danger: boolean;
  onOpen: (() => void) | undefined;
  onClose: (() => void) | undefined;
  children: ReactNode;
  testId: string | undefined;
};

/** A modal in the middle or a panel at the right edge. It stays part of the extension's tree while closed, and shows when its id is opened. */
const Dialog = (props: DialogProps) => {
  const { id, kind, title, label, width, danger, onOpen, onClose } = props;
  const { overlays } = useEnvironment();
  const slot = useOverlaySlot();
  const open = useOverlayOpen(id);
  const box = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const register = slot?.register;
  useEffect(() => {
    register?.({ kind: 'dialog', id });
    return () => {
      register?.(null);
      overlays.close(id);
    };
  }, [register, overlays, id]);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (open === wasOpen.current) return;
    wasOpen.current = open;
    fire(open ? onOpen : onClose);
  }, [open]);
  const close = () => {
    overlays.close(id);
  };
  useFocusTrap(open, box, { onEscape: close, ...(slot === null ? {} : { fallback: slot.anchor }) });
  if (!open) return null;
  return createPortal(
    // A trigger inside the dialog has its own slot: it must not register with the one that opened the dialog.
    <OverlaySlotContext.Provider value={null}>
      <div
        className={`hs-overlay hs-overlay--${kind}`}
        onSubmit={(event) => {
          // A form around the trigger is not the form in the dialog.
          event.stopPropagation();
        }}
      >
        <div
          className="hs-overlay__backdrop"
          onClick={kind === 'panel' ? close : undefined}
          aria-hidden="true"
        />
        <div
          ref={box}
          role="dialog"
          aria-modal="true"
          tabIndex={-1}
          className={cx(`hs-${kind}`, `hs-${kind}--${width}`, danger && 'hs-modal--danger')}
          data-testid={props.testId}
          {...(label === undefined && title !== undefined
            ? { 'aria-labelledby': titleId }
            : { 'aria-label': label ?? 'Dialog' })}
        >
          <header className="hs-dialog__header">
            <h2 id={titleId}>{title}</h2>
            <button type="button" className="hs-dialog__close" aria-label="Close" onClick={close}>
              <Glyph name="cross" />
            </button>
          </header>
          {props.children}
        </div>
      </div>
    </OverlaySlotContext.Provider>,
    document.body,
  );
};

export const Modal = (props: ModalProps) => (
  <Dialog
    id={props.id}
    kind="modal"
    title={props.title}
    label={props['aria-label']}
    width={short(props.width, 'sm')}
    danger={props.variant === 'danger'}
    onOpen={props.onOpen}
    onClose={props.onClose}
    testId={props.testId}
  >
    {props.children}
  </Dialog>
);

export const Panel = (props: PanelProps) => (
  <Dialog
    id={props.id}
    kind="panel"
    title={props.title}
    label={props['aria-label']}
    width={short(props.width, 'sm')}
    danger={false}
    onOpen={props.onOpen}
    onClose={props.onClose}
    testId={props.testId}
  >
    {props.children}
  </Dialog>
);

export const ModalBody = ({ children, testId }: ModalBodyProps) => (
  <div className="hs-dialog__body" data-testid={testId}>
    {children}
  </div>
);
export const PanelBody = ({ children, testId }: PanelBodyProps) => (
  <div className="hs-dialog__body hs-dialog__body--panel" data-testid={testId}>
    {children}
  </div>
);
export const PanelSection = ({ children, flush = false, testId }: PanelSectionProps) => (
  <div className={cx('hs-panel__section', flush && 'hs-panel__section--flush')} data-testid={testId}>
    {children}
  </div>
);
export const ModalFooter = ({ children, testId }: ModalFooterProps) => (
  <footer className="hs-dialog__footer" data-testid={testId}>
    {children}
  </footer>
);
export const PanelFooter = ({ children, testId }: PanelFooterProps) => (
  <footer className="hs-dialog__footer hs-dialog__footer--panel" data-testid={testId}>
    {children}
  </footer>
);
