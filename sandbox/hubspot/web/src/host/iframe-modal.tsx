import { useRef } from 'react';
import { createPortal } from 'react-dom';
import { useFocusTrap } from '../stand-ins/base/focus.ts';
import { Glyph } from '../stand-ins/base/icons.tsx';
import type { IframeRequest } from '../worker/protocol.ts';

/** The modal of `openIframeModal`: the size the extension asked for, as far as the window allows. */
export const IframeModal = ({ request, close }: { request: IframeRequest; close: () => void }) => {
  const { uri, width, height, title = 'Embedded page', flush = false } = request;
  const box = useRef<HTMLDivElement>(null);
  useFocusTrap(true, box, { onEscape: close });
  return createPortal(
    <div className="hs-overlay hs-overlay--modal">
      <div className="hs-overlay__backdrop" aria-hidden="true" />
      <div
        ref={box}
        role="dialog"
        aria-modal="true"
        aria-label={title}
        tabIndex={-1}
        className="hs-modal"
        style={{ width }}
      >
        <header className="hs-dialog__header">
          <h2>{title}</h2>
          <button type="button" className="hs-dialog__close" aria-label="Close" onClick={close}>
            <Glyph name="cross" />
          </button>
        </header>
        <div className={flush ? '' : 'hs-dialog__body'}>
          <iframe
            className="hs-iframe"
            src={uri}
            title={title}
            style={{ height: `min(${String(height)}px, 74vh)` }}
          />
        </div>
      </div>
    </div>,
    document.body,
  );
};
