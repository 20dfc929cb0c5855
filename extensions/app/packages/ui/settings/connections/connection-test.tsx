import { useCallback, useEffect } from 'react';
import { Alert, Icon, LoadingButton, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { Column, Row, Strong } from '../../kit/layout.tsx';
import type { ConnectionCheck, ConnectionTest } from '@dealdraft/wire/settings.ts';
import { useLoaded } from '../../kit/use-loaded.ts';
import { ErrorNotice, RawDetail } from '../../kit/error-notice.tsx';
import { usePoll } from '../parts/use-poll.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';

const verdicts = {
  running: { title: 'Testing the connection', variant: 'info' },
  passed: { title: 'Everything works', variant: 'success' },
  failed: { title: 'Something does not work', variant: 'danger' },
  unproven: { title: 'Everything that can be tested works', variant: 'success' },
} as const;

/** Tests a workspace: each check with what it found and what to do about it. Goes on when the panel is closed. */
export const ConnectionTestPanel = ({ workspaceId }: { workspaceId: string }) => {
  const { call } = useSettings();
  const { ago } = useTimeWords();
  const [test, load] = useLoaded<ConnectionTest | null>();
  const look = useCallback(
    () =>
      void load(() => call('GET /api/settings/workspaces/:workspaceId/test', { workspaceId }), {
        keep: true,
      }),
    [call, load, workspaceId],
  );
  const start = () => {
    void load(() => call('POST /api/settings/workspaces/:workspaceId/test', { workspaceId }), { keep: true });
  };
  useEffect(look, [look]);
  usePoll(test.state === 'loading' ? null : (test.value?.pollAfterMs ?? null), test.ticket, look);
  const { value } = test;
  const busy = test.state === 'loading' || value?.state === 'running';
  return (
    <Column>
      {value === null ? (
        <Text>
          Checks the credentials, the permissions in Developer settings, the templates, and that a signed
          notice from SpotDraft arrives here.
        </Text>
      ) : (
        <Alert title={verdicts[value.state].title} variant={verdicts[value.state].variant}>
          Begun {ago(value.startedAt)} by {value.startedBy}.
        </Alert>
      )}
      {value?.checks.map((check) => (
        <CheckLine key={check.id} check={check} />
      ))}
      <ErrorNotice error={test.error} onRetry={start} />
      <Row>
        <LoadingButton variant="primary" size="sm" loading={busy} onClick={start}>
          {value === null ? 'Test now' : 'Test again'}
        </LoadingButton>
      </Row>
    </Column>
  );
};

const Mark = ({ state }: Pick<ConnectionCheck, 'state'>) => {
  switch (state) {
    case 'passed':
      return <Icon name="success" color="success" size="sm" screenReaderText="Works" />;
    case 'failed':
      return <Icon name="warning" color="alert" size="sm" screenReaderText="Does not work" />;
    case 'waiting':
      return <LoadingSpinner label="Waiting" size="xs" layout="inline" />;
    case 'unproven':
      return <Icon name="circleHollow" size="sm" screenReaderText="Not proven yet" />;
    case 'skipped':
      return <Icon name="circleHollow" size="sm" screenReaderText="Skipped" />;
  }
};

const CheckLine = ({ check }: { check: ConnectionCheck }) => (
  <Row align="start">
    <Mark state={check.state} />
    <Column gap="flush">
      <Strong>{check.label}</Strong>
      <Text>{check.text}</Text>
      {check.fix === null ? null : <Strong>{check.fix}</Strong>}
      <RawDetail detail={check.detail} />
    </Column>
  </Row>
);
