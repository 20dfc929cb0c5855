import { Alert, Button, Flex, Icon, List, LoadingSpinner, Text, Tile } from '@hubspot/ui-extensions';
import type { RequestView } from '@dealdraft/wire/card.ts';
import { timeAgo } from '../../format/time.ts';
import { useCard, useDealLink } from '../base/card-services.ts';
import { RawDetail } from '../../kit/error-notice.tsx';
import { GenerateButton } from './generate-button.tsx';
import { useSubmission } from '../base/use-submission.ts';

const StepMark = ({ state }: { state: RequestView['steps'][number]['state'] }) => {
  switch (state) {
    case 'done':
      return <Icon name="success" color="success" size="sm" screenReaderText="Done" />;
    case 'doing':
      return <LoadingSpinner label="Under way" size="xs" layout="inline" />;
    case 'failed':
      return <Icon name="warning" color="alert" size="sm" screenReaderText="Failed" />;
    case 'todo':
      return <Icon name="circleHollow" size="sm" screenReaderText="To do" />;
  }
};

const Steps = ({ steps }: Pick<RequestView, 'steps'>) => (
  <Flex direction="column" gap="xs">
    {steps.map((step) => (
      <Flex key={step.id} direction="row" gap="xs" align="center">
        <StepMark state={step.state} />
        <Text format={{ fontWeight: step.state === 'doing' ? 'demibold' : 'regular' }}>{step.label}</Text>
      </Flex>
    ))}
  </Flex>
);

/** A contract on its way. It is the service's state, so it survives a reload and closing the deal. */
export const RequestProgress = ({ request }: { request: RequestView }) => {
  const { locale } = useCard();
  const { now } = useDealLink();
  if (request.state === 'refused') return <RefusedRequest request={request} />;
  const done = request.steps.filter(({ state }) => state === 'done').length;
  return (
    <Tile compact testId={`request-${request.id}`}>
      <Flex direction="column" gap="sm">
        <Flex direction="column" gap="flush">
          <Text format={{ fontWeight: 'demibold' }}>Generating {request.templateName}</Text>
          <Text variant="microcopy">
            Step {String(Math.min(done + 1, Math.max(request.steps.length, 1)))} of{' '}
            {String(Math.max(request.steps.length, 1))} · asked {timeAgo(request.requestedAt, now, locale)}
            {request.requestedBy === null ? '' : ` by ${request.requestedBy}`}
          </Text>
        </Flex>
        <Steps steps={request.steps} />
        {request.message === null ? null : <Text variant="microcopy">{request.message}</Text>}
        <Text variant="microcopy">You can leave this page: it goes on without you.</Text>
      </Flex>
    </Tile>
  );
};

/** A request that ended in a refusal: what happened, why, what to do next. Stays until somebody dismisses it. */
const RefusedRequest = ({ request }: { request: RequestView }) => {
  const { call } = useCard();
  const [dismissal, submit] = useSubmission();
  const dismiss = () => {
    void submit({ dismiss: request.id }, () =>
      call('POST /api/card/requests/:requestId/dismiss', { requestId: request.id }),
    );
  };
  return (
    <Alert title={`Couldn’t create the ${request.templateName}`} variant="danger">
      <Flex direction="column" gap="sm">
        <Text>{request.message ?? 'SpotDraft refused it. Nothing was created.'}</Text>
        {request.fields.length === 0 ? null : (
          <List>
            {request.fields.map((field) => (
              <Text key={field.target}>
                {field.label}: {field.message}
              </Text>
            ))}
          </List>
        )}
        <Flex direction="row" gap="xs" wrap>
          <GenerateButton
            id={`again-${request.id}`}
            label="Review"
            templateId={request.templateId}
            size="xs"
            variant="secondary"
          />
          <Button size="xs" variant="transparent" disabled={dismissal.state === 'sending'} onClick={dismiss}>
            Dismiss
          </Button>
        </Flex>
        {dismissal.error === null ? null : <Text variant="microcopy">{dismissal.error.message}</Text>}
        <RawDetail detail={request.detail} />
      </Flex>
    </Alert>
  );
};
