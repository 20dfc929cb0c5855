import {
  Alert,
  Heading,
  ProgressBar,
  Statistics,
  StatisticsItem,
  StatusTag,
  TableCell,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import { SmallButton } from '../../kit/buttons.tsx';
import { Column, Row, Small, Strong } from '../../kit/layout.tsx';
import type { HealthView, Light } from '@dealdraft/wire/settings.ts';
import { duration } from './duration.ts';
import { EnvironmentTag } from '../../kit/environment-tag.tsx';
import { ListTable } from '../../kit/list-table.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { usePoll } from '../parts/use-poll.ts';
import { useRead } from '../../kit/use-read.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';
import type { HealthTab } from './health-tabs.ts';

const PACE_MS = 20_000;
const lights = { well: 'success', attention: 'warning', broken: 'danger' } as const;
const words: Record<Light, string> = { well: 'Healthy', attention: 'Needs attention', broken: 'Broken' };

const LightTag = ({ state }: { state: Light }) => (
  <StatusTag variant={lights[state]}>{words[state]}</StatusTag>
);

type Props = { show: (tab: HealthTab) => void };

/** The state of everything that moves, read again every few seconds while it is looked at. */
export const HealthOverview = ({ show }: Props) => {
  const { call } = useSettings();
  const [health, read] = useRead<HealthView>(() => call('GET /api/settings/health'), []);
  usePoll(health.state === 'loading' ? null : PACE_MS, health.ticket, read);
  return (
    <LoadedView loaded={health} label="Looking at everything" retry={read}>
      {(view) => <Overview view={view} show={show} />}
    </LoadedView>
  );
};

const Overview = ({ view, show }: Props & { view: HealthView }) => {
  const { ago } = useTimeWords();
  return (
    <Column gap="lg">
      <Alert
        title={view.text}
        variant={view.state === 'well' ? 'success' : view.state === 'broken' ? 'danger' : 'warning'}
      >
        <Row align="center">
          <Text>Checked {ago(view.at)}.</Text>
          {view.problems.open === 0 ? null : (
            <SmallButton
              onClick={() => {
                show('problems');
              }}
            >
              See what to do
            </SmallButton>
          )}
        </Row>
      </Alert>
      <Statistics>
        <StatisticsItem label="Open problems" number={view.problems.open} />
        <StatisticsItem label="Waiting work" number={view.queue.waiting} />
        <StatisticsItem label="Oldest in queue" number={duration(view.queue.oldestMs)} />
        <StatisticsItem label="Deals to update" number={view.writeBack.waiting} />
        <StatisticsItem label="Webhooks in 24 hours" number={view.deliveries.received} />
      </Statistics>
      <Connections view={view} />
      <Column gap="sm">
        <Heading>Work</Heading>
        <Row align="center">
          <LightTag state={view.queue.state} />
          <Text>{view.queue.text}</Text>
          {view.queue.deadLetters === 0 ? null : (
            <SmallButton
              onClick={() => {
                show('dead');
              }}
            >
              {String(view.queue.deadLetters)} given up
            </SmallButton>
          )}
        </Row>
        <Row align="center">
          <LightTag state={view.writeBack.state} />
          <Text>
            {view.writeBack.text} Last written {ago(view.writeBack.lastWrittenAt)}.
          </Text>
        </Row>
        {view.queue.kinds.length === 0 ? null : (
          <ListTable
            columns={['Kind of work', { title: 'Waiting', width: 'min' }, { title: 'Oldest', width: 'min' }]}
          >
            {view.queue.kinds.map((kind) => (
              <TableRow key={kind.job}>
                <TableCell>
                  <Text>{kind.label}</Text>
                </TableCell>
                <TableCell>
                  <Text>{String(kind.waiting)}</Text>
                </TableCell>
                <TableCell>
                  <Text>{duration(kind.oldestMs)}</Text>
                </TableCell>
              </TableRow>
            ))}
          </ListTable>
        )}
      </Column>
      <Column gap="sm">
        <Heading>Limits</Heading>
        {view.budgets.map((budget) => (
          <ProgressBar
            key={budget.key}
            title={budget.label}
            value={budget.used}
            maxValue={Math.max(budget.limit, 1)}
            variant={budget.used >= budget.limit ? 'warning' : 'success'}
            valueDescription={`${String(budget.used)} of ${String(budget.limit)} calls in ${duration(budget.windowMs)}`}
          />
        ))}
      </Column>
    </Column>
  );
};

const Connections = ({ view }: { view: HealthView }) => {
  const { ago } = useTimeWords();
  return (
    <Column gap="sm">
      <Heading>Connections</Heading>
      <ListTable
        columns={['Connection', { title: 'State', width: 'min' }, 'Last webhook', 'Last sync check']}
      >
        <TableRow>
          <TableCell>
            <Strong>HubSpot</Strong>
            <Small>{view.hubspot.text}</Small>
          </TableCell>
          <TableCell>
            <LightTag state={view.hubspot.state} />
          </TableCell>
          <TableCell>
            <Small>called {ago(view.hubspot.lastCallAt)}</Small>
          </TableCell>
          <TableCell>
            <Small>–</Small>
          </TableCell>
        </TableRow>
        {view.workspaces.map((workspace) => (
          <TableRow key={workspace.workspaceId}>
            <TableCell>
              <Row gap="xs" align="center">
                <Strong>{workspace.name}</Strong>
                <EnvironmentTag environment={workspace.environment} />
              </Row>
              <Small>{workspace.text}</Small>
            </TableCell>
            <TableCell>
              <LightTag state={workspace.state} />
            </TableCell>
            <TableCell>
              <Small>{ago(workspace.lastWebhookAt)}</Small>
            </TableCell>
            <TableCell>
              <Small>{ago(workspace.lastSweepAt)}</Small>
              {workspace.lastSweepText === null ? null : <Small>{workspace.lastSweepText}</Small>}
            </TableCell>
          </TableRow>
        ))}
      </ListTable>
    </Column>
  );
};
