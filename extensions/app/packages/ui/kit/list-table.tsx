import type { ReactNode } from 'react';
import { Table, TableBody, TableHead, TableHeader, TableRow } from '@hubspot/ui-extensions';

type Column = string | { title: string; width: 'min' | 'max' | 'auto' };

type Props = {
  columns: readonly Column[];
  children: ReactNode;
  /** Without it everything is on one page. */
  paging?: { page: number; pages: number; go: (page: number) => void };
};

/** A table with its head and, when there is more than one page, its pages. */
export const ListTable = ({ columns, children, paging }: Props) => {
  const content = (
    <>
      <TableHead>
        <TableRow>
          {columns.map((column) =>
            typeof column === 'string' ? (
              <TableHeader key={column}>{column}</TableHeader>
            ) : (
              <TableHeader key={column.title} width={column.width}>
                {column.title}
              </TableHeader>
            ),
          )}
        </TableRow>
      </TableHead>
      <TableBody>{children}</TableBody>
    </>
  );
  return paging === undefined || paging.pages <= 1 ? (
    <Table density="condensed" flush>
      {content}
    </Table>
  ) : (
    <Table
      density="condensed"
      flush
      paginated
      pageCount={paging.pages}
      page={Math.min(paging.page, paging.pages)}
      onPageChange={paging.go}
    >
      {content}
    </Table>
  );
};
