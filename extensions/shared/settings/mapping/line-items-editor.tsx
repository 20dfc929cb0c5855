import { Accordion, Checkbox, Select, Tile } from '@hubspot/ui-extensions';
import { QuietButton } from '../parts/buttons.tsx';
import { Column, Row, Strong } from '../parts/layout.tsx';
import type { LineItemColumn, LineItemsSource, LineItemsSumSource, Source } from '@dealdraft/wire/mapping.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { Choice } from '../parts/choice.tsx';
import { TextField } from '../parts/text-field.tsx';
import { transformNames } from '../state/rule-words.ts';
import { ConditionEditor } from './condition-editor.tsx';
import { MissingFields } from './missing-fields.tsx';
import { PropertyPicker } from './property-picker.tsx';
import { TransformEditor } from './transform-editor.tsx';

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
    <Row wrap>
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
    </Row>
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

const GroupFields = ({ name, value, onChange }: Props<LineItemsSource>) => (
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
}: Props<LineItemsSource> & { sort: NonNullable<LineItemsSource['sort']> }) => (
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

type ColumnProps = {
  name: string;
  column: LineItemColumn;
  target: Target | null;
  grouped: boolean;
  last: boolean;
  onChange: (column: LineItemColumn | null) => void;
};

const columnKinds = [
  { value: 'property', label: 'A line item property' },
  { value: 'formula', label: 'A formula' },
  { value: 'constant', label: 'Always the same value' },
  { value: 'rowNumber', label: 'The row’s number' },
] as const;

const aggregates = [
  { value: 'first', label: 'The first' },
  { value: 'sum', label: 'Sum' },
  { value: 'min', label: 'Smallest' },
  { value: 'max', label: 'Largest' },
  { value: 'average', label: 'Average' },
  { value: 'count', label: 'How many' },
  { value: 'join', label: 'All, joined' },
] as const;

const newColumnSource = (kind: LineItemColumn['source']['kind']): LineItemColumn['source'] =>
  kind === 'property'
    ? { kind, property: '' }
    : kind === 'formula'
      ? { kind, expression: 'item.quantity' }
      : kind === 'constant'
        ? { kind, value: '' }
        : { kind };

const ColumnFields = ({ name, column, target, grouped, last, onChange }: ColumnProps) => {
  const { source } = column;
  const steps = column.transforms.map(({ kind }) => transformNames[kind]).join(', ');
  return (
    <Tile compact>
      <Column gap="xs">
        <Row justify="between" align="center">
          <Strong>
            {target === null ? `${column.key} (not in the template any more)` : target.label}
            {target?.required === true ? ' *' : ''}
          </Strong>
          {last ? null : (
            <QuietButton
              onClick={() => {
                onChange(null);
              }}
            >
              Remove column
            </QuietButton>
          )}
        </Row>
        <Row wrap>
          <Choice
            name={`${name}-kind`}
            label="Comes from"
            value={source.kind}
            options={columnKinds}
            onChange={(kind) => {
              onChange({ ...column, source: newColumnSource(kind) });
            }}
          />
          {source.kind === 'property' ? (
            <PropertyPicker
              name={`${name}-property`}
              label="Property"
              object="line_item"
              value={source.property}
              onChange={(property) => {
                onChange({ ...column, source: { ...source, property } });
              }}
            />
          ) : null}
          {source.kind === 'property' && grouped ? (
            <Choice
              name={`${name}-aggregate`}
              label="Of each group"
              value={source.aggregate ?? 'first'}
              options={aggregates}
              onChange={(aggregate) => {
                onChange({ ...column, source: { ...source, aggregate } });
              }}
            />
          ) : null}
        </Row>
        {source.kind === 'formula' ? (
          <TextField
            name={`${name}-formula`}
            label="Formula"
            description="item is the row’s line item, items its group"
            rows={2}
            value={source.expression}
            onChange={(expression) => {
              onChange({ ...column, source: { kind: 'formula', expression } });
            }}
          />
        ) : null}
        {source.kind === 'constant' ? (
          <TextField
            name={`${name}-constant`}
            label="Value"
            value={String(source.value)}
            onChange={(text) => {
              onChange({ ...column, source: { kind: 'constant', value: text } });
            }}
          />
        ) : null}
        <Accordion
          title={steps === '' ? 'Change the value, or what to do without one' : `Steps: ${steps}`}
          size="xs"
        >
          <Column gap="sm">
            <TransformEditor
              name={name}
              value={column.transforms}
              onChange={(transforms) => {
                onChange({ ...column, transforms });
              }}
            />
            <MissingFields
              name={name}
              target={target}
              value={column}
              onChange={(missing) => {
                const { default: _before, ...rest } = column;
                onChange({ ...rest, ...missing });
              }}
            />
          </Column>
        </Accordion>
      </Column>
    </Tile>
  );
};
