import { Alert, Button, Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import type { ContractView } from '@dealdraft/wire/card.ts';
import { timeAgo } from '../../format/time.ts';
import { ActionControl } from './action-control.tsx';
import { useCard, useDealLink } from '../base/card-services.ts';
import { useSubmission } from '../base/use-submission.ts';

/** An action under way, or one that failed: the failed one can be tried again or put aside. */
export const PendingActionNotice = ({ contract }: { contract: ContractView }) => {
  const { call, locale } = useCard();
  const { now } = useDealLink();
  const [dismissal, submit] = useSubmission();
  const pending = contract.pendingAction;
  if (pending === null) return null;
  if (pending.state === 'doing') {
    return (
      <Flex direction="column" gap="flush">
        <LoadingSpinner label={`${pending.label}…`} showLabel size="xs" layout="inline" />
        <Text variant="microcopy">
          asked {timeAgo(pending.since, now, locale)}
          {pending.message === null ? '' : ` · ${pending.message}`}
        </Text>
      </Flex>
    );
  }
  const again = contract.actions.find(({ id, enabled }) => id === pending.action && enabled);
  return (
    <Alert title={`Couldn’t ${pending.label.toLowerCase()}`} variant="danger">
      <Flex direction="column" gap="xs">
        <Text>{pending.message ?? 'SpotDraft refused it and gave no reason.'}</Text>
        <Flex direction="row" gap="xs" wrap>
          {again === undefined ? null : (
            <ActionControl
              contract={contract}
              action={again}
              look="secondary"
              label="Try again"
              place="again"
            />
          )}
          <Button
            size="xs"
            variant="transparent"
            disabled={dismissal.state === 'sending'}
            onClick={() => {
              void submit({ dismiss: pending.id }, () =>
                call('POST /api/card/actions/:actionId/dismiss', { actionId: pending.id }),
              );
            }}
          >
            Dismiss
          </Button>
        </Flex>
        {dismissal.error === null ? null : <Text variant="microcopy">{dismissal.error.message}</Text>}
      </Flex>
    </Alert>
  );
};
