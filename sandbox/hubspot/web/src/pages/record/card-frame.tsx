import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { Glyph } from '../../stand-ins/base/icons.tsx';

type Props = { title: string; app?: string; plain?: boolean; action?: ReactNode; children: ReactNode };

/** The frame around a card in the right column. Folding keeps the card running, as HubSpot does. */
export const CardFrame = ({ title, app, plain = false, action, children }: Props) => {
  const [open, setOpen] = useState(true);
  const id = useId();
  if (plain) return <section className="crm-panel crm-panel--padded">{children}</section>;
  return (
    <section className="crm-panel crm-card" aria-label={title}>
      <header className="crm-card__header">
        <h2>
          <button
            type="button"
            className="crm-card__toggle"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => {
              setOpen(!open);
            }}
          >
            <Glyph name={open ? 'down' : 'right'} />
            <span>{title}</span>
          </button>
        </h2>
        {action}
      </header>
      <div id={id} className="crm-card__body" hidden={!open}>
        {children}
      </div>
      {app === undefined || !open ? null : <footer className="crm-card__footer">Powered by {app}</footer>}
    </section>
  );
};
