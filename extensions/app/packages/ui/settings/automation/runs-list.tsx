import { EmptyState, TableCell, TableRow, Tag, Text } from '@hubspot/ui-extensions';
import type { ExecutionsView, ExecutionView } from '@dealdraft/wire/automation.ts';
import { Column, Small } from '../../kit/layout.tsx';
import { ListTable } from '../../kit/list-table.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { MoreButton } from '../../kit/more-button.tsx';
import { usePaged } from '../../kit/use-paged.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';
import { DealLink } from '../parts/deal-link.tsx';

const actions: Record<string, string> = {
  'generate-contract': 'Generate a contract',
  'send-contract': 'Send a contract',
  'void-contract': 'Void a contract',
  'wait-for-status': 'Wait for a contract’s status',
  'get-contract': 'Get contract details',
};

const good = ['generated', 'reused', 'skipped', 'sent', 'already', 'voided', 'reached', 'found'];
const reports: Record<ExecutionView['reported'], string> = {
  not_due: 'HubSpot waits for the result',
  pending: 'the result is on its way to HubSpot',
  taken: 'HubSpot took the result',
  unknown: 'HubSpot no longer waits',
};

/** Each run of a workflow action, newest first: what came of it, and whether HubSpot took the result. */
export const RunsList = () => {
  const { call } = useSettings();
  const { ago, exact } = useTimeWords();
  const runs = usePaged<ExecutionsView, ExecutionView>({
    read: (before) => call('GET /api/settings/automation/executions', { before }),
    items: (page) => page.executions,
    next: (page) => page.before,
    on: [],
  });
  return (
    <Column>
      <LoadedView loaded={runs.first} label="Reading the runs" retry={runs.again}>
        {() =>
          runs.items.length === 0 ? (
            <EmptyState
              title="No workflow has run an action yet"
              layout="vertical"
              imageName="automatedTesting"
              imageWidth={120}
            >
              <Text>In HubSpot’s workflow editor, add an action and look for DealDraft.</Text>
            </EmptyState>
          ) : (
            <ListTable columns={['Action', 'Deal', 'Outcome', 'What came of it']}>
              {runs.items.map((run) => (
                <TableRow key={run.id}>
                  <TableCell>
                    <Text>{actions[run.action] ?? run.action}</Text>
                    <Small>{ago(run.acceptedAt)}</Small>
                  </TableCell>
                  <TableCell>
                    <DealLink dealId={run.dealId} name={null} />
                  </TableCell>
                  <TableCell>
                    {run.outcome === null ? (
                      <Tag variant="info">{run.state === 'waiting' ? 'Waiting' : 'Under way'}</Tag>
                    ) : (
                      <Tag variant={good.includes(run.outcome) ? 'success' : 'warning'}>
                        {run.outcome.replaceAll('_', ' ')}
                      </Tag>
                    )}
                  </TableCell>
                  <TableCell>
                    {run.message === null ? null : <Text>{run.message}</Text>}
                    <Small>
                      {run.expiresAt === null
                        ? reports[run.reported]
                        : `${reports[run.reported]}, until ${exact(run.expiresAt)} at the latest`}
                    </Small>
                  </TableCell>
                </TableRow>
              ))}
            </ListTable>
          )
        }
      </LoadedView>
      <MoreButton more={runs.more} label="Show older runs" />
    </Column>
  );
};
