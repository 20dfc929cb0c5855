import { EmptyState, Text } from '@hubspot/ui-extensions';

/** What the settings page says as long as workspaces and mappings are set up by the operator. */
export const SetUpNotice = () => (
  <EmptyState title="Set up by your operator" layout="vertical">
    <Text>
      In this version the operator of DealDraft connects SpotDraft and publishes mappings on the server; the
      contracts themselves are made and followed on the deals.
    </Text>
  </EmptyState>
);
