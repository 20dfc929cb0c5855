import { Accordion, Alert, Button, Flex, List, Text } from '@hubspot/ui-extensions';
import type { CardError, CardErrorCode } from '@dealdraft/wire/card.ts';
import { RecordValueLink } from './record-value-link.tsx';

const titles: Record<CardErrorCode, string> = {
  not_connected: 'SpotDraft is not connected',
  not_permitted: 'You may not do this',
  not_found: 'This is not here any more',
  blocked: 'Something is missing first',
  plan_changed: 'The deal changed meanwhile',
  open_contract: 'An open contract exists',
  already_requested: 'Already on its way',
  not_possible: 'Not possible now',
  linked_elsewhere: 'Linked to another deal',
  invalid: 'Please check what you entered',
  vendor: 'That did not go through',
  unexpected: 'That did not go through',
};

type Props = { error: CardError; onRetry?: () => void; retryLabel?: string };

/** A failure as sentences with a next step; the raw detail stays folded. */
export const ErrorNotice = ({ error, onRetry, retryLabel = 'Try again' }: Props) => (
  <Alert
    title={titles[error.code]}
    variant={error.code === 'unexpected' || error.code === 'vendor' ? 'danger' : 'warning'}
  >
    <Flex direction="column" gap="xs">
      <Text>{error.message}</Text>
      {error.fields !== undefined && error.fields.length > 0 ? (
        <List>
          {error.fields.map((field) => (
            <Text key={field.target}>
              {field.label}: {field.message} <RecordValueLink link={field.link} />
            </Text>
          ))}
        </List>
      ) : null}
      {error.canRetry && onRetry !== undefined ? (
        <Button size="xs" variant="secondary" onClick={onRetry}>
          {retryLabel}
        </Button>
      ) : null}
      <RawDetail detail={error.detail} />
    </Flex>
  </Alert>
);

export const RawDetail = ({ detail }: { detail: string | null | undefined }) =>
  detail === null || detail === undefined || detail === '' ? null : (
    <Accordion title="Technical detail" size="xs">
      <Text variant="microcopy">{detail}</Text>
    </Accordion>
  );
