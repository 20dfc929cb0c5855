import { useCallback, useEffect, useState } from 'react';
import type { SettingsContext } from '@hubspot/ui-extensions';
import {
  Alert,
  Button,
  DescriptionList,
  DescriptionListItem,
  Flex,
  hubspot,
  LoadingSpinner,
  Text,
} from '@hubspot/ui-extensions';
import { readEnvelope } from '../api/read-envelope.ts';

type Summary = { items: { label: string; value: string }[] };
type State = { summary: Summary | null; failure: string | null };

/** What is connected and managed, as the service tells it. */
export const SettingsSummary = ({ context }: { context: SettingsContext }) => {
  const origin = context.variables?.['API_ORIGIN'];
  const [{ summary, failure }, setState] = useState<State>({ summary: null, failure: null });
  const read = useCallback(async (): Promise<void> => {
    setState({ summary: null, failure: null });
    try {
      const response = await hubspot.fetch(`${String(origin)}/api/settings/summary`, {
        method: 'GET',
        timeout: 8_000,
      });
      const answer = readEnvelope<Summary>({ status: response.status, text: await response.text() });
      setState(
        answer.ok
          ? { summary: answer.data, failure: null }
          : { summary: null, failure: answer.error.message },
      );
    } catch {
      setState({ summary: null, failure: 'DealDraft did not answer in time. Try again in a moment.' });
    }
  }, [origin]);
  useEffect(() => {
    void read();
  }, [read]);

  if (failure !== null) {
    return (
      <Alert title="The settings cannot be shown" variant="danger">
        <Flex direction="column" gap="xs">
          <Text>{failure}</Text>
          <Button size="xs" variant="secondary" onClick={() => void read()}>
            Try again
          </Button>
        </Flex>
      </Alert>
    );
  }
  if (summary === null) return <LoadingSpinner label="Reading the settings" showLabel />;
  return (
    <DescriptionList direction="row">
      {summary.items.map(({ label, value }) => (
        <DescriptionListItem key={label} label={label}>
          <Text>{value}</Text>
        </DescriptionListItem>
      ))}
    </DescriptionList>
  );
};
