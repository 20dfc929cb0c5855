import { Flex, Link, Tag, Text, Tile } from '@hubspot/ui-extensions';
import type { ContractView } from '@dealdraft/wire/card.ts';
import { useCard } from '../base/card-services.ts';
import { ContractActions } from '../actions/contract-actions.tsx';
import { DateDetails } from './date-details.tsx';
import { DriftNotice } from './drift-notice.tsx';
import { EchoNotice } from './echo-notice.tsx';
import { PendingActionNotice } from '../actions/pending-action.tsx';
import { PeopleDetails } from './people-details.tsx';
import { ProblemsList } from '../deal/problems-list.tsx';
import { ContractSteps, StatusLine } from './status-line.tsx';
import { Timeline } from '../timeline/timeline.tsx';
import { WaitingForList } from './waiting-for.tsx';

const ContractTitle = ({ contract }: { contract: ContractView }) => {
  const facts = [contract.templateName, contract.referenceId ?? contract.spotdraftId].filter(
    (fact) => fact !== null,
  );
  return (
    <Flex direction="column" gap="flush">
      <Flex direction="row" gap="xs" align="center" wrap>
        {contract.link === null ? (
          <Text format={{ fontWeight: 'bold' }}>{contract.name}</Text>
        ) : (
          <Link href={{ url: contract.link, external: true }}>{contract.name}</Link>
        )}
        {contract.environment === 'uat' ? <Tag variant="warning">Test</Tag> : null}
      </Flex>
      <Text variant="microcopy">{facts.join(' · ')}</Text>
    </Flex>
  );
};

/** One contract: in the sidebar its status and the next step, in the tab everything. */
export const ContractPanel = ({ contract }: { contract: ContractView }) => {
  const { width } = useCard();
  const wide = width === 'wide';
  return (
    <Tile compact={!wide} testId={`contract-${contract.id}`}>
      <Flex direction="column" gap="sm">
        <ContractTitle contract={contract} />
        <StatusLine contract={contract} />
        <ContractSteps contract={contract} />
        <WaitingForList contract={contract} />
        <ProblemsList problems={contract.problems} />
        <PendingActionNotice contract={contract} />
        <DriftNotice contract={contract} />
        <EchoNotice echo={contract.echo} />
        <ContractActions contract={contract} />
        {wide ? <PeopleDetails contract={contract} /> : null}
        {wide ? <DateDetails contract={contract} /> : null}
        {wide ? <Timeline contract={contract} /> : null}
      </Flex>
    </Tile>
  );
};
