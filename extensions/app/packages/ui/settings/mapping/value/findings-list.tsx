import { Alert, Text } from '@hubspot/ui-extensions';
import { Column, Strong } from '../../../kit/layout.tsx';
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
        <Column gap="flush">
          <Text>{finding.reason}</Text>
          <Strong>{finding.fix}</Strong>
        </Column>
      </Alert>
    ))}
  </>
);
