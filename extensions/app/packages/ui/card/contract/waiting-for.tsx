import { Flex, Link, Text } from '@hubspot/ui-extensions';
import type { ContractView, WaitingFor } from '@dealdraft/wire/card.ts';
import { timeAgo } from '../../format/time.ts';
import { useCard, useDealLink } from '../base/card-services.ts';

const NARROW_MAXIMUM = 2;

const Waiting = ({ waiting }: { waiting: WaitingFor }) => {
  const { locale } = useCard();
  const { now } = useDealLink();
  const email = waiting.person?.email ?? null;
  return (
    <Text>
      {waiting.text}
      {waiting.since === null ? '' : ` · ${timeAgo(waiting.since, now, locale)}`}
      {email === null ? '' : ' · '}
      {email === null ? null : <Link href={`mailto:${email}`}>{email}</Link>}
    </Text>
  );
};

/** Whose turn it is: signatories, approvers, the counterparty, or our own side. */
export const WaitingForList = ({ contract }: { contract: ContractView }) => {
  const { width } = useCard();
  const { waitingFor } = contract;
  if (waitingFor.length === 0) return null;
  const shown = width === 'narrow' ? waitingFor.slice(0, NARROW_MAXIMUM) : waitingFor;
  return (
    <Flex direction="column" gap="flush">
      <Text variant="microcopy">Next step</Text>
      {shown.map((waiting, index) => (
        <Waiting key={`${waiting.kind}-${String(index)}`} waiting={waiting} />
      ))}
      {shown.length < waitingFor.length ? (
        <Text variant="microcopy">and {String(waitingFor.length - shown.length)} more</Text>
      ) : null}
    </Flex>
  );
};
