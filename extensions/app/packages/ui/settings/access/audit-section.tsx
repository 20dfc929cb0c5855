import { useState } from 'react';
import { Accordion, EmptyState, SearchInput, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import { Column, Fields, Small } from '../../kit/layout.tsx';
import type { AuditAction, AuditFilter, AuditEntry, AuditView, FileView } from '@dealdraft/wire/settings.ts';
import { Choice } from '../../kit/choice.tsx';
import { ListTable } from '../../kit/list-table.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { MoreButton } from '../../kit/more-button.tsx';
import { OverlayButton } from '../parts/overlay-button.tsx';
import { usePaged } from '../../kit/use-paged.ts';
import { useRead } from '../../kit/use-read.ts';
import { useSearch } from '../parts/use-search.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';
import { daysAgo } from '../parts/days-ago.ts';
import { FileBox } from '../parts/file-box.tsx';

const spans = [
  { value: '7', label: 'The last 7 days' },
  { value: '30', label: 'The last 30 days' },
  { value: '365', label: 'The last year' },
  { value: '', label: 'All time' },
];

/** Every change of a setting: who, when, what, before and after. */
export const AuditSection = () => {
  const { call, clock } = useSettings();
  const search = useSearch();
  const [who, setWho] = useState('');
  const [action, setAction] = useState<'' | AuditAction>('');
  const [span, setSpan] = useState('');
  const filter = { who, action, search: search.asked, from: daysAgo(span, clock.now()) };
  const audit = usePaged<AuditView, AuditEntry>({
    read: (before) => call('GET /api/settings/audit', { ...filter, before }),
    items: (page) => page.entries,
    next: (page) => page.before,
    on: [who, action, span, search.asked],
  });
  const latest = audit.first.value;
  return (
    <Column>
      <Fields
        action={
          <OverlayButton id="export-audit" label="Export" title="Export the audit list" kind="panel">
            {() => <Exported filter={{ ...filter, action: action === '' ? undefined : action }} />}
          </OverlayButton>
        }
      >
        <SearchInput
          name="audit-search"
          label="Search"
          placeholder="What was changed"
          value={search.text}
          onInput={search.set}
        />
        <Choice
          name="audit-who"
          label="Who"
          value={who}
          options={[
            { value: '', label: 'Everybody' },
            ...(latest?.people ?? []).map((person) => ({ value: person, label: person })),
          ]}
          onChange={setWho}
        />
        <Choice
          name="audit-action"
          label="What"
          value={action}
          options={[
            { value: '' as const, label: 'Everything' },
            ...(latest?.actions ?? []).map(({ id, label }) => ({ value: id, label })),
          ]}
          onChange={setAction}
        />
        <Choice name="audit-span" label="When" value={span} options={spans} onChange={setSpan} />
      </Fields>
      <LoadedView loaded={audit.first} label="Reading the audit list" retry={audit.again}>
        {() =>
          audit.items.length === 0 ? (
            <EmptyState
              title="Nothing was changed"
              layout="vertical"
              imageName="emptyStateCharts"
              imageWidth={120}
            >
              <Text>No change fits these filters.</Text>
            </EmptyState>
          ) : (
            <ListTable columns={['When', 'Who', 'What']}>
              {audit.items.map((entry) => (
                <AuditLine key={entry.id} entry={entry} />
              ))}
            </ListTable>
          )
        }
      </LoadedView>
      <MoreButton more={audit.more} label="Show older changes" />
    </Column>
  );
};

const Exported = ({ filter }: { filter: AuditFilter }) => {
  const { call } = useSettings();
  const [file, read] = useRead<FileView>(() => call('POST /api/settings/audit/export', filter), [filter]);
  return (
    <LoadedView loaded={file} label="Writing the file" retry={read}>
      {(view) => <FileBox file={view} />}
    </LoadedView>
  );
};

const AuditLine = ({ entry }: { entry: AuditEntry }) => {
  const { ago, exact } = useTimeWords();
  return (
    <TableRow>
      <TableCell>
        <Text>{ago(entry.at)}</Text>
        <Small>{exact(entry.at)}</Small>
      </TableCell>
      <TableCell>
        <Text>{entry.who}</Text>
      </TableCell>
      <TableCell>
        <Text>{entry.text}</Text>
        {entry.changes.length === 0 ? null : (
          <Accordion title={`View changes (${String(entry.changes.length)})`} size="xs">
            {entry.changes.map((change) => (
              <Small key={change.path}>
                {change.path}: {change.before ?? '–'} → {change.after ?? '–'}
              </Small>
            ))}
          </Accordion>
        )}
      </TableCell>
    </TableRow>
  );
};
