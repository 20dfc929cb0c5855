import { Accordion, Tile } from '@hubspot/ui-extensions';
import type { LineItemColumn } from '@dealdraft/wire/mapping.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { QuietButton } from '../../../kit/buttons.tsx';
import { Choice } from '../../../kit/choice.tsx';
import { Column, Fields, Row, Strong } from '../../../kit/layout.tsx';
import { TextField } from '../../../kit/text-field.tsx';
import { transformNames } from '../context/rule-words.ts';
import { MissingFields } from './missing-fields.tsx';
import { PropertyPicker } from './property-picker.tsx';
import { TransformEditor } from './transform-editor.tsx';

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
  { value: 'constant', label: 'Fixed value' },
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

/** One column of the paper's table: where it comes from, how it is changed, what to do without a value. */
export const ColumnFields = ({ name, column, target, grouped, last, onChange }: ColumnProps) => {
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
        <Fields>
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
        </Fields>
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
        <Accordion title={steps === '' ? 'Format, or what to do if empty' : `Steps: ${steps}`} size="xs">
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
