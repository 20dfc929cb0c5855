import { useState } from 'react';
import { Alert, Button, LoadingButton, Text } from '@hubspot/ui-extensions';
import { SmallButton } from '../../kit/buttons.tsx';
import { Column, Row } from '../../kit/layout.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { useSubmission } from '../parts/use-submission.ts';
import { useSettings } from '../parts/settings-services.ts';

type Props = { mask: string | null; canTest: boolean; changed: () => void };

/** The key that alerts are signed with, shown once when it is made; and a test alert with what came back. */
export const AlertKey = ({ mask, canTest, changed }: Props) => {
  const { call, host } = useSettings();
  const [key, setKey] = useState<string | null>(null);
  const [result, setResult] = useState<{ delivered: boolean; message: string } | null>(null);
  const [making, make] = useSubmission();
  const [testing, test] = useSubmission();
  return (
    <Column gap="sm">
      <Text>Signing key: {mask ?? 'none yet'}</Text>
      {key === null ? null : (
        <Alert title="Copy this key now: it is not shown again" variant="warning">
          <Column gap="xs">
            <Text>{key}</Text>
            <Row>
              <SmallButton
                onClick={() => {
                  void host.copy(key).then(() => {
                    host.alert('success', 'The key is on the clipboard.');
                  });
                }}
              >
                Copy
              </SmallButton>
            </Row>
          </Column>
        </Alert>
      )}
      {result === null ? null : (
        <Alert
          title={result.delivered ? 'The test alert arrived' : 'The test alert did not arrive'}
          variant={result.delivered ? 'success' : 'danger'}
        >
          {result.message}
        </Alert>
      )}
      <Row gap="xs">
        <LoadingButton
          size="sm"
          variant="secondary"
          loading={making.state === 'sending'}
          onClick={() => {
            void make('key', () => call('POST /api/settings/alerts/key')).then((answer) => {
              if (answer?.ok !== true) return;
              setKey(answer.data.key);
              // The mask is read when the key is put away, so that the key stays on the page meanwhile.
            });
          }}
        >
          {mask === null ? 'Make a key' : 'Make a new key'}
        </LoadingButton>
        <LoadingButton
          size="sm"
          variant="secondary"
          disabled={!canTest}
          loading={testing.state === 'sending'}
          onClick={() => {
            void test('test', () => call('POST /api/settings/alerts/test')).then((answer) => {
              if (answer?.ok === true) setResult(answer.data);
            });
          }}
        >
          Send a test alert
        </LoadingButton>
        {key === null ? null : (
          <Button
            size="sm"
            variant="transparent"
            onClick={() => {
              setKey(null);
              changed();
            }}
          >
            I have copied it
          </Button>
        )}
      </Row>
      <ErrorNotice error={making.error} />
      <ErrorNotice error={testing.error} />
    </Column>
  );
};
