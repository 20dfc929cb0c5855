import { Accordion, Select, Text, Tile } from '@hubspot/ui-extensions';
import { PlainButton, QuietButton } from '../../../kit/buttons.tsx';
import { Column, Fields, Row, Small, Strong } from '../../../kit/layout.tsx';
import type { WriteBackRule } from '@dealdraft/wire/mapping.ts';
import { Choice } from '../../../kit/choice.tsx';
import { TextField } from '../../../kit/text-field.tsx';
import { findingsAt, useEditing } from '../context/edit-context.ts';
import { useEditorFacts } from '../context/editor-context.ts';
import { FindingsList } from '../value/findings-list.tsx';
import { usePropertyLabel } from '../context/properties-context.ts';
import { PropertyPicker } from '../value/property-picker.tsx';
import { TableField } from '../value/table-field.tsx';

const forms = [
  { value: 'auto', label: 'As the property takes it' },
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'A number' },
  { value: 'date', label: 'A date' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'amount', label: 'The amount of money' },
  { value: 'currencyCode', label: 'The currency of money' },
  { value: 'months', label: 'A length of time in months' },
  { value: 'days', label: 'A length of time in days' },
] as const;

const pointerText = (pointer: WriteBackRule['keyPointer']): string =>
  'label' in pointer ? pointer.label : pointer.fieldName;

/** Which values of the signed contract go to which deal properties. Status and dates go to DealDraft's own properties by themselves. */
export const WayBackSection = () => {
  const { mapping, set } = useEditing();
  const { statusProperties } = useEditorFacts();
  const add = () => {
    const rule: WriteBackRule = { keyPointer: { label: '' }, property: '', as: 'auto', whenEmpty: 'leave' };
    set(['writeBack', mapping.writeBack.length], rule);
  };
  return (
    <Column>
      <Text>
        When a contract is executed, SpotDraft’s key pointers (facts read from the contract) can be written to
        deal properties. Only empty or different values are written, and never to read-only properties.
      </Text>
      {mapping.writeBack.map((rule, index) => (
        <WriteBackFields key={String(index)} index={index} rule={rule} />
      ))}
      <Row>
        <PlainButton onClick={add}>Add a value to write back</PlainButton>
      </Row>
      {statusProperties.length === 0 ? null : (
        <Accordion title="Always updated" size="xs">
          <Column gap="xs">
            {statusProperties.map(({ name, label }) => (
              <Small key={name}>
                {label} ({name})
              </Small>
            ))}
          </Column>
        </Accordion>
      )}
    </Column>
  );
};

const WriteBackFields = ({ index, rule }: { index: number; rule: WriteBackRule }) => {
  const { findings, set } = useEditing();
  const { keyPointers } = useEditorFacts();
  const labelOf = usePropertyLabel();
  const name = `way-back-${String(index)}`;
  const pointer = pointerText(rule.keyPointer);
  const put = (key: keyof WriteBackRule, value: unknown) => {
    set(['writeBack', index, key], value);
  };
  return (
    <Tile compact testId={name}>
      <Column gap="sm">
        <Row justify="between" align="center">
          <Strong>
            {pointer === '' ? 'New value' : pointer} →{' '}
            {rule.property === '' ? 'choose a property' : labelOf('deal', rule.property)}
          </Strong>
          <QuietButton
            onClick={() => {
              set(['writeBack', index], undefined);
            }}
          >
            Remove
          </QuietButton>
        </Row>
        <FindingsList findings={findingsAt(findings, `writeBack.${String(index)}`)} />
        <Fields>
          {keyPointers.length === 0 ? (
            <TextField
              name={`${name}-pointer`}
              label="Key pointer in SpotDraft"
              description="Its label, as on the contract’s page"
              value={pointer}
              onChange={(label) => {
                put('keyPointer', { label });
              }}
            />
          ) : (
            <Select
              name={`${name}-pointer`}
              label="Key pointer in SpotDraft"
              placeholder="Choose one"
              value={pointer}
              options={[...new Set([...keyPointers, ...(pointer === '' ? [] : [pointer])])].map((label) => ({
                label,
                value: label,
              }))}
              onChange={(label) => {
                put('keyPointer', { label: String(label) });
              }}
            />
          )}
          <PropertyPicker
            name={`${name}-property`}
            label="Deal property"
            object="deal"
            writable
            value={rule.property}
            onChange={(property) => {
              put('property', property);
            }}
          />
          <Choice
            name={`${name}-as`}
            label="Write it as"
            value={rule.as}
            options={forms}
            onChange={(as) => {
              put('as', as);
            }}
          />
          <Choice
            name={`${name}-empty`}
            label="When the contract has no value"
            value={rule.whenEmpty}
            options={[
              { value: 'leave', label: 'Leave the property as it is' },
              { value: 'clear', label: 'Clear the property' },
            ]}
            onChange={(whenEmpty) => {
              put('whenEmpty', whenEmpty);
            }}
          />
        </Fields>
        <Accordion
          title={rule.lookup === undefined ? 'Translate values' : 'Translate values (set)'}
          size="xs"
        >
          <TableField
            name={`${name}-lookup`}
            description="One a line: the contract’s value = the property’s option"
            table={rule.lookup ?? []}
            onChange={(table) => {
              put('lookup', table.length === 0 ? undefined : table);
            }}
          />
        </Accordion>
      </Column>
    </Tile>
  );
};
