import { useMemo } from 'react';
import type { CrmContext, CrmHostActions, UiePlatformActions } from '@hubspot/ui-extensions';
import { Alert, hubspot } from '@hubspot/ui-extensions';
import { createCall } from '../kit/service/call.ts';
import { newKey } from '../kit/service/new-key.ts';
import { toLocale } from '../format/locale.ts';
import type { CardServices, Host } from './base/card-services.ts';
import { DealCard } from './deal-card.tsx';
import { systemClock } from '../kit/system-clock.ts';

type Actions = Pick<CrmHostActions, 'addAlert' | 'refreshObjectProperties' | 'onCrmPropertiesUpdate'> &
  Pick<UiePlatformActions, 'closeOverlay' | 'copyTextToClipboard' | 'openIframeModal'>;

const FRAME = { height: 900, width: 1000 };
const HUBSPOT = 'https://app.hubspot.com';

const hostOf = (actions: Actions): Host => ({
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
  refreshRecord: () => {
    actions.refreshObjectProperties();
  },
  onRecordEdited: (callback) => {
    actions.onCrmPropertiesUpdate('*', (_properties, error) => {
      if (error === undefined) callback();
    });
  },
});

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

export const servicesFrom = (context: CrmContext, actions: Actions): CardServices | null => {
  const apiOrigin = textOf(context.variables?.['API_ORIGIN']);
  if (apiOrigin === null) return null;
  const narrow = context.location !== 'crm.record.tab';
  return {
    call: createCall({ origin: apiOrigin, fetch: (url, options) => hubspot.fetch(url, options) }),
    host: hostOf(actions),
    clock: systemClock,
    newKey,
    locale: toLocale(context.user.locale),
    dealId: String(context.crm.objectId),
    portalId: context.portal.id,
    hubspotOrigin: textOf(context.variables?.['HUBSPOT_ORIGIN']) ?? HUBSPOT,
    apiOrigin,
    width: narrow ? 'narrow' : 'wide',
    prefix: narrow ? 'dealdraft-sidebar' : 'dealdraft-tab',
  };
};

/** The same card for both places; HubSpot's context says which one it is. */
export const CardRoot = ({ context, actions }: { context: CrmContext; actions: Actions }) => {
  const origin = context.variables?.['API_ORIGIN'];
  // HubSpot may hand in new objects for the same record: only another record or service makes the card start over.
  const services = useMemo(
    () => servicesFrom(context, actions),
    [context.crm.objectId, context.portal.id, context.location, origin],
  );
  return services === null ? (
    <Alert title="This card does not know its service" variant="danger">
      The app was uploaded without API_ORIGIN in its profile. Whoever uploaded DealDraft can add it and upload
      again.
    </Alert>
  ) : (
    <DealCard services={services} />
  );
};
