import { Accordion, Alert, Button, List, Text } from '@hubspot/ui-extensions';
import { labelled } from './labelled.ts';
import { Column, Row, Small } from './layout.tsx';

/** Any failure of a call: one sentence for people, raw detail on demand. */
export type Failure = {
  code: string;
  message: string;
  canRetry: boolean;
  fields?: { target: string; label: string; message: string }[];
  detail?: string;
};

const titles: Record<string, string> = {
  not_connected: 'SpotDraft is not connected',
  not_permitted: 'You may not do this',
  not_found: 'This is not here any more',
  blocked: 'Something has to be put right first',
  not_possible: 'Not possible now',
  conflict: 'Somebody else changed this',
  invalid: 'Please check what you entered',
};

type Props = { error: Failure | null; onRetry?: () => void; retryLabel?: string; title?: string };

/** A failure as sentences with a next step; nothing where there is none. */
export const ErrorNotice = ({ error, onRetry, retryLabel = 'Try again', title }: Props) =>
  error === null ? null : (
    <Alert
      title={title ?? titles[error.code] ?? 'That did not go through'}
      variant={error.code in titles ? 'warning' : 'danger'}
    >
      <Column gap="xs">
        <Text>{error.message}</Text>
        {error.fields === undefined || error.fields.length === 0 ? null : (
          <List>
            {error.fields.map((field) => (
              <Text key={field.target}>{labelled(field.label, field.message)}</Text>
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
