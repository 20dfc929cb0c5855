import { useEffect, useState } from 'react';
import { crm } from './api/crm.ts';
import type { Portal } from './api/types.ts';
import { DealsPage } from './pages/deals/deals-page.tsx';
import { PropertyRulesPage } from './pages/properties/property-rules-page.tsx';
import { RecordPage } from './pages/record/record-page.tsx';
import { SettingsPage } from './pages/settings-page.tsx';
import { WorkflowsPage } from './pages/workflows/workflows-page.tsx';
import type { Route } from './shell/routes.ts';
import { navigate, useAddress } from './shell/router.ts';
import { addressOf, routeOf } from './shell/routes.ts';
import type { Session } from './shell/session.tsx';
import { rememberUser, SessionContext, userIn } from './shell/session.tsx';
import { useToasts } from './shell/toasts.tsx';
import { TopBar } from './shell/top-bar.tsx';
import { useData } from './shell/use-data.ts';
import { Alert } from './stand-ins/content/feedback.tsx';
import { LoadingSpinner } from './stand-ins/base/loading-spinner.tsx';

export const App = () => {
  const address = useAddress();
  const route = routeOf(address.pathname);
  const portals = useData('portals', crm.portals);
  const toasts = useToasts();
  const [, setChosen] = useState(0);
  const portal = portalFor(portals.value ?? [], route);
  const user = portal === undefined ? undefined : userIn(portal, address.searchParams.get('user'));
  useEffect(() => {
    if (route.page === 'start' && portal !== undefined)
      history.replaceState(null, '', addressOf.deals(portal.portalId));
    if (route.page === 'start') navigate(location.href);
  }, [route.page, portal]);
  if (portals.failure !== null) {
    return (
      <main className="crm-message">
        <Alert title="The sandbox does not answer" variant="danger">
          {portals.failure}
        </Alert>
      </main>
    );
  }
  if (portal === undefined || user === undefined) {
    return (
      <main className="crm-message">
        {portals.loading ? <LoadingSpinner label="Loading" layout="centered" /> : <NoPortal />}
      </main>
    );
  }
  const session: Session = {
    portals: portals.value ?? [],
    portal,
    user,
    chooseUser: (id) => {
      rememberUser(portal.portalId, id);
      const next = new URL(location.href);
      next.searchParams.delete('user');
      navigate(next.href);
      setChosen(id);
    },
    choosePortal: (id) => {
      navigate(addressOf.deals(id));
    },
    alert: toasts.alert,
  };
  const embedded = address.searchParams.has('embed');
  return (
    <SessionContext.Provider value={session}>
      {embedded ? null : <TopBar route={route} />}
      <PageFor route={route} key={`${String(portal.portalId)}-${String(user.id)}`} />
      {toasts.view}
    </SessionContext.Provider>
  );
};

const NoPortal = () => (
  <Alert title="This account does not exist" variant="warning">
    The address names an account that this sandbox does not have.
  </Alert>
);

const portalFor = (portals: Portal[], route: Route): Portal | undefined =>
  'portalId' in route ? portals.find(({ portalId }) => portalId === route.portalId) : portals[0];

const PageFor = ({ route }: { route: Route }) => {
  switch (route.page) {
    case 'deals':
      return <DealsPage view={route.view} />;
    case 'record':
      return <RecordPage key={route.dealId} dealId={route.dealId} />;
    case 'settings':
      return <SettingsPage />;
    case 'workflows':
      return <WorkflowsPage />;
    case 'properties':
      return <PropertyRulesPage />;
    case 'start':
      return null;
  }
};
