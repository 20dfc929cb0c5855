import { useMemo } from 'react';
import type { CrmContext, CrmHostActions } from '@hubspot/ui-extensions';
import type { CardRoutes } from '@dealdraft/wire/routes/card.ts';
import { hostOf, NoService, servicesOf, type HostActions } from '../kit/host.tsx';
import type { CardHost, CardServices } from './base/card-services.ts';
import { DealCard } from './deal-card.tsx';

type Actions = HostActions & Pick<CrmHostActions, 'refreshObjectProperties' | 'onCrmPropertiesUpdate'>;

const cardHostOf = (actions: Actions): CardHost => ({
  ...hostOf(actions),
  refreshRecord: () => {
    actions.refreshObjectProperties();
  },
  onRecordEdited: (callback) => {
    actions.onCrmPropertiesUpdate('*', (_properties, error) => {
      if (error === undefined) callback();
    });
  },
});

export const servicesFrom = (context: CrmContext, actions: Actions): CardServices | null => {
  const services = servicesOf<CardRoutes>(context);
  if (services === null) return null;
  const narrow = context.location !== 'crm.record.tab';
  return {
    ...services,
    host: cardHostOf(actions),
    dealId: String(context.crm.objectId),
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
    <NoService title="This card does not know its service" />
  ) : (
    <DealCard services={services} />
  );
};
