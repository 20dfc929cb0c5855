import { useMemo } from 'react';
import type { SettingsActions, SettingsContext as HubSpotContext } from '@hubspot/ui-extensions';
import type { SettingsRoutes } from '@dealdraft/wire/routes/settings.ts';
import { hostOf, NoService, servicesOf, type HostActions } from '../kit/host.tsx';
import type { SettingsServices } from './parts/settings-services.ts';
import { SettingsContext } from './parts/settings-services.ts';
import { SettingsGate } from './settings-gate.tsx';

type Actions = SettingsActions & HostActions;

const settingsServicesFrom = (context: HubSpotContext, actions: Actions): SettingsServices | null => {
  const services = servicesOf<SettingsRoutes>(context);
  return services === null ? null : { ...services, host: hostOf(actions), userEmail: context.user.email };
};

/** The settings page of the app, over the service that its profile names. */
export const SettingsRoot = ({ context, actions }: { context: HubSpotContext; actions: Actions }) => {
  const origin = context.variables?.['API_ORIGIN'];
  // HubSpot may hand in new objects for the same page: only another account or service makes it start over.
  const services = useMemo(() => settingsServicesFrom(context, actions), [context.portal.id, origin]);
  return services === null ? (
    <NoService title="This page does not know its service" />
  ) : (
    <SettingsContext.Provider value={services}>
      <SettingsGate />
    </SettingsContext.Provider>
  );
};
