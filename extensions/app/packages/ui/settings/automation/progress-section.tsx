import { useCallback, useEffect, useState } from 'react';
import {
  Alert,
  Heading,
  Statistics,
  StatisticsItem,
  TableCell,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { QueueEntry, QueueView } from '@dealdraft/wire/automation.ts';
import { useLoaded } from '../../kit/use-loaded.ts';
import { count } from '../../format/plural.ts';
import { Column, Small } from '../../kit/layout.tsx';
import { ListTable } from '../../kit/list-table.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { usePoll } from '../parts/use-poll.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';
import { DealLink } from '../parts/deal-link.tsx';
import type { ChosenDeal } from '../parts/deal-picker.tsx';
import { DealPicker } from '../parts/deal-picker.tsx';
import { FiringTable } from './firings-list.tsx';

const BUSY_MS = 3_000;
const CALM_MS = 15_000;

const origins: Record<QueueEntry['origin'], string> = {
  card: 'a click on the card',
  workflow: 'a workflow',
  stage_rule: 'a stage rule',
  api: 'an upload',
};

/** What is being made, how fast, when it will be done, where a deal stands, and what waits for a person. */
export const ProgressSection = () => {
  const { call } = useSettings();
  const [deal, setDeal] = useState<ChosenDeal | null>(null);
  const [queue, load] = useLoaded<QueueView>();
  const dealId = deal?.id ?? null;
  const read = useCallback(
    () => void load(() => call('GET /api/settings/automation/queue', { dealId }), { keep: true }),
    [call, dealId, load],
  );
  useEffect(read, [read]);
  const busy = (queue.value?.contracts ?? 0) > 0 || (queue.value?.deals ?? 0) > 0;
  usePoll(queue.state === 'loading' ? null : busy ? BUSY_MS : CALM_MS, queue.ticket, read);
  return (
    <LoadedView loaded={queue} label="Reading the queue" retry={read}>
      {(view) => (
        <Column>
          <Numbers view={view} />
          <DealPicker name="queued-deal" label="Find a deal in the queue" value={deal} onChange={setDeal} />
          <Standing view={view} deal={deal} />
          <Asking view={view} changed={read} />
          {view.next.length === 0 ? null : <NextUp view={view} />}
        </Column>
      )}
    </LoadedView>
  );
};

const Numbers = ({ view }: { view: QueueView }) => {
  const { exact } = useTimeWords();
  return view.contracts === 0 && view.deals === 0 ? (
    <Alert title="Nothing waits" variant="success">
      Every deal was looked at, and every contract that rules, workflows and people asked for is made.
    </Alert>
  ) : (
    <>
      <Statistics>
        <StatisticsItem label="Deals queued" number={String(view.deals)} />
        <StatisticsItem label="Contracts queued" number={String(view.contracts)} />
        <StatisticsItem label="Contracts per minute" number={String(view.perMinute)} />
      </Statistics>
      <Text>
        {view.expectedAt === null
          ? 'No contract waits to be made.'
          : `The last contract is expected ${exact(view.expectedAt)}. What people click goes first.`}
      </Text>
    </>
  );
};

const Standing = ({ view, deal }: { view: QueueView; deal: ChosenDeal | null }) => {
  const { exact } = useTimeWords();
  if (deal === null || view.deal?.dealId !== deal.id) return null;
  const { state, position, expectedAt } = view.deal;
  const sentence = {
    none: 'Nothing of this deal waits.',
    looked_at: 'Its rules are to be looked at.',
    making: 'Its contract is being made now.',
    queued:
      position === null || expectedAt === null
        ? 'Its contract waits to be made.'
        : `Its contract is number ${String(position)} in the queue, expected ${exact(expectedAt)}.`,
  }[state];
  return (
    <Alert title={deal.name} variant="info">
      {sentence}
    </Alert>
  );
};

const Asking = ({ view, changed }: { view: QueueView; changed: () => void }) =>
  view.asking.length === 0 ? null : (
    <Column gap="sm">
      <Heading>{count(view.asking.length, 'deal waits', 'deals wait')} for a person</Heading>
      <FiringTable firings={view.asking} changed={changed} />
    </Column>
  );

const NextUp = ({ view }: { view: QueueView }) => {
  const { exact } = useTimeWords();
  const more = view.contracts - view.next.length;
  return (
    <Column gap="sm">
      <Heading>Next</Heading>
      <ListTable columns={['Place', 'Deal', 'Contract', 'Expected']}>
        {view.next.map((entry) => (
          <TableRow key={entry.id}>
            <TableCell>{String(entry.position)}</TableCell>
            <TableCell>
              <DealLink dealId={entry.dealId} name={null} />
            </TableCell>
            <TableCell>
              <Text>{entry.templateName}</Text>
              <Small>By {origins[entry.origin]}</Small>
            </TableCell>
            <TableCell>{exact(entry.expectedAt)}</TableCell>
          </TableRow>
        ))}
      </ListTable>
      {more > 0 ? <Small>And {String(more)} more.</Small> : null}
    </Column>
  );
};
