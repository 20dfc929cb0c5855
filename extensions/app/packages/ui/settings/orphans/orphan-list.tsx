import { type ReactNode, useState } from 'react';
import { EmptyState, SearchInput, Text } from '@hubspot/ui-extensions';
import type { Envelope } from '@dealdraft/wire/card.ts';
import { Column } from '../../kit/layout.tsx';
import { ListTable } from '../../kit/list-table.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { useRead } from '../../kit/use-read.ts';
import { useSearch } from '../parts/use-search.ts';

const pageSize = 25;

type Props<View> = {
  name: string;
  label: string;
  columns: [string, string];
  empty: { title: string; text: string };
  ask: (query: { search: string; offset: number; limit: number }) => Promise<Envelope<View>>;
  /** One row for each that the view has. */
  rows: (view: View, again: () => void) => ReactNode[];
};

/** One of the two lists of the orphan finder: searched while typing, page by page. */
export const OrphanList = <View extends { total: number }>(props: Props<View>) => {
  const search = useSearch();
  const [page, setPage] = useState(1);
  const query = { search: search.asked, offset: (page - 1) * pageSize, limit: pageSize };
  const [found, again] = useRead<View>(() => props.ask(query), [query]);
  return (
    <Column>
      <SearchInput
        name={props.name}
        label={props.label}
        value={search.text}
        onInput={(text) => {
          search.set(text);
          setPage(1);
        }}
      />
      <LoadedView loaded={found} label="Reading what was found" retry={again}>
        {(view) => {
          const rows = props.rows(view, again);
          return rows.length === 0 ? (
            <EmptyState title={props.empty.title} layout="vertical" imageName="deals" imageWidth={120}>
              <Text>{props.empty.text}</Text>
            </EmptyState>
          ) : (
            <ListTable
              columns={props.columns}
              paging={{ page, pages: Math.ceil(view.total / pageSize), go: setPage }}
            >
              {rows}
            </ListTable>
          );
        }}
      </LoadedView>
    </Column>
  );
};
