import { Alert, Flex, Text } from '@hubspot/ui-extensions';
import type { Finding } from '@dealdraft/wire/mapping-lint.ts';

/** What is wrong or doubtful, why, and what to do: beside the thing itself. */
export const FindingsList = ({ findings }: { findings: readonly Finding[] }) => (
  <>
    {findings.map((finding, index) => (
      <Alert
        key={`${finding.code}-${finding.target}-${String(index)}`}
        title={finding.message}
        variant={finding.severity === 'error' ? 'danger' : 'warning'}
      >
        <Flex direction="column" gap="flush">
          <Text>{finding.reason}</Text>
          <Text format={{ fontWeight: 'demibold' }}>{finding.fix}</Text>
        </Flex>
      </Alert>
    ))}
  </>
);
