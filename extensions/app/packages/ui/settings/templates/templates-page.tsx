import { useState } from 'react';
import {
  Alert,
  Button,
  EmptyState,
  LoadingButton,
  SearchInput,
  TableCell,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import { SmallButton } from '../../kit/buttons.tsx';
import { Column, Fields, Row, Small, Strong } from '../../kit/layout.tsx';
import type { TemplateListView, TemplateRow, TemplateState } from '@dealdraft/wire/settings.ts';
import { count } from '../../format/plural.ts';
import { useNavigation } from '../parts/place-context.ts';
import { Choice } from '../../kit/choice.tsx';
import { EnvironmentTag } from '../../kit/environment-tag.tsx';
import { ListTable } from '../../kit/list-table.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { useRead } from '../../kit/use-read.ts';
import { useSearch } from '../parts/use-search.ts';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';
import { stateWords, TemplateTag } from './template-state.tsx';

const PAGE = 25;
type StateFilter = TemplateState | 'all';

/** SpotDraft's templates with how far each is mapped. */
export const TemplatesPage = () => {
  const { call } = useSettings();
  const search = useSearch();
  const [state, setState] = useState<StateFilter>('all');
  const [page, setPage] = useState(1);
  const query = {
    search: search.asked,
    state: state === 'all' ? undefined : state,
    offset: (page - 1) * PAGE,
    limit: PAGE,
  };
  const [list, read] = useRead<TemplateListView>(() => call('GET /api/settings/templates', query), [query]);
  return (
    <Column>
      <Fields action={<RefreshButton done={read} />}>
        <SearchInput
          name="template-search"
          label="Search templates"
          placeholder="By name"
          value={search.text}
          onInput={(text) => {
            search.set(text);
            setPage(1);
          }}
        />
        <Choice<StateFilter>
          name="template-state"
          label="Show"
          value={state}
          options={[
            { value: 'all', label: 'All' },
            ...(['published', 'draft', 'paused', 'not_mapped', 'gone'] as const).map((each) => ({
              value: each,
              label: `${stateWords[each]}${list.value === null ? '' : ` (${String(list.value.counts[each])})`}`,
            })),
          ]}
          onChange={(next) => {
            setState(next);
            setPage(1);
          }}
        />
      </Fields>
      <LoadedView loaded={list} label="Reading the templates" retry={read}>
        {(view) =>
          view.templates.length === 0 ? (
            <NothingHere filtered={search.asked !== '' || state !== 'all'} />
          ) : (
            <ListTable
              columns={[
                'Template',
                'State',
                { title: 'Version', width: 'min' },
                { title: 'Action', width: 'min' },
              ]}
              paging={{ page, pages: Math.ceil(view.total / PAGE), go: setPage }}
            >
              {view.templates.map((row) => (
                <TemplateLine key={`${row.workspaceId}/${String(row.templateId)}`} row={row} />
              ))}
            </ListTable>
          )
        }
      </LoadedView>
    </Column>
  );
};

const TemplateLine = ({ row }: { row: TemplateRow }) => {
  const { go } = useNavigation();
  const { ago } = useTimeWords();
  const open = () => {
    go({ page: 'template', workspaceId: row.workspaceId, templateId: row.templateId, part: 'mapping' });
  };
  return (
    <TableRow>
      <TableCell>
        <Strong>{row.name}</Strong>
        <Small>
          {count(row.variables, 'value')}, {String(row.required)} required · {row.workspaceName}
        </Small>
        {row.pausedReason === null ? null : <Small>{row.pausedReason}</Small>}
      </TableCell>
      <TableCell>
        <Row gap="xs" wrap>
          <TemplateTag row={row} />
          {row.environment === 'uat' ? <EnvironmentTag environment="uat" /> : null}
        </Row>
        {row.draftAt === null ? null : (
          <Small>
            {row.publishedNumber === null ? 'Draft' : 'Unpublished changes'} by {row.draftBy ?? 'somebody'},{' '}
            {ago(row.draftAt)}
          </Small>
        )}
      </TableCell>
      <TableCell>
        {row.publishedNumber === null ? (
          <Text>–</Text>
        ) : (
          <>
            <Text>{String(row.publishedNumber)}</Text>
            <Small>{ago(row.publishedAt)}</Small>
          </>
        )}
      </TableCell>
      <TableCell>
        <SmallButton onClick={open} testId={`open-${String(row.templateId)}`}>
          {row.state === 'not_mapped' ? 'Map' : 'Open'}
        </SmallButton>
      </TableCell>
    </TableRow>
  );
};

const RefreshButton = ({ done }: { done: () => void }) => {
  const { call, host } = useSettings();
  const [submission, submit] = useSubmission();
  return (
    <LoadingButton
      size="sm"
      variant="secondary"
      loading={submission.state === 'sending'}
      onClick={() => {
        void submit('refresh', () => call('POST /api/settings/templates/refresh')).then((answer) => {
          if (answer === null) return;
          host.alert(
            answer.ok ? 'info' : 'danger',
            answer.ok
              ? 'The templates are being read again; every mapping is checked against them.'
              : answer.error.message,
          );
          done();
        });
      }}
    >
      Refresh templates
    </LoadingButton>
  );
};

const NothingHere = ({ filtered }: { filtered: boolean }) => {
  const { go } = useNavigation();
  return filtered ? (
    <Alert title="No template fits" variant="info">
      Change the search, or show all.
    </Alert>
  ) : (
    <EmptyState title="No templates yet" layout="horizontal" imageName="electronicSignature">
      <Column gap="sm">
        <Text>
          Templates come from SpotDraft. Connect a workspace that has published templates; they are read
          within a minute.
        </Text>
        <Row>
          <Button
            onClick={() => {
              go({ page: 'connections' });
            }}
          >
            Go to connections
          </Button>
        </Row>
      </Column>
    </EmptyState>
  );
};
