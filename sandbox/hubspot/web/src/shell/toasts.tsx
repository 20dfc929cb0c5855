import { useCallback, useRef, useState } from 'react';
import type { AlertRequest } from '../worker/protocol.ts';
import { Glyph } from '../stand-ins/base/icons.tsx';

type Toast = AlertRequest & { id: number };

const SHOWN_MS = 7_000;
const known = ['info', 'warning', 'success', 'danger', 'tip'];
const icons: Record<string, string> = { success: 'checkCircle', info: 'info', tip: 'bulb' };

/** The floating alerts of `addAlert`. Those that report a failure stay until they are closed. */
export const useToasts = () => {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const last = useRef(0);
  const close = useCallback((id: number) => {
    setToasts((before) => before.filter((toast) => toast.id !== id));
  }, []);
  const alert = useCallback(
    (request: AlertRequest) => {
      last.current += 1;
      const id = last.current;
      setToasts((before) => [...before.slice(-3), { ...request, id }]);
      if (request.type === 'danger' || request.type === 'warning') return;
      setTimeout(() => {
        close(id);
      }, SHOWN_MS);
    },
    [close],
  );
  return { alert, view: <Toasts toasts={toasts} close={close} /> };
};

const Toasts = ({ toasts, close }: { toasts: Toast[]; close: (id: number) => void }) => (
  <div className="crm-toasts" role="region" aria-label="Notifications" aria-live="polite">
    {toasts.map(({ id, type = 'info', title, message }) => {
      const look = known.includes(type) ? type : 'info';
      return (
        <div key={id} className={`hs-alert hs-alert--${look} crm-toast`} data-testid="toast">
          <Glyph name={icons[look] ?? 'warning'} />
          <div className="hs-alert__body">
            {title === undefined ? null : <div className="hs-alert__title">{title}</div>}
            <div className="hs-alert__text">{message}</div>
          </div>
          <button
            type="button"
            className="hs-icon-button"
            aria-label="Dismiss"
            onClick={() => {
              close(id);
            }}
          >
            <Glyph name="cross" />
          </button>
        </div>
      );
    })}
  </div>
);
