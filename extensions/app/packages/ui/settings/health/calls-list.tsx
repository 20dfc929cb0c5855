import { useState } from 'react';
import { EmptyState, TableCell, TableRow, Tag, Text } from '@hubspot/ui-extensions';
import { Column, Fields, Small } from '../../kit/layout.tsx';
import type { CallsView } from '@dealdraft/wire/settings.ts';
import { Choice } from '../../kit/choice.tsx';
import { ListTable } from '../../kit/list-table.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { MoreButton } from '../../kit/more-button.tsx';
import { usePaged } from '../../kit/use-paged.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';

type Call = CallsView['calls'][number];

/** DealDraft's own log of its calls: SpotDraft keeps none that an admin could see. */
export const CallsList = () => {
  const { call } = useSettings();
  const [vendor, setVendor] = useState<'' | 'spotdraft' | 'hubspot'>('');
  const [failed, setFailed] = useState<'' | 'true'>('');
  const calls = usePaged<CallsView, Call>({
    read: (before) => call('GET /api/settings/calls', { vendor, failed: failed === 'true', before }),
    items: (page) => page.calls,
    next: (page) => page.before,
    on: [vendor, failed],
  });
  return (
    <Column>
      <Fields>
        <Choice
          name="call-vendor"
          label="To"
          value={vendor}
          options={[
            { value: '', label: 'Both' },
            { value: 'spotdraft', label: 'SpotDraft' },
            { value: 'hubspot', label: 'HubSpot' },
          ]}
          onChange={setVendor}
        />
        <Choice
          name="call-failed"
          label="Show"
          value={failed}
          options={[
            { value: '', label: 'All calls' },
            { value: 'true', label: 'Only those that failed' },
          ]}
          onChange={setFailed}
        />
      </Fields>
      <LoadedView loaded={calls.first} label="Reading the calls" retry={calls.again}>
        {() =>
          calls.items.length === 0 ? (
            <EmptyState title="No calls" layout="vertical" imageName="api" imageWidth={120}>
              <Text>No call fits these filters.</Text>
            </EmptyState>
          ) : (
            <ListTable columns={['When', 'Call', { title: 'Result', width: 'min' }]}>
              {calls.items.map((call) => (
                <CallLine key={call.id} call={call} />
              ))}
            </ListTable>
          )
        }
      </LoadedView>
      <MoreButton more={calls.more} label="Show older calls" />
    </Column>
  );
};

const CallLine = ({ call }: { call: Call }) => {
  const { ago } = useTimeWords();
  const good = call.status !== null && call.status < 400;
  return (
    <TableRow>
      <TableCell>
        <Text>{ago(call.at)}</Text>
        <Small>{String(call.ms)} ms</Small>
      </TableCell>
      <TableCell>
        <Text>{call.operation}</Text>
        <Small>
          {call.workspaceName ?? (call.vendor === 'hubspot' ? 'HubSpot' : 'SpotDraft')} · {call.method}{' '}
          {call.path}
        </Small>
      </TableCell>
      <TableCell>
        <Tag variant={good ? 'success' : 'error'}>
          {call.status === null ? call.result : String(call.status)}
        </Tag>
      </TableCell>
    </TableRow>
  );
};
