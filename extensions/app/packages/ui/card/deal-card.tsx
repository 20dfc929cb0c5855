import { useMemo } from 'react';
import { Button, Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import type { DealView } from '@dealdraft/wire/card.ts';
import { visibleRequests } from './contract/arrange-contracts.ts';
import type { CardServices } from './base/card-services.ts';
import { CardServicesContext, DealLinkContext } from './base/card-services.ts';
import { ConnectionNotice, EnvironmentBanner } from './deal/connection-notice.tsx';
import { ContractsList } from './contract/contracts-list.tsx';
import { DealHeader } from './deal/deal-header.tsx';
import { ErrorNotice } from './base/error-notice.tsx';
import { ProblemsList } from './deal/problems-list.tsx';
import { RequestProgress } from './generate/request-progress.tsx';
import type { LiveDeal } from './deal/use-deal.ts';
import { useDeal } from './deal/use-deal.ts';
import { useDriftCheck } from './deal/use-drift-check.ts';
import { useNow } from '../kit/time/use-now.ts';

/** The whole card for one deal. `services.width` decides between the sidebar's short form and the tab's full one. */
export const DealCard = ({ services }: { services: CardServices }) => {
  const deal = useDeal(services);
  const now = useNow(services.clock);
  useDriftCheck(services, deal);
  const { acted } = deal;
  const link = useMemo(() => ({ acted, now }), [acted, now]);
  return (
    <CardServicesContext.Provider value={services}>
      <DealLinkContext.Provider value={link}>
        <DealContent deal={deal} />
      </DealLinkContext.Provider>
    </CardServicesContext.Provider>
  );
};

const DealContent = ({ deal }: { deal: LiveDeal }) => {
  const { view, error } = deal;
  if (view === null) {
    return error === null ? (
      <LoadingSpinner label="Reading the deal's contracts" showLabel size="sm" layout="centered" />
    ) : (
      <ErrorNotice error={error} onRetry={deal.acted} />
    );
  }
  return (
    <Flex direction="column" gap="md">
      <EnvironmentBanner view={view} />
      {error === null ? null : <StaleNotice deal={deal} />}
      <ConnectionNotice view={view} />
      <ProblemsList problems={view.problems} />
      {visibleRequests(view.requests, view.contracts).map((request) => (
        <RequestProgress key={request.id} request={request} />
      ))}
      {view.connection.state === 'connected' && isEmpty(view) ? (
        <Text>No contract on this deal yet.</Text>
      ) : null}
      <DealHeader view={view} />
      <ContractsList contracts={view.contracts} />
      {deal.resting ? (
        <Flex direction="row" gap="xs" align="center" wrap>
          <Text variant="microcopy">Nothing has changed for a while.</Text>
          <Button size="xs" variant="transparent" onClick={deal.acted}>
            Look for news
          </Button>
        </Flex>
      ) : null}
    </Flex>
  );
};

const isEmpty = (view: DealView): boolean => view.contracts.length === 0 && view.requests.length === 0;

/** What is on the screen is true as of its own times; only the newest look failed. */
const StaleNotice = ({ deal }: { deal: LiveDeal }) => (
  <Flex direction="row" gap="xs" align="center" wrap>
    <Text variant="microcopy">The last look for news failed: {deal.error?.message}</Text>
    <Button size="xs" variant="transparent" onClick={deal.acted}>
      Try again
    </Button>
  </Flex>
);
