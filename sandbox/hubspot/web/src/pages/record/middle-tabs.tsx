import { useId } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';

type TabSpec = { id: string; title: string; content: ReactNode };
type Props = { tabs: TabSpec[]; selected: string; select: (id: string) => void };

/** The record's tabs. Only the chosen one is mounted, so a card that is not looked at does not run. */
export const MiddleTabs = ({ tabs, selected, select }: Props) => {
  const base = useId();
  const current = tabs.find(({ id }) => id === selected) ?? tabs[0];
  if (current === undefined) return null;
  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = tabs[(tabs.indexOf(current) + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    select(next.id);
    document.getElementById(`${base}-${next.id}`)?.focus();
  };
  return (
    <div className="hs-tabs hs-tabs--default crm-tabs">
      <div className="hs-tabs__list" role="tablist" aria-label="Record" onKeyDown={onKey}>
        {tabs.map(({ id, title }) => (
          <button
            key={id}
            id={`${base}-${id}`}
            type="button"
            role="tab"
            className="hs-tabs__tab"
            aria-selected={id === current.id}
            aria-controls={`${base}-panel`}
            tabIndex={id === current.id ? 0 : -1}
            onClick={() => {
              select(id);
            }}
          >
            {title}
          </button>
        ))}
      </div>
      <div
        id={`${base}-panel`}
        role="tabpanel"
        aria-labelledby={`${base}-${current.id}`}
        className="crm-tabs__panel"
      >
        {current.content}
      </div>
    </div>
  );
};
