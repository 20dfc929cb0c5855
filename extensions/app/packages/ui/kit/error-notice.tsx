import type { ReactNode } from 'react';
import type { CardError, CardErrorCode, RecordLink } from '@dealdraft/wire/card.ts';
import { Accordion, Alert, Button, List, Text } from '@hubspot/ui-extensions';
import { labeled } from './labeled.ts';
import { Column, Row, Small } from './layout.tsx';

/** Any failure of a call: one sentence for people, raw detail on demand. */
export type Failure = Omit<CardError, 'code'> & { code: CardErrorCode | 'conflict' };

const titles: Record<Failure['code'], string> = {
  not_connected: 'SpotDraft isn’t connected',
  not_permitted: 'You don’t have permission',
  not_found: 'Not found',
  blocked: 'Something is missing',
  plan_changed: 'The deal has changed',
  open_contract: 'There’s already an open contract',
  already_requested: 'Already in progress',
  not_possible: 'Not available right now',
  linked_elsewhere: 'Linked to another deal',
  conflict: 'Someone else changed this',
  invalid: 'Check what you entered',
  vendor: 'Something went wrong',
  unexpected: 'Something went wrong',
};
const isOurs = (code: Failure['code']): boolean => code === 'vendor' || code === 'unexpected';

type Props = {
  error: Failure | null;
  onRetry?: () => void;
  retryLabel?: string;
  title?: string;
  /** Where a field's value can be filled in. */
  linkOf?: (link: RecordLink | undefined) => ReactNode;
};

/** A failure as sentences with a next step; nothing where there is none. */
export const ErrorNotice = ({ error, onRetry, retryLabel = 'Try again', title, linkOf }: Props) =>
  error === null ? null : (
    <Alert title={title ?? titles[error.code]} variant={isOurs(error.code) ? 'danger' : 'warning'}>
      <Column gap="xs">
        <Text>{error.message}</Text>
        {error.fields === undefined || error.fields.length === 0 ? null : (
          <List>
            {error.fields.map((field) => (
              <Text key={field.target}>
                {labeled(field.label, field.message)} {linkOf?.(field.link)}
              </Text>
            ))}
          </List>
        )}
        {error.canRetry && onRetry !== undefined ? (
          <Row>
            <Button size="xs" variant="secondary" onClick={onRetry}>
              {retryLabel}
            </Button>
          </Row>
        ) : null}
        <RawDetail detail={error.detail} />
      </Column>
    </Alert>
  );

export const RawDetail = ({
  detail,
  title = 'Technical detail',
}: {
  detail: string | null | undefined;
  title?: string;
}) =>
  detail === null || detail === undefined || detail === '' ? null : (
    <Accordion title={title} size="xs">
      <Small>{detail}</Small>
    </Accordion>
  );
