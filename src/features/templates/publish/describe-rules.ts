import { describeTransform } from '../../../mapping/transforms/describe-transform.ts';
import { objectWords } from '../../../mapping/records/record-label.ts';
import { placedRules } from '../../../mapping/sources/required-properties.ts';
import type { LineItemsSource, Mapping, Source, ValueRule } from '@dealdraft/wire/mapping.ts';

const constant = (value: unknown): string =>
  typeof value === 'string' ? `“${value}”` : JSON.stringify(value);

const column = ({ key, source }: LineItemsSource['columns'][number]): string => {
  const from = {
    property: 'property' in source ? source.property : '',
    formula: 'a formula',
    constant: 'value' in source ? constant(source.value) : '',
    rowNumber: 'the row number',
  };
  return `${key} from ${from[source.kind]}`;
};

const describeSource = (source: Source): string => {
  switch (source.kind) {
    case 'property': {
      const label = source.association?.label;
      return `${objectWords[source.object][0]}${label === undefined ? '' : ` (${label})`} property ${source.property}`;
    }
    case 'lineItems':
      return `line items of the ${source.of}: ${source.columns.map(column).join(', ')}${source.groupBy === undefined ? '' : `, grouped by ${source.groupBy}`}${source.filter === undefined ? '' : ', filtered'}`;
    case 'lineItemsSum':
      return `sum of ${source.property} of the ${source.of}'s line items`;
    case 'constant':
      return constant(source.value);
    case 'text':
      return `text “${source.template}”`;
    case 'formula':
      return `formula ${source.expression}`;
  }
};

const missing = ({ whenMissing, default: value }: ValueRule): string =>
  whenMissing === 'blank'
    ? 'may be blank'
    : whenMissing === 'default'
      ? `else ${constant(value ?? '')}`
      : 'stops when missing';

/** A rule in one line, as history and comparisons show it. */
const describeRule = (rule: ValueRule): string =>
  [
    describeSource(rule.source),
    ...rule.transforms.map(describeTransform),
    missing(rule),
    ...(rule.condition === undefined ? [] : [`only when ${JSON.stringify(rule.condition)}`]),
  ].join(' · ');

/** Everything that a mapping says, each under its path, in words. */
export const describeMapping = (mapping: Mapping): Map<string, string> => {
  const said = new Map(placedRules(mapping).map(({ path, rule }) => [path, describeRule(rule)]));
  const { counterparty, signatories, workflowConfig, writeBack } = mapping;
  const { kind, company, partyRole, pointOfContact, address } = counterparty;
  said.set(
    'counterparty.kind',
    typeof kind === 'string' ? kind : `individual when ${JSON.stringify(kind.individualWhen)}`,
  );
  if (company !== undefined) said.set('counterparty.company', JSON.stringify(company));
  if (pointOfContact.contact !== undefined)
    said.set('counterparty.pointOfContact', JSON.stringify(pointOfContact.contact));
  if (partyRole !== undefined) said.set('counterparty.partyRole', partyRole);
  if (address !== undefined)
    said.set(
      'counterparty.address',
      address.whenIncomplete === 'stop' ? 'stops when incomplete' : 'left out when incomplete',
    );
  for (const [index, signatory] of signatories.entries()) {
    const { role, signOrder, optional, note, condition, contact, company: firm } = signatory;
    said.set(
      `signatories.${String(index)}`,
      JSON.stringify({ role, signOrder, optional, note, condition, contact, company: firm }),
    );
  }
  for (const [name, value] of Object.entries(workflowConfig))
    said.set(`contract.workflowConfig.${name}`, String(value));
  for (const [index, rule] of writeBack.entries())
    said.set(
      `writeBack.${String(index)}`,
      `“${'label' in rule.keyPointer ? rule.keyPointer.label : rule.keyPointer.fieldName}” to deal property ${rule.property} as ${rule.as}, ${rule.whenEmpty === 'leave' ? 'left' : 'cleared'} when empty${rule.lookup === undefined ? '' : `, ${JSON.stringify(rule.lookup)}`}`,
    );
  return said;
};
