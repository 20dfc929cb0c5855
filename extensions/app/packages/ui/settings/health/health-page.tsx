import { useState } from 'react';
import { CallsList } from './calls-list.tsx';
import { DeadLettersList } from './dead-letters-list.tsx';
import { DeliveriesList } from './deliveries-list.tsx';
import { HealthOverview } from './health-overview.tsx';
import { ProblemsList } from './problems-list.tsx';
import { SweepsList } from './sweeps-list.tsx';
import { healthTabs, type HealthTab } from './health-tabs.ts';
import { InnerTabs } from '../../kit/inner-tabs.tsx';

/** Whether all is well, and everything needed to find out why not. */
export const HealthPage = () => {
  const [open, setOpen] = useState<HealthTab>('overview');
  return (
    <InnerTabs tabs={healthTabs} open={open} onOpen={setOpen}>
      <Body tab={open} show={setOpen} />
    </InnerTabs>
  );
};

const Body = ({ tab, show }: { tab: HealthTab; show: (tab: HealthTab) => void }) => {
  switch (tab) {
    case 'overview':
      return <HealthOverview show={show} />;
    case 'problems':
      return <ProblemsList />;
    case 'deliveries':
      return <DeliveriesList />;
    case 'sweeps':
      return <SweepsList />;
    case 'dead':
      return <DeadLettersList />;
    case 'calls':
      return <CallsList />;
  }
};
