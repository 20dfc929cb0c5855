import { Alert, EmptyState, Text } from '@hubspot/ui-extensions';
import type { DealView } from '@dealdraft/wire/card.ts';

const titles: Record<Exclude<DealView['connection']['state'], 'connected'>, string> = {
  not_connected: 'Not connected to SpotDraft yet',
  no_template: 'No template is ready yet',
  paused: 'DealDraft is paused',
};

const fallback =
  'A HubSpot admin can change this under Settings → Integrations → Connected apps → DealDraft → Settings.';

/** Nothing can be made yet: who can fix it, and where. Contracts that exist are still shown below. */
export const ConnectionNotice = ({ view }: { view: DealView }) => {
  const { connection } = view;
  if (connection.state === 'connected') return null;
  const title = titles[connection.state];
  const message = connection.message ?? fallback;
  return view.contracts.length === 0 && connection.state !== 'paused' ? (
    <EmptyState
      title={title}
      layout="vertical"
      imageName={connection.state === 'not_connected' ? 'integrations' : 'registration'}
      imageWidth={120}
      flush
    >
      <Text>{message}</Text>
    </EmptyState>
  ) : (
    <Alert title={title} variant="warning">
      {message}
    </Alert>
  );
};

/** Loud where contracts are made for trying out only. */
export const EnvironmentBanner = ({ view }: { view: DealView }) =>
  view.connection.environment === 'uat' ? (
    <Alert title="Test environment" variant="warning">
      Contracts made here go to SpotDraft's UAT workspace. They aren’t binding.
    </Alert>
  ) : null;
