import type { ReactNode } from 'react';
import { navigate } from './router.ts';

type Props = { to: string; className?: string; current?: boolean; children: ReactNode };

/** A link between pages of the CRM. Opening it in a new tab is left to the browser. */
export const PlainLink = ({
  to,
  className = 'hs-link hs-link--primary',
  current = false,
  children,
}: Props) => (
  <a
    href={to}
    className={className}
    aria-current={current ? 'page' : undefined}
    onClick={(event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      navigate(to);
    }}
  >
    {children}
  </a>
);
