import { useCallback, useEffect, useMemo, useState } from 'react';
import { Alert, Tab, Tabs, Text } from '@hubspot/ui-extensions';
import { Column } from '../kit/layout.tsx';
import type { OverviewView } from '@dealdraft/wire/settings.ts';
import { useLoaded } from '../kit/use-loaded.ts';
import { AccessPage } from './access/access-page.tsx';
import { AutomationPage } from './automation/automation-page.tsx';
import { ConnectionsPage } from './connections/connections-page.tsx';
import { StartPage } from './first-run/start-page.tsx';
import { HealthPage } from './health/health-page.tsx';
import { PropertiesContext } from './mapping/context/properties-context.ts';
import { OrphansPage } from './orphans/orphans-page.tsx';
import { LoadedView } from '../kit/loaded-view.tsx';
import { ConsentNotice } from './parts/permissions.tsx';
import { PlaceContext } from './parts/place-context.ts';
import { useSettings } from './parts/settings-services.ts';
import { createDraftKeeper } from './draft/draft-keeper.ts';
import type { Place } from './parts/navigation.ts';
import { tabOf, topPage, topPages } from './parts/navigation.ts';
import { createPropertyKeeper } from './mapping/context/property-keeper.ts';
import { DraftsContext } from './draft/drafts-context.ts';
import { TemplatePage } from './templates/template-page.tsx';
import { TemplatesPage } from './templates/templates-page.tsx';

/** The whole page for an admin: its tabs, and what all of them share. */
export const SettingsPage = () => {
  const { call, clock } = useSettings();
  const [overview, load] = useLoaded<OverviewView>();
  const [place, setPlace] = useState<Place | null>(null);
  const read = useCallback(
    () => void load(() => call('GET /api/settings/overview'), { keep: true }),
    [call, load],
  );
  useEffect(read, [read]);

  const drafts = useMemo(() => createDraftKeeper({ call, clock }), [call, clock]);
  const properties = useMemo(
    () =>
      createPropertyKeeper(
        ({ object, search, names }) =>
          call(
            'GET /api/settings/properties',
            names.length > 0 ? { object, names } : { object, search, limit: 50 },
            'vendor',
          ),
        (run) => void clock.after(0, run),
      ),
    [call, clock],
  );
  const go = useCallback(
    (to: Place) => {
      setPlace(to);
      read();
    },
    [read],
  );
  const navigation = useMemo(() => ({ go, refresh: read }), [go, read]);

  return (
    <PlaceContext.Provider value={navigation}>
      <PropertiesContext.Provider value={properties}>
        <DraftsContext.Provider value={drafts}>
          <LoadedView loaded={overview} label="Reading the settings" retry={read}>
            {(view) => {
              const at: Place = place ?? { page: view.firstRun.done ? 'templates' : 'start' };
              return (
                <Column>
                  <Banners view={view} at={at} />
                  <Tabs
                    selected={tabOf(at)}
                    onSelectedChange={(id: string | number) => {
                      const next = topPage(id);
                      if (next !== null && tabOf(next) !== tabOf(at)) go(next);
                    }}
                  >
                    {topPages.map(({ id, title }) => (
                      <Tab key={id} tabId={id} title={title}>
                        {tabOf(at) === id ? <PageOf place={at} overview={view} /> : null}
                      </Tab>
                    ))}
                  </Tabs>
                </Column>
              );
            }}
          </LoadedView>
        </DraftsContext.Provider>
      </PropertiesContext.Provider>
    </PlaceContext.Provider>
  );
};

const Banners = ({ view, at }: { view: OverviewView; at: Place }) => (
  <>
    {view.hubspot.state === 'active' ? null : (
      <Alert title="HubSpot is not connected" variant="danger">
        <Text>{view.hubspot.text}</Text>
      </Alert>
    )}
    <ConsentNotice hubspot={view.hubspot} />
    {view.uatBanner === null ? null : (
      <Alert title="Test environment (UAT) in use" variant="warning">
        <Text>{view.uatBanner}</Text>
      </Alert>
    )}
    {view.health.state === 'well' || at.page === 'health' || at.page === 'start' ? null : (
      <Alert title={view.health.text} variant={view.health.state === 'broken' ? 'danger' : 'warning'}>
        <Text>See Health for what to do.</Text>
      </Alert>
    )}
  </>
);

const PageOf = ({ place, overview }: { place: Place; overview: OverviewView }) => {
  switch (place.page) {
    case 'start':
      return <StartPage overview={overview} />;
    case 'templates':
      return <TemplatesPage />;
    case 'template':
      return (
        <TemplatePage
          key={`${place.workspaceId}/${String(place.templateId)}`}
          of={{ workspaceId: place.workspaceId, templateId: place.templateId }}
          part={place.part}
        />
      );
    case 'automation':
      return <AutomationPage hubspot={overview.hubspot} />;
    case 'connections':
      return <ConnectionsPage hubspot={overview.hubspot} />;
    case 'health':
      return <HealthPage />;
    case 'orphans':
      return <OrphansPage />;
    case 'access':
      return <AccessPage />;
  }
};
