import { createContext, useCallback, useContext, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { TabProps, TabsProps } from '@hubspot/ui-extensions';
import { cx } from '../base/class-names.ts';
import { fire } from '../base/fire.ts';

type TabId = string | number;
type Known = { id: TabId; title: string; disabled: boolean; tooltip: string | undefined; panel: HTMLElement };
type TabsLink = {
  selected: TabId | null;
  base: string;
  register: (tab: Known) => () => void;
};

const TabsContext = createContext<TabsLink | null>(null);

const byPlace = (a: Known, b: Known): number =>
  a.panel.compareDocumentPosition(b.panel) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;

/** The tabs come from the worker one by one, so each makes itself known; their order is that of their panels. */
export const Tabs = (props: TabsProps) => {
  const {
    children,
    onSelectedChange,
    defaultSelected,
    selected,
    variant = 'default',
    fill = false,
    testId,
  } = props;
  const [tabs, setTabs] = useState<Known[]>([]);
  const [own, setOwn] = useState<TabId | null>(defaultSelected ?? null);
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = selected ?? own ?? tabs[0]?.id ?? null;
  const register = useCallback((tab: Known) => {
    setTabs((before) => [...before.filter(({ panel }) => panel !== tab.panel), tab].sort(byPlace));
    return () => {
      setTabs((before) => before.filter(({ panel }) => panel !== tab.panel));
    };
  }, []);
  const link = useMemo(() => ({ selected: current, base, register }), [current, base, register]);
  const select = (id: TabId) => {
    setOwn(id);
    if (id !== current) fire(onSelectedChange as ((id: TabId) => void) | undefined, id);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const able = tabs.filter(({ disabled }) => !disabled);
    if (step === undefined || able.length === 0) return;
    event.preventDefault();
    const at = able.findIndex(({ id }) => id === current);
    const next = able[(at + step + able.length) % able.length];
    if (next === undefined) return;
    select(next.id);
    list.current?.querySelector<HTMLElement>(`[id="${CSS.escape(tabDomId(base, next.id))}"]`)?.focus();
  };
  return (
    <TabsContext.Provider value={link}>
      <div className={cx('hs-tabs', `hs-tabs--${variant}`, fill && 'hs-tabs--fill')} data-testid={testId}>
        <div className="hs-tabs__list" role="tablist" ref={list} onKeyDown={onKey}>
          {tabs.map((tab) => (
            <button
              key={tab.id}
              id={tabDomId(base, tab.id)}
              type="button"
              role="tab"
              aria-selected={tab.id === current}
              aria-controls={panelDomId(base, tab.id)}
              tabIndex={tab.id === current ? 0 : -1}
              disabled={tab.disabled}
              title={tab.tooltip}
              className="hs-tabs__tab"
              onClick={() => {
                select(tab.id);
              }}
            >
              {tab.title}
            </button>
          ))}
        </div>
        {children}
      </div>
    </TabsContext.Provider>
  );
};

const tabDomId = (base: string, id: TabId): string => `${base}-tab-${String(id)}`;
const panelDomId = (base: string, id: TabId): string => `${base}-panel-${String(id)}`;

export const Tab = ({ tabId, title = '', disabled = false, tooltip, children, testId }: TabProps) => {
  const link = useContext(TabsContext);
  const fallback = useId();
  const panel = useRef<HTMLDivElement>(null);
  const id = tabId ?? fallback;
  const register = link?.register;
  useEffect(() => {
    const node = panel.current;
    return node === null ? undefined : register?.({ id, title, disabled, tooltip, panel: node });
  }, [register, id, title, disabled, tooltip]);
  const isSelected = link?.selected === id;
  const base = link?.base ?? '';
  return (
    <div
      ref={panel}
      id={panelDomId(base, id)}
      role="tabpanel"
      aria-labelledby={tabDomId(base, id)}
      className="hs-tabs__panel"
      hidden={!isSelected}
      data-testid={testId}
    >
      {isSelected ? children : null}
    </div>
  );
};
