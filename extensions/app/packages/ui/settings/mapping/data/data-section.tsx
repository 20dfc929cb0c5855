import { useState } from 'react';
import { Button, EmptyState, SearchInput, TableCell, TableRow, Tag, Text } from '@hubspot/ui-extensions';
import { QuietButton, SmallButton } from '../../../kit/buttons.tsx';
import { Column, Fields, Row, Small, Strong } from '../../../kit/layout.tsx';
import type { Suggestion } from '@dealdraft/wire/mapping-lint.ts';
import type { Rule } from '@dealdraft/wire/mapping.ts';
import { count } from '../../../format/plural.ts';
import { Choice } from '../../../kit/choice.tsx';
import { ListTable } from '../../../kit/list-table.tsx';
import { acceptSuggestions } from './mapping-edits.ts';
import type { RowFilter, TargetRow as ValueRow } from './target-rows.ts';
import { filterRows, isFilled, needsAttention, targetRows } from './target-rows.ts';
import { targetType } from './target-words.ts';
import { useEditing } from '../context/edit-context.ts';
import { useEditorFacts } from '../context/editor-context.ts';
import { usePropertyLabel } from '../context/properties-context.ts';
import { sourceWords } from '../context/rule-words.ts';
import { TargetEditor } from './target-editor.tsx';

const PAGE = 25;

type Props = { suggestions: readonly Suggestion<Rule>[] };

/** The values of the document: a searchable list, and one of them at a time in full. */
export const DataSection = ({ suggestions }: Props) => {
  const { mapping, findings, change } = useEditing();
  const { targets } = useEditorFacts();
  const labelOf = usePropertyLabel();
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<RowFilter>('all');
  const [page, setPage] = useState(1);
  const [open, setOpen] = useState<string | null>(null);

  const rows = targetRows({ mapping, targets, findings, suggestions, labelOf });
  const shown = filterRows(rows, filter, search);
  const at = rows.findIndex(({ path }) => path === open);
  const current = rows[at];
  if (current !== undefined) {
    return (
      <TargetEditor
        key={current.path}
        row={current}
        position={`${String(at + 1)} of ${String(rows.length)}`}
        {...neighbour(rows[at - 1], 'before', setOpen)}
        {...neighbour(rows[at + 1], 'after', setOpen)}
        close={() => {
          setOpen(null);
        }}
      />
    );
  }
  const offered = rows.flatMap(({ suggestion }) => (suggestion === null ? [] : [suggestion]));
  const pages = Math.max(1, Math.ceil(shown.length / PAGE));
  const from = (Math.min(page, pages) - 1) * PAGE;
  return (
    <Column>
      <Summary
        rows={rows}
        offered={offered.length}
        acceptAll={() => {
          change(acceptSuggestions(mapping, offered));
        }}
      />
      <Fields>
        <SearchInput
          name="target-search"
          label="Search values"
          placeholder="By label, variable or source"
          value={search}
          onInput={(text) => {
            setSearch(text);
            setPage(1);
          }}
        />
        <Choice<RowFilter>
          name="target-filter"
          label="Show"
          value={filter}
          options={[
            { value: 'all', label: `All (${String(rows.length)})` },
            { value: 'attention', label: `Needs attention (${String(rows.filter(needsAttention).length)})` },
            { value: 'required', label: 'Required' },
            { value: 'unmapped', label: 'Not filled' },
            { value: 'suggested', label: `Suggestions (${String(offered.length)})` },
          ]}
          onChange={(next) => {
            setFilter(next);
            setPage(1);
          }}
        />
      </Fields>
      {shown.length === 0 ? (
        <EmptyState title="Nothing fits" layout="vertical" imageWidth={120}>
          <Text>
            {rows.length === 0
              ? 'This template asks for no values.'
              : 'Change the search or show all values.'}
          </Text>
        </EmptyState>
      ) : (
        <ListTable
          columns={[
            'Value in the document',
            'Comes from',
            { title: 'State', width: 'min' },
            { title: 'Action', width: 'min' },
          ]}
          paging={{ page, pages, go: setPage }}
        >
          {shown.slice(from, from + PAGE).map((row) => (
            <TargetLine
              key={row.path}
              row={row}
              edit={() => {
                setOpen(row.path);
              }}
              accept={(suggestion) => {
                change(acceptSuggestions(mapping, [suggestion]));
              }}
            />
          ))}
        </ListTable>
      )}
    </Column>
  );
};

const neighbour = <Side extends 'before' | 'after'>(
  row: ValueRow | undefined,
  side: Side,
  open: (path: string) => void,
) =>
  (row === undefined
    ? {}
    : {
        [side]: () => {
          open(row.path);
        },
      }) as { [K in Side]?: () => void };

type SummaryProps = { rows: readonly ValueRow[]; offered: number; acceptAll: () => void };

const Summary = ({ rows, offered, acceptAll }: SummaryProps) => {
  const required = rows.filter((row) => row.required);
  const filled = required.filter(isFilled).length;
  return (
    <Row justify="between" align="center" wrap>
      <Text>
        {required.length === 0
          ? `${count(rows.length, 'value')}, none required.`
          : `${String(filled)} of ${count(required.length, 'required value')} filled.`}
        {offered === 0
          ? ''
          : ` ${count(offered, 'suggestion')} by name and type: look at them before you accept.`}
      </Text>
      {offered === 0 ? null : (
        <Button size="sm" variant="primary" onClick={acceptAll} testId="accept-all">
          Accept {offered === 1 ? 'the suggestion' : `all ${String(offered)} suggestions`}
        </Button>
      )}
    </Row>
  );
};

type LineProps = { row: ValueRow; edit: () => void; accept: (suggestion: Suggestion<Rule>) => void };

const TargetLine = ({ row, edit, accept }: LineProps) => {
  const labelOf = usePropertyLabel();
  const { suggestion } = row;
  return (
    <TableRow>
      <TableCell>
        <Strong>
          {row.label}
          {row.required ? ' *' : ''}
        </Strong>
        <Small>{row.target === null ? row.path : `${row.path} · ${targetType(row.target)}`}</Small>
      </TableCell>
      <TableCell>
        {row.source === null ? (
          suggestion === null ? (
            <Small>
              {row.target?.defaultValue === undefined ? 'Not mapped' : 'The template’s own default'}
            </Small>
          ) : (
            <>
              <Text format={{ italic: true }}>Suggested: {sourceWords(suggestion.rule.source, labelOf)}</Text>
              <Small>{suggestion.reason}</Small>
            </>
          )
        ) : (
          <>
            <Text>{row.source}</Text>
            <Small>{row.missing}</Small>
          </>
        )}
        {row.findings.slice(0, 2).map((finding, index) => (
          <Text key={String(index)} variant="microcopy" format={{ fontWeight: 'demibold' }}>
            {finding.message}
          </Text>
        ))}
      </TableCell>
      <TableCell>
        <StateTag row={row} />
      </TableCell>
      <TableCell>
        <Row gap="xs">
          {suggestion === null ? null : (
            <SmallButton
              onClick={() => {
                accept(suggestion);
              }}
            >
              Accept
            </SmallButton>
          )}
          <QuietButton onClick={edit}>{row.rules.length === 0 ? 'Map' : 'Edit'}</QuietButton>
        </Row>
      </TableCell>
    </TableRow>
  );
};

const StateTag = ({ row }: { row: ValueRow }) => {
  if (row.target === null) return <Tag variant="error">Not in the template</Tag>;
  if (row.suggestion !== null) return <Tag variant="info">Suggestion</Tag>;
  if (row.rules.length > 0 && row.findings.some(({ severity }) => severity === 'error'))
    return <Tag variant="error">To correct</Tag>;
  if (!isFilled(row)) return row.required ? <Tag variant="error">Missing</Tag> : <Tag>Not filled</Tag>;
  if (row.findings.length > 0) return <Tag variant="warning">To check</Tag>;
  return <Tag variant="success">Filled</Tag>;
};
