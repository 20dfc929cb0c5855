import { useState } from 'react';
import { Accordion, EmptyState, LoadingButton, TableCell, TableRow, Tag, Text } from '@hubspot/ui-extensions';
import { Column, Fields, Small } from '../../kit/layout.tsx';
import type { SweepsView, WorkspacesView } from '@dealdraft/wire/settings.ts';
import { Choice } from '../../kit/choice.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { ListTable } from '../../kit/list-table.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { MoreButton } from '../../kit/more-button.tsx';
import { usePaged } from '../../kit/use-paged.ts';
import { usePoll } from '../parts/use-poll.ts';
import { useRead } from '../../kit/use-read.ts';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';

type Sweep = SweepsView['sweeps'][number];

const PACE_MS = 3_000;
const colors = { running: 'info', done: 'success', failed: 'error' } as const;
const words = { running: 'Running', done: 'Done', failed: 'Failed' } as const;

/** The scheduled comparison with SpotDraft: when it ran, how much it looked at, what it repaired. */
export const SweepsList = () => {
  const { call, host } = useSettings();
  const [workspaceId, setWorkspace] = useState('');
  const [workspaces] = useRead<WorkspacesView>(() => call('GET /api/settings/workspaces'), []);
  const [submission, submit] = useSubmission();
  const sweeps = usePaged<SweepsView, Sweep>({
    read: (before) => call('GET /api/settings/sweeps', { workspaceId, before }),
    items: (page) => page.sweeps,
    next: (page) => page.before,
    on: [workspaceId],
  });
  const running = sweeps.items.some(({ state }) => state === 'running');
  usePoll(running && sweeps.first.state !== 'loading' ? PACE_MS : null, sweeps.first.ticket, sweeps.again);
  const known = (workspaces.value?.workspaces ?? []).filter(({ state }) => state === 'active');
  const target = workspaceId === '' ? known[0]?.workspaceId : workspaceId;
  const start = () => {
    if (target === undefined) return;
    void submit({ sweep: target }, () => call('POST /api/settings/sweeps', { workspaceId: target })).then(
      (answer) => {
        if (answer?.ok !== true) return;
        host.alert('info', 'DealDraft compares its contracts with SpotDraft now.');
        sweeps.again();
      },
    );
  };
  return (
    <Column>
      <Fields
        action={
          <LoadingButton
            size="sm"
            variant="secondary"
            disabled={target === undefined}
            loading={submission.state === 'sending'}
            onClick={start}
          >
            Sweep now
          </LoadingButton>
        }
      >
        <Choice
          name="sweep-workspace"
          label="Workspace"
          value={workspaceId}
          options={[
            { value: '', label: 'All' },
            ...known.map((each) => ({ value: each.workspaceId, label: each.name })),
          ]}
          onChange={setWorkspace}
        />
      </Fields>
      <ErrorNotice error={submission.error} onRetry={start} />
      <LoadedView loaded={sweeps.first} label="Reading the sweeps" retry={sweeps.again}>
        {() =>
          sweeps.items.length === 0 ? (
            <EmptyState
              title="No sweep has run yet"
              layout="vertical"
              imageName="voteAndSearch"
              imageWidth={120}
            >
              <Text>
                They run by themselves and after every outage, and repair what a missed notice left behind.
              </Text>
            </EmptyState>
          ) : (
            <ListTable columns={['Begun', 'Result', { title: 'State', width: 'min' }]}>
              {sweeps.items.map((sweep) => (
                <SweepLine key={sweep.id} sweep={sweep} />
              ))}
            </ListTable>
          )
        }
      </LoadedView>
      <MoreButton more={sweeps.more} label="Show older sweeps" />
    </Column>
  );
};

const SweepLine = ({ sweep }: { sweep: Sweep }) => {
  const { ago, exact } = useTimeWords();
  return (
    <TableRow>
      <TableCell>
        <Text>{ago(sweep.startedAt)}</Text>
        <Small>
          {exact(sweep.startedAt)} · {sweep.workspaceName}
        </Small>
      </TableCell>
      <TableCell>
        <Text>{sweep.text}</Text>
        <Small>
          {String(sweep.read)} looked at, {String(sweep.repaired)} repaired · {sweep.cause}
        </Small>
        {sweep.repairs.length === 0 ? null : (
          <Accordion title="What was repaired" size="xs">
            {sweep.repairs.map((repair, index) => (
              <Small key={String(index)}>{repair.text}</Small>
            ))}
          </Accordion>
        )}
      </TableCell>
      <TableCell>
        <Tag variant={colors[sweep.state]}>{words[sweep.state]}</Tag>
      </TableCell>
    </TableRow>
  );
};
