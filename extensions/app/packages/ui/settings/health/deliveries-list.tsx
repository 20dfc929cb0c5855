import { useState } from 'react';
import { Alert, EmptyState, SearchInput, TableCell, TableRow, Tag, Text } from '@hubspot/ui-extensions';
import { Column, Fields, Row, Small } from '../../kit/layout.tsx';
import type {
  DeliveriesView,
  DeliveryOutcome,
  DeliveryRow,
  ReplayRequest,
} from '@dealdraft/wire/settings.ts';
import { count } from '../../format/plural.ts';
import { Choice } from '../../kit/choice.tsx';
import { ListTable } from '../../kit/list-table.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { ModalForm } from '../parts/modal-form.tsx';
import { MoreButton } from '../../kit/more-button.tsx';
import { OverlayButton } from '../parts/overlay-button.tsx';
import { usePaged } from '../../kit/use-paged.ts';
import { useSearch } from '../parts/use-search.ts';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';
import { DealLink } from '../parts/deal-link.tsx';
import { DeliveryDetail, sources } from './delivery-detail.tsx';
import { activityWords } from './activity-words.ts';
import { daysAgo } from '../parts/days-ago.ts';

const colors: Partial<Record<DeliveryOutcome, 'success' | 'error' | 'warning' | 'info'>> = {
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
  const { call, clock } = useSettings();
  const search = useSearch();
  const [source, setSource] = useState<'' | 'spotdraft' | 'hubspot'>('');
  const [outcome, setOutcome] = useState<'' | DeliveryOutcome>('');
  const [span, setSpan] = useState('7');
  const filter = { source, outcome, search: search.asked, from: daysAgo(span, clock.now()) };
  const deliveries = usePaged<DeliveriesView, DeliveryRow>({
    read: (before) => call('GET /api/settings/deliveries', { ...filter, before }),
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
        <Tag variant={colors[row.outcome] ?? 'default'}>{row.outcomeLabel}</Tag>
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
          {() => <DeliveryDetail id={row.id} done={done} />}
        </OverlayButton>
      </TableCell>
    </TableRow>
  );
};

type AllProps = {
  source: '' | 'spotdraft' | 'hubspot';
  outcome: '' | DeliveryOutcome;
  from: string | undefined;
  done: () => void;
};

const ReplayAll = ({ source, outcome, from, done }: AllProps) => {
  const { call, host } = useSettings();
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
            void submit(body, () => call('POST /api/settings/deliveries/replay', body)).then((answer) => {
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
