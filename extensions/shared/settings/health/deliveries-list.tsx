import { useState } from 'react';
import {
  Alert,
  DescriptionList,
  DescriptionListItem,
  EmptyState,
  LoadingButton,
  SearchInput,
  TableCell,
  TableRow,
  Tag,
  Text,
} from '@hubspot/ui-extensions';
import { Column, Fields, Row, Small, Strong } from '../parts/layout.tsx';
import type {
  DeliveriesView,
  DeliveryOutcome,
  DeliveryRow,
  DeliveryView,
  ReplayRequest,
} from '@dealdraft/wire/settings.ts';
import { count } from '../../format/plural.ts';
import { Choice } from '../parts/choice.tsx';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { ListTable } from '../parts/list-table.tsx';
import { LoadedView } from '../parts/loaded-view.tsx';
import { ModalForm } from '../parts/modal-form.tsx';
import { MoreButton } from '../parts/more-button.tsx';
import { OverlayButton } from '../parts/overlay-button.tsx';
import { usePaged } from '../parts/use-paged.ts';
import { useRead } from '../parts/use-read.ts';
import { useSearch } from '../parts/use-search.ts';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../settings-services.ts';
import { DealLink } from '../trial/coverage-section.tsx';
import { activityWords } from '../state/activity-words.ts';
import { daysAgo } from '../state/days-ago.ts';

const colours: Partial<Record<DeliveryOutcome, 'success' | 'error' | 'warning' | 'info'>> = {
  applied: 'success',
  adopted: 'success',
  failed: 'error',
  unreadable: 'error',
  pending: 'info',
  verify: 'info',
};

const spans = [
  { value: '1', label: 'The last 24 hours' },
  { value: '7', label: 'The last 7 days' },
  { value: '30', label: 'The last 30 days' },
  { value: '', label: 'All that is kept' },
];

/** Every call received from SpotDraft and HubSpot, kept as it came; each can be applied again. */
export const DeliveriesList = () => {
  const { api, clock } = useSettings();
  const search = useSearch();
  const [source, setSource] = useState<'' | 'spotdraft' | 'hubspot'>('');
  const [outcome, setOutcome] = useState<'' | DeliveryOutcome>('');
  const [span, setSpan] = useState('7');
  const filter = { source, outcome, search: search.asked, from: daysAgo(span, clock.now()) };
  const deliveries = usePaged<DeliveriesView, DeliveryRow>({
    read: (before) => api.deliveries({ ...filter, before }),
    items: (page) => page.deliveries,
    next: (page) => page.before,
    on: [source, outcome, span, search.asked],
  });
  const outcomes = deliveries.first.value?.outcomes ?? [];
  return (
    <Column>
      <Fields>
        <SearchInput
          name="delivery-search"
          label="Search"
          placeholder="Deal or contract id, or a contract’s name"
          value={search.text}
          onInput={search.set}
        />
        <Choice
          name="delivery-source"
          label="From"
          value={source}
          options={[
            { value: '', label: 'Both' },
            { value: 'spotdraft', label: 'SpotDraft' },
            { value: 'hubspot', label: 'HubSpot' },
          ]}
          onChange={setSource}
        />
        <Choice
          name="delivery-outcome"
          label="Outcome"
          value={outcome}
          options={[
            { value: '' as const, label: 'All' },
            ...outcomes.map(({ id, label }) => ({ value: id, label })),
          ]}
          onChange={setOutcome}
        />
        <Choice name="delivery-span" label="Received in" value={span} options={spans} onChange={setSpan} />
      </Fields>
      <Row>
        <ReplayAll source={source} outcome={outcome} from={filter.from} done={deliveries.again} />
      </Row>
      <LoadedView loaded={deliveries.first} label="Reading the deliveries" retry={deliveries.again}>
        {() =>
          deliveries.items.length === 0 ? (
            <EmptyState title="No deliveries" layout="vertical" imageName="emptyStateCharts" imageWidth={120}>
              <Text>Nothing was received that fits these filters.</Text>
            </EmptyState>
          ) : (
            <ListTable columns={['Received', 'What', 'Outcome', { title: 'Action', width: 'min' }]}>
              {deliveries.items.map((row) => (
                <DeliveryLine key={row.id} row={row} done={deliveries.again} />
              ))}
            </ListTable>
          )
        }
      </LoadedView>
      <MoreButton more={deliveries.more} label="Show older deliveries" />
    </Column>
  );
};

const sources = { spotdraft: 'SpotDraft', hubspot: 'HubSpot' } as const;

const DeliveryLine = ({ row, done }: { row: DeliveryRow; done: () => void }) => {
  const { ago, exact } = useTimeWords();
  return (
    <TableRow>
      <TableCell>
        <Text>{ago(row.receivedAt)}</Text>
        <Small>{exact(row.receivedAt)}</Small>
      </TableCell>
      <TableCell>
        <Text>{activityWords(row.activity)}</Text>
        <Small>
          {row.workspaceName ?? sources[row.source]}
          {row.contract === null ? '' : ` · ${row.contract.name}`}
          {row.repeats === 0 ? '' : ` · came ${count(row.repeats + 1, 'time')}`}
        </Small>
        {row.dealId === null ? null : <DealLink dealId={row.dealId} name={null} />}
      </TableCell>
      <TableCell>
        <Tag variant={colours[row.outcome] ?? 'default'}>{row.outcomeLabel}</Tag>
        {row.outcomeText === null ? null : <Small>{row.outcomeText}</Small>}
      </TableCell>
      <TableCell>
        <OverlayButton
          id={`delivery-${row.id}`}
          label="Look"
          title="Delivery"
          kind="panel"
          size="xs"
          variant="transparent"
        >
          {() => <Detail id={row.id} done={done} />}
        </OverlayButton>
      </TableCell>
    </TableRow>
  );
};

const Detail = ({ id, done }: { id: string; done: () => void }) => {
  const { api } = useSettings();
  const { exact } = useTimeWords();
  const [delivery, read] = useRead<DeliveryView>(() => api.delivery(id), [id]);
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
  const { api, host } = useSettings();
  const [submission, submit] = useSubmission();
  return (
    <Column gap="xs" align="start">
      <LoadingButton
        size="sm"
        variant="primary"
        disabled={!view.canReplay}
        loading={submission.state === 'sending'}
        onClick={() => {
          void submit({ replay: view.id, attempts: view.attempts }, () =>
            api.replay({ ids: [view.id] }),
          ).then((answer) => {
            if (answer?.ok !== true) return;
            host.alert('success', 'It is being applied again.');
            done();
          });
        }}
      >
        Apply it again
      </LoadingButton>
      {view.replayReason === null ? null : <Small>{view.replayReason}</Small>}
      <ErrorNotice error={submission.error} />
    </Column>
  );
};

type AllProps = {
  source: '' | 'spotdraft' | 'hubspot';
  outcome: '' | DeliveryOutcome;
  from: string | undefined;
  done: () => void;
};

const ReplayAll = ({ source, outcome, from, done }: AllProps) => {
  const { api, host } = useSettings();
  const [submission, submit] = useSubmission();
  const body: ReplayRequest = {
    wholeFilter: {
      ...(source === '' ? {} : { source }),
      ...(outcome === '' ? {} : { outcome }),
      ...(from === undefined ? {} : { from }),
    },
  };
  return (
    <OverlayButton
      id="replay-all"
      label="Apply all of these again"
      title="Apply deliveries again"
      disabled={outcome === ''}
    >
      {(close) => (
        <ModalForm
          submission={submission}
          confirmLabel="Apply them again"
          onCancel={close}
          onConfirm={() => {
            void submit(body, () => api.replay(body)).then((answer) => {
              if (answer?.ok !== true) return;
              host.alert(
                'success',
                `${count(answer.data.replayed, 'delivery', 'deliveries')} are being applied again, oldest first.`,
              );
              close();
              done();
            });
          }}
        >
          <Alert title="This is safe to repeat" variant="info">
            All deliveries that fit source, outcome and time (not the search) are applied once more, oldest
            first. What was applied before changes nothing a second time.
          </Alert>
        </ModalForm>
      )}
    </OverlayButton>
  );
};
