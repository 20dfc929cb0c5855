import { Accordion, Select } from '@hubspot/ui-extensions';
import { Column, Fields } from '../../../kit/layout.tsx';
import type { LineItemColumn, LineItemsSource, LineItemsSumSource, Source } from '@dealdraft/wire/mapping.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { Choice } from '../../../kit/choice.tsx';
import { ConditionEditor } from './condition-editor.tsx';
import { ColumnFields } from './line-item-column.tsx';
import { GroupFields } from './line-item-grouping.tsx';
import { PropertyPicker } from './property-picker.tsx';

type Props<Of> = { name: string; value: Of; onChange: (value: Source) => void };

const OfChoice = ({ name, value, onChange }: Props<LineItemsSource | LineItemsSumSource>) => (
  <Choice
    name={`${name}-of`}
    label="Line items of"
    value={value.of}
    options={[
      { value: 'deal', label: 'The deal' },
      { value: 'quote', label: 'The quote' },
    ]}
    onChange={(of) => {
      onChange({ ...value, of });
    }}
  />
);

const FilterFields = ({ name, value, onChange }: Props<LineItemsSource | LineItemsSumSource>) => (
  <Accordion
    title={value.filter === undefined ? 'Only some line items' : 'Only some line items (filter set)'}
    size="xs"
  >
    <ConditionEditor
      name={`${name}-filter`}
      lineItems
      value={value.filter}
      onChange={(filter) => {
        const { filter: _before, ...rest } = value;
        onChange(filter === undefined ? rest : { ...rest, filter });
      }}
    />
  </Accordion>
);

export const LineItemsSumFields = ({ name, value, onChange }: Props<LineItemsSumSource>) => (
  <Column gap="sm">
    <Fields>
      <OfChoice name={name} value={value} onChange={onChange} />
      <PropertyPicker
        name={`${name}-sum`}
        label="Property to add up"
        object="line_item"
        value={value.property}
        onChange={(property) => {
          onChange({ ...value, property });
        }}
      />
    </Fields>
    <FilterFields name={name} value={value} onChange={onChange} />
  </Column>
);

/** A table of the paper made from line items: its columns, which items, how they are grouped and sorted. */
export const LineItemsEditor = ({
  name,
  value,
  target,
  onChange,
}: Props<LineItemsSource> & { target: Target | null }) => {
  const columns = target?.columns ?? [];
  const open = columns.filter(({ key }) => !value.columns.some((each) => each.key === key));
  const put = (index: number, column: LineItemColumn | null) => {
    onChange({
      ...value,
      columns: value.columns.flatMap((each, at) =>
        at === index ? (column === null ? [] : [column]) : [each],
      ),
    });
  };
  return (
    <Column gap="sm">
      <OfChoice name={name} value={value} onChange={onChange} />
      {value.columns.map((column, index) => (
        <ColumnFields
          key={column.key}
          name={`${name}-column-${column.key}`}
          column={column}
          target={columns.find(({ key }) => key === column.key) ?? null}
          grouped={value.groupBy !== undefined}
          last={value.columns.length === 1}
          onChange={(next) => {
            put(index, next);
          }}
        />
      ))}
      {open.length === 0 ? null : (
        <Select
          name={`${name}-add-column`}
          label="Add a column"
          placeholder="Choose a column of the table"
          value=""
          options={open.map(({ key, label, required }) => ({
            value: key,
            label: required ? `${label} (required)` : label,
          }))}
          onChange={(key) => {
            onChange({
              ...value,
              columns: [
                ...value.columns,
                {
                  key: String(key),
                  source: { kind: 'property', property: '' },
                  transforms: [],
                  whenMissing: open.find((each) => each.key === key)?.required === true ? 'stop' : 'blank',
                },
              ],
            });
          }}
        />
      )}
      <GroupFields name={name} value={value} onChange={onChange} />
      <FilterFields name={name} value={value} onChange={onChange} />
    </Column>
  );
};
