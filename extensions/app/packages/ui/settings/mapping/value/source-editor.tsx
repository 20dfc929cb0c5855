import { Accordion, List } from '@hubspot/ui-extensions';
import { Column, Row, Small } from '../../../kit/layout.tsx';
import type { PropertySource, Source } from '@dealdraft/wire/mapping.ts';
import type { SourceObject } from '@dealdraft/wire/records.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { Choice } from '../../../kit/choice.tsx';
import { TextField } from '../../../kit/text-field.tsx';
import { kindsFor, newSource, sourceKindNames } from './new-source.ts';
import { objectNames } from '../context/rule-words.ts';
import { AssociationFields } from './association-fields.tsx';
import { ConstantField } from './constant-field.tsx';
import { useEditorFacts } from '../context/editor-context.ts';
import { LineItemsEditor, LineItemsSumFields } from './line-items-editor.tsx';
import { PropertyPicker } from './property-picker.tsx';

export type SourceProps<Of extends Source = Source> = {
  name: string;
  value: Of;
  target: Target | null;
  onChange: (value: Source) => void;
  /** What an associated record is when the rule does not say: "The counterparty’s company". */
  inherits?: Partial<Record<SourceObject, string>>;
};

/** Where a value comes from: the kind of source first, then what that kind needs. */
export const SourceEditor = (props: SourceProps) => {
  const { name, value, target, onChange } = props;
  const kinds = kindsFor(target);
  const options = (kinds.includes(value.kind) ? kinds : [...kinds, value.kind]).map((kind) => ({
    value: kind,
    label: sourceKindNames[kind],
  }));
  return (
    <Column gap="sm">
      <Choice
        name={`${name}-kind`}
        label="Source"
        value={value.kind}
        options={options}
        onChange={(kind) => {
          onChange(newSource(kind, target));
        }}
      />
      <SourceFields {...props} />
    </Column>
  );
};

const SourceFields = (props: SourceProps) => {
  const { name, value, target, onChange } = props;
  switch (value.kind) {
    case 'property':
      return <PropertyFields {...props} value={value} />;
    case 'lineItems':
      return <LineItemsEditor name={name} value={value} target={target} onChange={onChange} />;
    case 'lineItemsSum':
      return <LineItemsSumFields name={name} value={value} onChange={onChange} />;
    case 'constant':
      return (
        <ConstantField
          name={name}
          label="Value"
          target={target}
          value={value.value}
          onChange={(constant) => {
            onChange({ kind: 'constant', value: constant });
          }}
        />
      );
    case 'text':
      return (
        <Column gap="xs">
          <TextField
            name={`${name}-text`}
            label="Text"
            rows={3}
            value={value.template}
            description="Properties in double braces, such as {{company.name}}"
            onChange={(template) => {
              onChange({ kind: 'text', template });
            }}
          />
          <Help
            title="Token help"
            lines={[
              '{{deal.dealname}} – a property, by its internal name. Also company, contact, owner and quote.',
              '{{company[Billing].name}} – of the record with that association label.',
              '{{data.order_total}} – another value of this contract.',
              '{{deal.po_number|none}} – what to write when it is empty. Without it, an empty one makes the whole text missing.',
            ]}
          />
        </Column>
      );
    case 'formula':
      return (
        <Column gap="xs">
          <TextField
            name={`${name}-formula`}
            label="Formula"
            rows={4}
            maxLength={5000}
            value={value.expression}
            description="Uses JSONata, with exact decimals"
            onChange={(expression) => {
              onChange({ kind: 'formula', expression });
            }}
          />
          <Help
            title="What a formula can read"
            lines={[
              'deal.amount, company.name, contact.email, owner.email, quote.hs_title – properties by internal name.',
              'lineItems – a list: $sum(lineItems.amount), lineItems[recurringbillingfrequency = "monthly"].name',
              'data.order_total – another value of this contract. today – the date. portal.currency – the deal’s currency.',
              'deal.amount > 10000 ? "Enterprise" : "Standard" – a choice. & joins texts.',
            ]}
          />
        </Column>
      );
  }
};

const Help = ({ title, lines }: { title: string; lines: readonly string[] }) => (
  <Accordion title={title} size="xs">
    <List>
      {lines.map((line) => (
        <Small key={line}>{line}</Small>
      ))}
    </List>
  </Accordion>
);

const objects = ['deal', 'company', 'contact', 'owner', 'quote'] as const;
const nouns: Partial<Record<SourceObject, string>> = {
  company: 'company',
  contact: 'contact',
  quote: 'quote',
};

const PropertyFields = ({ name, value, onChange, inherits }: SourceProps<PropertySource>) => {
  const { labels } = useEditorFacts();
  const noun = nouns[value.object];
  const inherited = inherits?.[value.object];
  return (
    <Column gap="sm">
      <Row wrap>
        <Choice
          name={`${name}-object`}
          label="Record"
          value={value.object}
          options={objects.map((object) => ({ value: object, label: objectNames[object] ?? object }))}
          onChange={(object) => {
            onChange({ kind: 'property', object, property: '' });
          }}
        />
        <PropertyPicker
          name={`${name}-property`}
          label="Property"
          object={value.object}
          value={value.property}
          onChange={(property) => {
            onChange({ ...value, property });
          }}
        />
      </Row>
      {noun === undefined ? null : (
        <AssociationFields
          name={name}
          noun={noun}
          value={value.association}
          labels={labels[value.object] ?? []}
          {...(inherited === undefined ? {} : { inherits: inherited })}
          onChange={(association) => {
            const { association: _before, ...rest } = value;
            onChange(association === undefined ? rest : { ...rest, association });
          }}
        />
      )}
    </Column>
  );
};
