import { Flex, StepIndicator, Tag, Text, Tooltip } from '@hubspot/ui-extensions';
import type { ContractView } from '@dealdraft/wire/card.ts';
import { exactTime, timeAgo } from '../../format/time.ts';
import { knownBy, knownHow, statusTone, stepOf, stepNames } from './status-steps.ts';
import { useCard, useDealLink } from '../base/card-services.ts';

/** The status, since when, and how we know it: exact times on hover and on focus. */
export const StatusLine = ({ contract }: { contract: ContractView }) => {
  const { locale } = useCard();
  const { now } = useDealLink();
  return (
    <Flex direction="row" gap="xs" align="center" wrap>
      <Tag
        testId={`status-${contract.id}`}
        variant={statusTone(contract.status)}
        overlay={
          <Tooltip>
            {contract.statusLabel} since {exactTime(contract.statusAt, locale)}. Verified{' '}
            {exactTime(contract.verifiedAt, locale)} {knownBy(contract.statusFrom)}.
          </Tooltip>
        }
      >
        {contract.statusLabel}
      </Tag>
      <Text variant="microcopy">
        {knownHow(contract.statusFrom)} {timeAgo(contract.verifiedAt, now, locale)}
      </Text>
    </Flex>
  );
};

/** Draft → Review → Signing → Executed. A voided contract has left the path; one on hold shows where it stood. */
export const ContractSteps = ({ contract }: { contract: ContractView }) => {
  const { width } = useCard();
  const step = stepOf(contract);
  return step === null ? null : (
    <StepIndicator
      stepNames={[...stepNames]}
      currentStep={step}
      circleSize="xs"
      variant={width === 'narrow' ? 'flush' : 'default'}
      direction="horizontal"
    />
  );
};
