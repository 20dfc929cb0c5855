import type { ReactNode } from 'react';
import { Tab, Tabs } from '@hubspot/ui-extensions';

type Props<Id extends string> = {
  tabs: readonly { id: Id; title: string }[];
  open: Id;
  onOpen: (id: Id) => void;
  children: ReactNode;
};

/** Tabs inside a page; only the open one is drawn and reads anything. */
export const InnerTabs = <Id extends string>({ tabs, open, onOpen, children }: Props<Id>) => (
  <Tabs
    variant="enclosed"
    selected={open}
    onSelectedChange={(id: string | number) => {
      const next = tabs.find((tab) => tab.id === id);
      if (next !== undefined && next.id !== open) onOpen(next.id);
    }}
  >
    {tabs.map(({ id, title }) => (
      <Tab key={id} tabId={id} title={title}>
        {id === open ? children : null}
      </Tab>
    ))}
  </Tabs>
);
