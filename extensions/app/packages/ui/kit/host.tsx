import type { UiePlatformActions } from '@hubspot/ui-extensions';
import { Alert, hubspot } from '@hubspot/ui-extensions';
import type { Routes } from '@dealdraft/wire/routes/route.ts';
import { toLocale } from '../format/locale.ts';
import type { Clock } from './time/clock.ts';
import type { Call } from './service/call.ts';
import { createCall } from './service/call.ts';
import { newKey } from './service/new-key.ts';
import { systemClock } from './time/system-clock.ts';

type AlertType = 'success' | 'info' | 'warning' | 'danger';

/** What HubSpot's page does for every extension of ours. */
export type Host = {
  alert: (type: AlertType, message: string) => void;
  copy: (text: string) => Promise<void>;
  openFrame: (uri: string, title: string) => void;
  closeOverlay: (id: string) => void;
};

/** What every extension of ours works with. */
export type Services<All extends Routes> = {
  call: Call<All>;
  clock: Clock;
  newKey: () => string;
  locale: string;
  portalId: number;
  hubspotOrigin: string;
  apiOrigin: string;
};

export type HostActions = {
  addAlert: (alert: { type: AlertType; message: string }) => void;
} & Pick<UiePlatformActions, 'closeOverlay' | 'copyTextToClipboard' | 'openIframeModal'>;

const FRAME = { height: 900, width: 1000 };
const HUBSPOT = 'https://app.hubspot.com';

export const hostOf = (actions: HostActions): Host => ({
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

type Context = {
  variables?: Record<string, unknown> | undefined;
  user: { locale?: string };
  portal: { id: number };
};

/** Null when the app was uploaded without the address of its service. */
export const servicesOf = <All extends Routes>(context: Context): Services<All> | null => {
  const apiOrigin = textOf(context.variables?.['API_ORIGIN']);
  if (apiOrigin === null) return null;
  return {
    call: createCall({ origin: apiOrigin, fetch: (url, options) => hubspot.fetch(url, options) }),
    clock: systemClock,
    newKey,
    locale: toLocale(context.user.locale),
    portalId: context.portal.id,
    hubspotOrigin: textOf(context.variables?.['HUBSPOT_ORIGIN']) ?? HUBSPOT,
    apiOrigin,
  };
};

export const NoService = ({ title }: { title: string }) => (
  <Alert title={title} variant="danger">
    The app was uploaded without API_ORIGIN in its profile. Whoever uploaded DealDraft can add it and upload
    again.
  </Alert>
);
