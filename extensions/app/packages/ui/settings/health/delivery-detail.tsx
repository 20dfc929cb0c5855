import {
  Alert,
  DescriptionList,
  DescriptionListItem,
  List,
  LoadingButton,
  Text,
} from '@hubspot/ui-extensions';
import { Column, Row, Small, Strong } from '../../kit/layout.tsx';
import type { ReplayPreview } from '@dealdraft/wire/operations.ts';
import type { DeliveryView } from '@dealdraft/wire/settings.ts';
import { useLoaded } from '../../kit/use-loaded.ts';
import { count } from '../../format/plural.ts';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { useRead } from '../../kit/use-read.ts';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';
import { activityWords } from './activity-words.ts';

export const sources = { spotdraft: 'SpotDraft', hubspot: 'HubSpot' } as const;

/** One call as it came, what it did, and what applying it again would do. */
export const DeliveryDetail = ({ id, done }: { id: string; done: () => void }) => {
  const { call } = useSettings();
  const { exact } = useTimeWords();
  const [delivery, read] = useRead<DeliveryView>(
    () => call('GET /api/settings/deliveries/:deliveryId', { deliveryId: id }),
    [id],
  );
  return (
    <LoadedView loaded={delivery} label="Reading the delivery" retry={read}>
      {(view) => (
        <Column>
          <DescriptionList direction="row">
            <DescriptionListItem label="What">
              <Text>{view.activity ?? 'Unknown'}</Text>
            </DescriptionListItem>
            <DescriptionListItem label="From">
              <Text>{view.workspaceName ?? sources[view.source]}</Text>
            </DescriptionListItem>
            <DescriptionListItem label="Received">
              <Text>{exact(view.receivedAt)}</Text>
            </DescriptionListItem>
            <DescriptionListItem label="Outcome">
              <Text>
                {view.outcomeLabel}
                {view.outcomeText === null ? '' : `: ${view.outcomeText}`}
              </Text>
            </DescriptionListItem>
            <DescriptionListItem label="Tries">
              <Text>{String(view.attempts)}</Text>
            </DescriptionListItem>
          </DescriptionList>
          <ReplayOne
            view={view}
            done={() => {
              read();
              done();
            }}
          />
          <Strong>As it came ({count(view.bytes, 'byte')})</Strong>
          <Small>{view.body}</Small>
          {view.bodyCut ? <Small>The rest is left out here.</Small> : null}
          <Strong>Headers</Strong>
          {view.headers.map(({ name, value }) => (
            <Small key={name}>
              {name}: {value}
            </Small>
          ))}
        </Column>
      )}
    </LoadedView>
  );
};

const ReplayOne = ({ view, done }: { view: DeliveryView; done: () => void }) => {
  const { call, host } = useSettings();
  const [submission, submit] = useSubmission();
  const [preview, load] = useLoaded<ReplayPreview>();
  return (
    <Column gap="xs" align="start">
      <Row gap="xs">
        <LoadingButton
          size="sm"
          variant="secondary"
          disabled={!view.canReplay}
          loading={preview.state === 'loading'}
          onClick={() => {
            void load(
              () =>
                call(
                  'GET /api/settings/deliveries/:deliveryId/replay-preview',
                  { deliveryId: view.id },
                  'vendor',
                ),
              { keep: true },
            );
          }}
        >
          Show what it would change
        </LoadingButton>
        <LoadingButton
          size="sm"
          variant="primary"
          disabled={!view.canReplay}
          loading={submission.state === 'sending'}
          onClick={() => {
            void submit({ replay: view.id, attempts: view.attempts }, () =>
              call('POST /api/settings/deliveries/replay', { ids: [view.id] }),
            ).then((answer) => {
              if (answer?.ok !== true) return;
              host.alert('success', 'It is being applied again.');
              done();
            });
          }}
        >
          Apply it again
        </LoadingButton>
      </Row>
      {preview.value === null ? null : <Preview view={preview.value} />}
      <ErrorNotice error={preview.error} />
      {view.replayReason === null ? null : <Small>{view.replayReason}</Small>}
      <ErrorNotice error={submission.error} />
    </Column>
  );
};

/** What would follow; nothing of it has been done. */
const Preview = ({ view }: { view: ReplayPreview }) => (
  <Alert title={view.text} variant="info">
    <Column gap="xs">
      {view.contract === null || view.contract.statusBefore === view.contract.statusAfter ? null : (
        <Text>
          {view.contract.name}: {view.contract.statusBefore} → {view.contract.statusAfter}
        </Text>
      )}
      {view.events.length === 0 ? null : (
        <List>
          {view.events.map(({ kind }, index) => (
            <Text key={String(index)}>In the timeline: {activityWords(kind)}</Text>
          ))}
        </List>
      )}
      <Small>Nothing of this has been done.</Small>
    </Column>
  </Alert>
);
