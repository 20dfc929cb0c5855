import { MultiSelect, Select, Tile } from '@hubspot/ui-extensions';
import { QuietButton, SmallButton } from '../../../kit/buttons.tsx';
import { Column, Fields, Row } from '../../../kit/layout.tsx';
import type { Comparison, Condition } from '@dealdraft/wire/mapping.ts';
import type { RecordObject } from '@dealdraft/wire/records.ts';
import { Choice } from '../../../kit/choice.tsx';
import { TextField } from '../../../kit/text-field.tsx';
import type { Group } from './condition-group.ts';
import {
  asGroup,
  fromGroup,
  isComparison,
  needsList,
  needsNoValue,
  withOperator,
} from './condition-group.ts';
import { objectNames, operators } from '../context/rule-words.ts';
import { useDefinition } from '../context/properties-context.ts';
import { PropertyPicker } from './property-picker.tsx';

type Props = {
  name: string;
  value: Condition | undefined;
  onChange: (value: Condition | undefined) => void;
  /** The filter of line items tests line items first of all. */
  lineItems?: boolean;
  depth?: number;
};

const DEEPEST = 3;

/** Tests joined by all, any or none; a test may be a group of its own. */
export const ConditionEditor = ({ name, value, onChange, lineItems = false, depth = 0 }: Props) => {
  const group: Group = value === undefined ? { mode: 'all', items: [] } : asGroup(value);
  const put = (index: number, item: Condition | undefined) => {
    onChange(
      fromGroup({
        ...group,
        items: group.items.flatMap((each, at) =>
          at === index ? (item === undefined ? [] : [item]) : [each],
        ),
      }),
    );
  };
  const add = (item: Condition) => {
    onChange(fromGroup({ ...group, items: [...group.items, item] }));
  };
  const test: Comparison = { object: lineItems ? 'lineItem' : 'deal', property: '', op: 'eq', value: '' };
  return (
    <Column gap="sm">
      {group.items.length > 1 || group.mode !== 'all' ? (
        <Choice<Group['mode']>
          name={`${name}-mode`}
          label="When"
          value={group.mode}
          options={[
            { value: 'all', label: 'all of these are true' },
            { value: 'any', label: 'at least one of these is true' },
            { value: 'none', label: 'none of these is true' },
          ]}
          onChange={(mode) => {
            onChange(fromGroup({ ...group, mode }));
          }}
        />
      ) : null}
      {group.items.map((item, index) => (
        <Tile key={String(index)} compact>
          {isComparison(item) ? (
            <ComparisonFields
              name={`${name}-${String(index)}`}
              value={item}
              lineItems={lineItems}
              onChange={(next) => {
                put(index, next);
              }}
            />
          ) : (
            <ConditionEditor
              name={`${name}-${String(index)}`}
              value={item}
              lineItems={lineItems}
              depth={depth + 1}
              onChange={(next) => {
                put(index, next);
              }}
            />
          )}
          <QuietButton
            onClick={() => {
              put(index, undefined);
            }}
          >
            Remove
          </QuietButton>
        </Tile>
      ))}
      <Row gap="xs">
        <SmallButton
          onClick={() => {
            add(test);
          }}
        >
          Add condition
        </SmallButton>
        {group.items.length === 0 || depth >= DEEPEST ? null : (
          <QuietButton
            onClick={() => {
              add({ [group.mode === 'any' ? 'all' : 'any']: [test, test] } as Condition);
            }}
          >
            Add a group
          </QuietButton>
        )}
      </Row>
    </Column>
  );
};

const objects = ['deal', 'company', 'contact', 'owner', 'quote'] as const;

const asRecord = (object: Comparison['object']): RecordObject =>
  object === 'lineItem' ? 'line_item' : object;

type TestProps = {
  name: string;
  value: Comparison;
  lineItems: boolean;
  onChange: (value: Comparison) => void;
  /** Only properties of the record that the test begins with. */
  sameRecord?: boolean;
};

export const ComparisonFields = ({ name, value, lineItems, onChange, sameRecord = false }: TestProps) => (
  <Column gap="xs">
    <Fields>
      {sameRecord ? null : (
        <Choice
          name={`${name}-object`}
          label="Record"
          value={value.object}
          options={[...(lineItems ? (['lineItem'] as const) : []), ...objects].map((object) => ({
            value: object,
            label: objectNames[object] ?? object,
          }))}
          onChange={(object) => {
            const { association: _before, ...rest } = value;
            onChange({ ...rest, object, property: '' });
          }}
        />
      )}
      <PropertyPicker
        name={`${name}-property`}
        label="Property"
        object={asRecord(value.object)}
        value={value.property}
        onChange={(property) => {
          onChange({ ...value, property });
        }}
      />
      <Choice
        name={`${name}-op`}
        label="Test"
        value={value.op}
        options={operators as { value: Comparison['op']; label: string }[]}
        onChange={(op) => {
          onChange(withOperator(value, op));
        }}
      />
    </Fields>
    {needsNoValue(value.op) ? null : (
      <Operand name={name} value={value} lineItems={lineItems} onChange={onChange} />
    )}
  </Column>
);

/** Options are offered where the property has them; else it is text. */
const Operand = ({ name, value, onChange }: TestProps) => {
  const definition = useDefinition(asRecord(value.object), value.property);
  const options = (definition?.options ?? []).map(({ label, value: option }) => ({ label, value: option }));
  const given = (value.values ?? []).map(String);
  if (needsList(value.op)) {
    return options.length > 0 ? (
      <MultiSelect
        name={`${name}-values`}
        label="Values"
        value={given}
        options={options}
        onChange={(values) => {
          onChange({ ...value, values: values.map(String) });
        }}
      />
    ) : (
      <TextField
        name={`${name}-values`}
        label="Values"
        description="Separated by commas"
        value={given.join(',')}
        onChange={(text) => {
          onChange({ ...value, values: text.split(',').map((each) => each.trimStart()) });
        }}
      />
    );
  }
  const one = value.value === undefined ? '' : String(value.value);
  return options.length > 0 && (value.op === 'eq' || value.op === 'neq') ? (
    <Select
      name={`${name}-value`}
      label="Value"
      value={one}
      options={options}
      onChange={(next) => {
        onChange({ ...value, value: String(next) });
      }}
    />
  ) : (
    <TextField
      name={`${name}-value`}
      label="Value"
      value={one}
      onChange={(text) => {
        onChange({ ...value, value: text });
      }}
    />
  );
};
