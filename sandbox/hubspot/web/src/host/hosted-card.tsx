import { useMemo } from 'react';
import { crm } from '../api/crm.ts';
import type { BundleEntry } from '../api/types.ts';
import { useSession } from '../shell/session.tsx';
import { useData } from '../shell/use-data.ts';
import { Alert } from '../stand-ins/content/feedback.tsx';
import { LoadingSpinner } from '../stand-ins/base/loading-spinner.tsx';
import { CardHost } from './card-host.tsx';
import type { CardPage } from './page-api.ts';

/** The bundles there are, for pages that place them. */
export const useBundles = () => useData('bundles', () => crm.bundles().then(({ bundles }) => bundles));

export type HostedRecord = NonNullable<CardPage['record']>;

/** One bundle with the context that HubSpot would give it, for the person who is signed in. */
export const HostedCard = ({ entry, record }: { entry: BundleEntry; record: HostedRecord | null }) => {
  const session = useSession();
  const { portal, user } = session;
  const dealId = record?.objectId;
  const wish = {
    portalId: portal.portalId,
    userId: user.id,
    location: entry.location,
    ...(dealId === undefined ? {} : { dealId }),
  };
  const context = useData(JSON.stringify(wish), () => crm.context(wish));
  const page = useMemo(
    () => ({
      portalId: portal.portalId,
      userId: user.id,
      record,
      alert: session.alert,
    }),
    [portal.portalId, user.id, record, session.alert],
  );
  if (context.failure !== null) {
    return (
      <Alert title="This card has no context" variant="danger">
        {context.failure}
      </Alert>
    );
  }
  if (context.value === null) return <LoadingSpinner label="Loading the card" layout="centered" />;
  return (
    <CardHost bundleUrl={`/bundles/${entry.file}`} context={context.value} page={page} locale={user.locale} />
  );
};
