import { Accordion, Checkbox } from '@hubspot/ui-extensions';
import type { LineItemsSource, Source } from '@dealdraft/wire/mapping.ts';
import { Column } from '../../../kit/layout.tsx';
import { PropertyPicker } from './property-picker.tsx';

type Props = { name: string; value: LineItemsSource; onChange: (value: Source) => void };

/** Which line items share a row, and in which order the rows stand. */
export const GroupFields = ({ name, value, onChange }: Props) => (
  <Accordion
    title={
      value.groupBy === undefined && value.sort === undefined ? 'Group and sort' : 'Group and sort (set)'
    }
    size="xs"
  >
    <Column gap="sm">
      <Checkbox
        name={`${name}-grouped`}
        checked={value.groupBy !== undefined}
        description="Line items with the same value become one row"
        onChange={(grouped) => {
          const { groupBy: _before, ...rest } = value;
          onChange(grouped ? { ...rest, groupBy: 'hs_product_id' } : rest);
        }}
      >
        Group line items
      </Checkbox>
      {value.groupBy === undefined ? null : (
        <PropertyPicker
          name={`${name}-group`}
          label="Group by"
          object="line_item"
          value={value.groupBy}
          onChange={(groupBy) => {
            onChange({ ...value, groupBy });
          }}
        />
      )}
      <Checkbox
        name={`${name}-sorted`}
        checked={value.sort !== undefined}
        description="Otherwise they stand in the order of the deal"
        onChange={(sorted) => {
          const { sort: _before, ...rest } = value;
          onChange(sorted ? { ...rest, sort: { property: 'name', descending: false } } : rest);
        }}
      >
        Sort line items
      </Checkbox>
      {value.sort === undefined ? null : (
        <SortFields name={name} value={value} sort={value.sort} onChange={onChange} />
      )}
    </Column>
  </Accordion>
);

const SortFields = ({
  name,
  value,
  sort,
  onChange,
}: Props & { sort: NonNullable<LineItemsSource['sort']> }) => (
  <>
    <PropertyPicker
      name={`${name}-sort`}
      label="Sort by"
      object="line_item"
      value={sort.property}
      onChange={(property) => {
        onChange({ ...value, sort: { ...sort, property } });
      }}
    />
    <Checkbox
      name={`${name}-descending`}
      checked={sort.descending}
      onChange={(descending) => {
        onChange({ ...value, sort: { ...sort, descending } });
      }}
    >
      Highest first
    </Checkbox>
  </>
);
