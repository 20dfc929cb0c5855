import type { CSSProperties } from 'react';
import type {
  SortedTableHeaderProps,
  TableCellProps,
  TableElementProps,
  TableHeaderProps,
  TableProps,
} from '@hubspot/ui-extensions';
import { cx } from '../base/class-names.ts';
import { fire } from '../base/fire.ts';
import { Glyph } from '../base/icons.tsx';
import { Pagination } from './pagination.tsx';

export const Table = (props: TableProps) => {
  const { bordered = true, flush = false, density = 'default', children, testId } = props;
  return (
    <div className={cx('hs-table-box', flush && 'hs-table-box--flush')} data-testid={testId}>
      {/* A wide table scrolls sideways, so its box can take the focus. */}
      <div className="hs-table-scroll" tabIndex={0} role="region" aria-label="Table">
        <table className={cx('hs-table', `hs-table--${density}`, bordered && 'hs-table--bordered')}>
          {children}
        </table>
      </div>
      {props.paginated === true ? (
        <Pagination
          pageCount={props.pageCount}
          page={props.page ?? 1}
          showButtonLabels={props.showButtonLabels ?? true}
          showFirstLastButtons={props.showFirstLastButtons ?? false}
          maxVisible={props.maxVisiblePageButtons ?? 5}
          onPageChange={(page) => {
            fire(props.onPageChange, page);
          }}
        />
      ) : null}
    </div>
  );
};

export const TableHead = ({ children, testId }: TableElementProps) => (
  <thead data-testid={testId}>{children}</thead>
);
export const TableBody = ({ children, testId }: TableElementProps) => (
  <tbody data-testid={testId}>{children}</tbody>
);
export const TableFooter = ({ children, testId }: TableElementProps) => (
  <tfoot data-testid={testId}>{children}</tfoot>
);
export const TableRow = ({ children, testId }: TableElementProps) => <tr data-testid={testId}>{children}</tr>;

const cellStyle = (align: TableCellProps['align'], width: TableCellProps['width']): CSSProperties => ({
  ...(align === undefined ? {} : { textAlign: align }),
  ...(width === 'min' ? { width: 1, whiteSpace: 'nowrap' } : {}),
  ...(width === 'max' ? { width: '100%' } : {}),
  ...(typeof width === 'number' ? { width, minWidth: width } : {}),
});

export const TableCell = ({ children, align, width, colSpan, testId }: TableCellProps) => (
  <td style={cellStyle(align, width)} colSpan={colSpan} data-testid={testId}>
    {children}
  </td>
);

const ariaSort = { ascending: 'ascending', descending: 'descending', none: 'none' } as const;

export const TableHeader = (props: TableHeaderProps) => {
  const { children, align, width, testId } = props;
  if (props.sortDirection === undefined || props.sortDirection === 'never') {
    return (
      <th scope="col" style={cellStyle(align, width)} data-testid={testId}>
        {children}
      </th>
    );
  }
  const { sortDirection, onSortChange, disabled = false } = props as SortedTableHeaderProps;
  return (
    <th scope="col" style={cellStyle(align, width)} aria-sort={ariaSort[sortDirection]} data-testid={testId}>
      <button
        type="button"
        className="hs-table__sort"
        disabled={disabled}
        onClick={() => {
          fire(onSortChange, sortDirection === 'ascending' ? 'descending' : 'ascending');
        }}
      >
        {children}
        <Glyph
          name={
            sortDirection === 'ascending' ? 'arrowUp' : sortDirection === 'descending' ? 'arrowDown' : 'sort'
          }
        />
      </button>
    </th>
  );
};
