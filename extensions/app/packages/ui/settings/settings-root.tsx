import { useMemo } from 'react';
import type {
  SettingsActions,
  SettingsContext as HubSpotContext,
  UiePlatformActions,
} from '@hubspot/ui-extensions';
import { Alert, hubspot } from '@hubspot/ui-extensions';
import { newKey } from '../kit/service/new-key.ts';
import { systemClock } from '../kit/system-clock.ts';
import { toLocale } from '../format/locale.ts';
import { createCall } from '../kit/service/call.ts';
import type { SettingsHost, SettingsServices } from './parts/settings-services.ts';
import { SettingsContext } from './parts/settings-services.ts';
import { SettingsGate } from './settings-gate.tsx';

type Actions = SettingsActions &
  Pick<UiePlatformActions, 'closeOverlay' | 'copyTextToClipboard' | 'openIframeModal'>;

const FRAME = { height: 900, width: 1000 };
const HUBSPOT = 'https://app.hubspot.com';

const hostOf = (actions: Actions): SettingsHost => ({
  alert: (type, message) => {
    actions.addAlert({ type, message });
  },
  copy: (text) => actions.copyTextToClipboard(text),
  openFrame: (uri, title) => {
    actions.openIframeModal({ uri, title, ...FRAME });
  },
  closeOverlay: (id) => {
    actions.closeOverlay(id);
  },
});

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const settingsServicesFrom = (context: HubSpotContext, actions: Actions): SettingsServices | null => {
  const apiOrigin = textOf(context.variables?.['API_ORIGIN']);
  if (apiOrigin === null) return null;
  return {
    call: createCall({ origin: apiOrigin, fetch: (url, options) => hubspot.fetch(url, options) }),
    host: hostOf(actions),
    clock: systemClock,
    newKey,
    locale: toLocale(context.user.locale),
    portalId: context.portal.id,
    hubspotOrigin: textOf(context.variables?.['HUBSPOT_ORIGIN']) ?? HUBSPOT,
    apiOrigin,
    userEmail: context.user.email,
  };
};

/** The settings page of the app, over the service that its profile names. */
export const SettingsRoot = ({ context, actions }: { context: HubSpotContext; actions: Actions }) => {
  const origin = context.variables?.['API_ORIGIN'];
  // HubSpot may hand in new objects for the same page: only another account or service makes it start over.
  const services = useMemo(() => settingsServicesFrom(context, actions), [context.portal.id, origin]);
  return services === null ? (
    <Alert title="This page does not know its service" variant="danger">
      The app was uploaded without API_ORIGIN in its profile. Whoever uploaded DealDraft can add it and upload
      again.
    </Alert>
  ) : (
    <SettingsContext.Provider value={services}>
      <SettingsGate />
    </SettingsContext.Provider>
  );
};
