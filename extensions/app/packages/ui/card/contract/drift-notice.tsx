import { Alert, DescriptionList, DescriptionListItem, Flex, Text } from '@hubspot/ui-extensions';
import type { ContractView, DriftView } from '@dealdraft/wire/card.ts';
import { listNames } from '../../format/plural.ts';
import { exactTime, timeAgo } from '../../format/time.ts';
import { sortActions } from '../actions/sort-actions.ts';
import { ActionControl } from '../actions/action-control.tsx';
import { useCard, useDealLink } from '../base/card-services.ts';

const headline = (drift: DriftView): string =>
  `Deal changed since this contract was created: ${listNames(drift.changes.map(({ label }) => label))}`;

/** What the deal says now and the paper does not: field by field, with what can be done about it. */
export const DriftNotice = ({ contract }: { contract: ContractView }) => {
  const { width, locale } = useCard();
  const { now } = useDealLink();
  const { drift } = contract;
  if (drift === null || drift.changes.length === 0) return null;
  if (drift.kept !== null) {
    return (
      <Text variant="microcopy">
        {headline(drift)}. Kept by {drift.kept.by} {timeAgo(drift.kept.at, now, locale)}: “{drift.kept.reason}
        ”
      </Text>
    );
  }
  return (
    <Alert title={headline(drift)} variant="warning">
      <Flex direction="column" gap="sm">
        <DescriptionList direction={width === 'narrow' ? 'column' : 'row'}>
          {drift.changes.map((change) => (
            <DescriptionListItem key={change.target} label={change.label}>
              <Text inline format={{ lineDecoration: 'strikethrough' }}>
                {change.was === '' ? 'empty' : change.was}
              </Text>
              <Text inline> → </Text>
              <Text inline format={{ fontWeight: 'demibold' }}>
                {change.now === '' ? 'empty' : change.now}
              </Text>
              {change.canUpdate ? null : <Text variant="microcopy">To be changed in SpotDraft</Text>}
            </DescriptionListItem>
          ))}
        </DescriptionList>
        {drift.blocksSending ? (
          <Text>
            It cannot be sent until the contract follows the deal, or somebody keeps it as it is with a
            reason.
          </Text>
        ) : null}
        <Flex direction="row" gap="xs" wrap>
          {sortActions(contract).drift.map((action, index) => (
            <ActionControl
              key={action.id}
              contract={contract}
              action={action}
              look={index === 0 ? 'secondary' : 'transparent'}
            />
          ))}
        </Flex>
        <Text variant="microcopy">
          Compared with the deal {timeAgo(drift.computedAt, now, locale)},{' '}
          {exactTime(drift.computedAt, locale)}.
        </Text>
      </Flex>
    </Alert>
  );
};
