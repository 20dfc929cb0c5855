import { useEffect, useState } from 'react';
import type { BundleEntry, DealRecord } from '../../api/types.ts';
import { HostedCard, useBundles } from '../../host/hosted-card.tsx';
import { navigate, useAddress } from '../../shell/router.ts';
import { addressOf } from '../../shell/routes.ts';
import { Alert } from '../../stand-ins/content/feedback.tsx';
import { LoadingSpinner } from '../../stand-ins/base/loading-spinner.tsx';
import { Activities } from './activities.tsx';
import { AssociationsCard } from './associations-card.tsx';
import { CardFrame } from './card-frame.tsx';
import { DealWorkflows } from './deal-workflows.tsx';
import { LeftPanel } from './left-panel.tsx';
import { LineItems } from './line-items.tsx';
import { Overview } from './overview.tsx';
import { MiddleTabs } from './middle-tabs.tsx';
import type { DealPage } from './use-deal-page.ts';
import { useDealPage } from './use-deal-page.ts';

/** A deal as HubSpot shows it: properties at the left, tabs in the middle, cards at the right. `?embed=` shows one card alone. */
export const RecordPage = ({ dealId }: { dealId: string }) => {
  const page = useDealPage(dealId);
  const bundles = useBundles();
  const embed = useAddress().searchParams.get('embed');
  const deal = page.deal.value;
  const mergedInto = deal !== null && deal.id !== dealId ? deal : null;
  // The address of a deal that was merged leads to the new one, as in HubSpot.
  useEffect(() => {
    if (mergedInto !== null) navigate(addressOf.deal(mergedInto.portalId, mergedInto.id));
  }, [mergedInto]);
  if (deal === null) {
    return (
      <main className="crm-message">
        {page.deal.failure === null ? (
          <LoadingSpinner label="Loading the deal" layout="centered" />
        ) : (
          <Alert title="This deal cannot be shown" variant="danger">
            {page.deal.failure}
          </Alert>
        )}
      </main>
    );
  }
  const entries = bundles.value ?? [];
  if (embed !== null) return <Embedded kind={embed} entries={entries} page={page} />;
  return <Columns deal={deal} page={page} entries={entries} missing={bundles.failure} />;
};

const at = (entries: BundleEntry[], location: string): BundleEntry[] =>
  entries.filter((entry) => entry.location === location);

const Embedded = ({ kind, entries, page }: { kind: string; entries: BundleEntry[]; page: DealPage }) => {
  const location = kind === 'tab' ? 'crm.record.tab' : 'crm.record.sidebar';
  return (
    <main className={`crm-embed crm-embed--${kind === 'tab' ? 'tab' : 'sidebar'}`}>
      {at(entries, location).map((entry) => (
        <CardFrame key={entry.uid} title={entry.title} plain={kind === 'tab'}>
          <HostedCard entry={entry} record={page.hosted} />
        </CardFrame>
      ))}
    </main>
  );
};

type ColumnsProps = { deal: DealRecord; page: DealPage; entries: BundleEntry[]; missing: string | null };

const Columns = ({ deal, page, entries, missing }: ColumnsProps) => {
  const [tab, setTab] = useState(new URL(location.href).searchParams.get('tab') ?? 'activities');
  const cards = at(entries, 'crm.record.tab');
  const wide = cards.some(({ uid }) => uid === tab);
  return (
    <div className={`crm-record${wide ? ' crm-record--wide' : ''}`}>
      <LeftPanel deal={deal} page={page} />
      <main className="crm-record__middle">
        <MiddleTabs
          selected={tab}
          select={setTab}
          tabs={[
            { id: 'overview', title: 'Overview', content: <Overview deal={deal} page={page} /> },
            { id: 'activities', title: 'Activities', content: <Activities deal={deal} page={page} /> },
            { id: 'line-items', title: 'Line items', content: <LineItems deal={deal} page={page} /> },
            ...cards.map((entry) => ({
              id: entry.uid,
              title: entry.title,
              content: (
                <section className="crm-panel crm-panel--padded" aria-label={entry.title}>
                  <HostedCard entry={entry} record={page.hosted} />
                </section>
              ),
            })),
            { id: 'workflows', title: 'Workflows', content: <DealWorkflows dealId={deal.id} /> },
          ]}
        />
      </main>
      <aside className="crm-record__right" aria-label="Cards">
        {missing === null ? null : (
          <Alert title="No cards have been built" variant="warning">
            {missing}
          </Alert>
        )}
        {at(entries, 'crm.record.sidebar').map((entry) => (
          <CardFrame key={entry.uid} title={entry.title} app="DealDraft">
            <HostedCard entry={entry} record={page.hosted} />
          </CardFrame>
        ))}
        <AssociationsCard deal={deal} page={page} objectType="companies" />
        <AssociationsCard deal={deal} page={page} objectType="contacts" />
      </aside>
    </div>
  );
};
