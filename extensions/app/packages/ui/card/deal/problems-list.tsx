import { Alert, Flex, Text } from '@hubspot/ui-extensions';
import type { ProblemView } from '@dealdraft/wire/card.ts';
import { FieldLinks } from '../../kit/field-links.tsx';
import { timeAgo } from '../../format/time.ts';
import { useCard, useDealLink } from '../base/card-services.ts';
import { RawDetail } from '../../kit/error-notice.tsx';
import { RuleQuestion } from './rule-question.tsx';
import { RecordValueLink } from '../base/record-value-link.tsx';

/** Faults that stay until they are cleared, each with what to do about it. */
export const ProblemsList = ({ problems }: { problems: readonly ProblemView[] }) => {
  const { locale, hubspotOrigin, portalId } = useCard();
  const { now } = useDealLink();
  return problems.length === 0 ? null : (
    <Flex direction="column" gap="sm">
      {problems.map((problem) => (
        <Alert key={problem.key} title={problem.title} variant="warning">
          <Flex direction="column" gap="xs">
            <Text>{problem.message}</Text>
            <Text format={{ fontWeight: 'demibold' }}>{problem.nextStep}</Text>
            {problem.fields === undefined ? (
              <RecordValueLink link={problem.link} />
            ) : (
              <FieldLinks fields={problem.fields} place={{ hubspotOrigin, portalId }} />
            )}
            {problem.question === undefined ? null : <RuleQuestion question={problem.question} />}
            <Text variant="microcopy">Since {timeAgo(problem.since, now, locale)}</Text>
            <RawDetail detail={problem.detail} />
          </Flex>
        </Alert>
      ))}
    </Flex>
  );
};
