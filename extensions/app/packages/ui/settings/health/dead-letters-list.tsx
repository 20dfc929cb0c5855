import { useState } from 'react';
import { Checkbox, EmptyState, LoadingButton, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import { QuietButton } from '../../kit/buttons.tsx';
import { Column, Row, Small } from '../../kit/layout.tsx';
import type { DeadLettersView } from '@dealdraft/wire/settings.ts';
import { count } from '../../format/plural.ts';
import { RawDetail } from '../../kit/error-notice.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { ListTable } from '../../kit/list-table.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { ModalForm } from '../parts/modal-form.tsx';
import { MoreButton } from '../../kit/more-button.tsx';
import { OverlayButton } from '../parts/overlay-button.tsx';
import { usePaged } from '../../kit/use-paged.ts';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';
import { DealLink } from '../parts/deal-link.tsx';

type Job = DeadLettersView['jobs'][number];

/** Work that was given up after many tries: put it back to work, or give it up for good. */
export const DeadLettersList = () => {
  const { call, host } = useSettings();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [submission, submit] = useSubmission();
  const letters = usePaged<DeadLettersView, Job>({
    read: (before) => call('GET /api/settings/dead-letters', { before }),
    items: (page) => page.jobs,
    next: (page) => page.before,
    on: [],
  });
  const settle = (act: 'redrive' | 'delete', close: () => void) => {
    const ids = [...chosen];
    void submit({ act, ids }, () => call(`POST /api/settings/dead-letters/${act}`, { ids })).then(
      (answer) => {
        if (answer?.ok !== true) return;
        const done = count(answer.data.done, 'job');
        host.alert('success', act === 'redrive' ? `${done} back at work.` : `${done} deleted.`);
        setChosen([]);
        close();
        letters.again();
      },
    );
  };
  const all = letters.items.map(({ id }) => id);
  return (
    <LoadedView loaded={letters.first} label="Loading failed jobs" retry={letters.again}>
      {(view) =>
        letters.items.length === 0 ? (
          <EmptyState
            title="No failed jobs"
            layout="vertical"
            imageName="successfullyConnectedEmail"
            imageWidth={120}
          >
            <Text>Work that fails is tried again for hours before it would land here.</Text>
          </EmptyState>
        ) : (
          <Column>
            <Row gap="xs" align="center" wrap>
              <Text>
                {count(view.total, 'job')}, {String(chosen.length)} chosen.
              </Text>
              <QuietButton
                onClick={() => {
                  setChosen(chosen.length === all.length ? [] : all.slice(0, 500));
                }}
              >
                {chosen.length === all.length ? 'Choose none' : 'Choose all shown'}
              </QuietButton>
              <LoadingButton
                size="sm"
                variant="primary"
                disabled={chosen.length === 0}
                loading={submission.state === 'sending'}
                onClick={() => {
                  settle('redrive', () => undefined);
                }}
              >
                Try them again
              </LoadingButton>
              <OverlayButton
                id="delete-dead"
                label="Delete"
                title="Give these up for good"
                danger
                disabled={chosen.length === 0}
              >
                {(close) => (
                  <ModalForm
                    submission={submission}
                    confirmLabel={`Delete ${count(chosen.length, 'job')}`}
                    danger
                    onCancel={close}
                    onConfirm={() => {
                      settle('delete', close);
                    }}
                  >
                    <Text>They are not tried again. The sweep may still repair what they were about.</Text>
                  </ModalForm>
                )}
              </OverlayButton>
            </Row>
            <ErrorNotice error={submission.error} />
            <ListTable columns={['Work', 'Why it failed']}>
              {letters.items.map((job) => (
                <JobLine
                  key={job.id}
                  job={job}
                  chosen={chosen.includes(job.id)}
                  choose={(yes) => {
                    setChosen(yes ? [...chosen, job.id] : chosen.filter((id) => id !== job.id));
                  }}
                />
              ))}
            </ListTable>
            <MoreButton more={letters.more} label="Show older ones" />
          </Column>
        )
      }
    </LoadedView>
  );
};

const JobLine = ({ job, chosen, choose }: { job: Job; chosen: boolean; choose: (yes: boolean) => void }) => {
  const { ago } = useTimeWords();
  return (
    <TableRow>
      <TableCell>
        <Checkbox name={`dead-${job.id}`} checked={chosen} onChange={choose}>
          {job.label}
        </Checkbox>
        <Small>{ago(job.failedAt)}</Small>
        {job.dealId === null ? null : <DealLink dealId={job.dealId} name={null} />}
      </TableCell>
      <TableCell>
        <Text>{job.message}</Text>
        <RawDetail detail={job.payload} />
      </TableCell>
    </TableRow>
  );
};
