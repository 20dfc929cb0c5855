import { useEffect, useState } from 'react';
import { Accordion, Button, Divider, Flex, LoadingSpinner, Tag, Text, Tooltip } from '@hubspot/ui-extensions';
import type { ContractView, TimelineEvent, TimelineView } from '@dealdraft/wire/card.ts';
import { exactTime, timeAgo } from '../../format/time.ts';
import { appendPage } from './timeline-pages.ts';
import { useCard, useDealLink } from '../base/card-services.ts';
import { ErrorNotice } from '../base/error-notice.tsx';
import { useLoaded } from '../../kit/use-loaded.ts';

const ways: Record<TimelineEvent['how'], string> = {
  webhook: 'from SpotDraft',
  verified: 'checked in SpotDraft',
  sweep: 'found by the regular check',
  card: 'in HubSpot',
  workflow: 'done by a workflow',
  stage_rule: 'done by a stage rule',
  system: 'done by DealDraft',
};

const marks = {
  late: { label: 'late', why: 'It arrived after newer news, so it changed nothing.' },
  repeated: { label: 'repeated', why: 'It was received before, so it changed nothing.' },
} as const;

const Entry = ({ event }: { event: TimelineEvent }) => {
  const { locale } = useCard();
  const { now } = useDealLink();
  return (
    <Flex direction="column" gap="flush">
      <Flex direction="row" gap="xs" align="center" wrap>
        <Text format={{ fontWeight: 'demibold' }}>{event.title}</Text>
        {event.mark === null ? null : (
          <Tag overlay={<Tooltip>{marks[event.mark].why}</Tooltip>}>{marks[event.mark].label}</Tag>
        )}
      </Flex>
      {event.detail === null ? null : <Text>{event.detail}</Text>}
      <Text variant="microcopy">
        {exactTime(event.at, locale)} ({timeAgo(event.at, now, locale)})
        {event.by === null ? '' : ` · ${event.by}`} · {ways[event.how]}
        {event.mark === 'late' ? ` · received ${exactTime(event.receivedAt, locale)}` : ''}
      </Text>
    </Flex>
  );
};

/** What happened, when, by whom, and how we learnt it. Read when it is opened, again when the contract changes. */
export const Timeline = ({ contract }: { contract: ContractView }) => {
  const [isOpen, setOpen] = useState(false);
  return (
    <Accordion
      title="Timeline"
      size="sm"
      open={isOpen}
      onClick={() => {
        setOpen((was) => !was);
      }}
    >
      {isOpen ? <Pages contract={contract} /> : <Text variant="microcopy">Opens on click.</Text>}
    </Accordion>
  );
};

const Pages = ({ contract }: { contract: ContractView }) => {
  const { call } = useCard();
  const [older, setOlder] = useState<TimelineView | null>(null);
  const [page, load] = useLoaded<TimelineView>();
  const [more, loadMore] = useLoaded<TimelineView>();
  // A new status or verification is a new entry: the newest page is read again, older pages start over.
  useEffect(() => {
    setOlder(null);
    void load(
      () => call('GET /api/card/contracts/:contractId/timeline', { contractId: contract.id, before: null }),
      { keep: true },
    );
  }, [call, contract.id, contract.statusAt, contract.verifiedAt, load]);

  const all = appendPage(page.value, older);
  const readMore = (before: string) => {
    void loadMore(() =>
      call('GET /api/card/contracts/:contractId/timeline', { contractId: contract.id, before }),
    ).then((answer) => {
      if (answer.ok) setOlder((was) => appendPage(was, answer.data));
    });
  };
  if (all === null) {
    return page.error === null ? (
      <LoadingSpinner label="Reading the timeline" showLabel size="sm" />
    ) : (
      <ErrorNotice
        error={page.error}
        onRetry={() =>
          void load(() =>
            call('GET /api/card/contracts/:contractId/timeline', { contractId: contract.id, before: null }),
          )
        }
      />
    );
  }
  const { before } = all;
  return (
    <Flex direction="column" gap="sm">
      {all.events.length === 0 ? <Text>Nothing has happened yet.</Text> : null}
      {all.events.map((event, index) => (
        <Flex key={event.id} direction="column" gap="xs">
          {index === 0 ? null : <Divider />}
          <Entry event={event} />
        </Flex>
      ))}
      {more.error === null ? null : <ErrorNotice error={more.error} />}
      {before === null ? null : (
        <Button
          size="xs"
          variant="secondary"
          disabled={more.state === 'loading'}
          onClick={() => {
            readMore(before);
          }}
        >
          {more.state === 'loading' ? 'Reading…' : 'Show earlier entries'}
        </Button>
      )}
    </Flex>
  );
};
