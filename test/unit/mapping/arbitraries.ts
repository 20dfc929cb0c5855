import fc from 'fast-check';
import type { MappingInput } from '@dealdraft/wire/mapping.ts';
import type { CrmRecord, DealRecords, PropertyDefinition } from '@dealdraft/wire/records.ts';
import type { Template, TemplateAttribute } from '@dealdraft/wire/template.ts';
import { attributeTypes } from '@dealdraft/wire/template.ts';
import { property } from './fixtures.ts';

/** Few names, so that rules, records and templates meet; some that JavaScript's own objects have. */
const name = fc.constantFrom(
  'a',
  'b',
  'c',
  'd',
  'amount',
  'name',
  '__proto__',
  'constructor',
  'toString',
  'hs_object_id',
);
const label = fc.constantFrom('Billing', 'signer', 'x');
const propertyValue = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'true',
    'false',
    '0',
    '-0',
    '12',
    '1200.30',
    '0.1',
    '1e3',
    '99999999999999999999.99',
    'P12M',
    'P0D',
    '2026-02-28',
    '2026-02-30',
    '2026-03-28T23:30:00Z',
  ),
  fc.constantFrom(
    '1774740600000',
    'Deutschland',
    'a;b',
    'Cruz, Ana',
    'ana@mueller.example',
    'EUR',
    'one',
    '{{deal.a}}',
    '\u0000',
    '😀',
    'ﬁ',
  ),
  fc.string({ maxLength: 12, unit: 'binary' }),
);
const object = fc.constantFrom('deal', 'company', 'contact', 'owner', 'quote');
const association = fc.record({ label, orElse: fc.constantFrom('pick', 'missing') } as const, {
  requiredKeys: [],
});

const comparison = fc.record(
  {
    object: fc.constantFrom('deal', 'company', 'contact', 'owner', 'quote', 'lineItem'),
    association,
    property: name,
    op: fc.constantFrom('eq', 'neq', 'in', 'notIn', 'empty', 'notEmpty', 'gt', 'gte', 'lt', 'lte'),
    value: fc.oneof(propertyValue, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()),
    values: fc.array(propertyValue, { maxLength: 3 }),
  } as const,
  { requiredKeys: ['object', 'property', 'op'] },
);
type ConditionInput = NonNullable<NonNullable<MappingInput['contractData']>[number]['condition']>;
const { condition } = fc.letrec<{ condition: ConditionInput }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    comparison as fc.Arbitrary<ConditionInput>,
    fc.record({ all: fc.array(tie('condition'), { maxLength: 2 }) }),
    fc.record({ any: fc.array(tie('condition'), { maxLength: 2 }) }),
    fc.record({ not: tie('condition') }),
  ),
}));

const formulaText = fc.oneof(
  fc.constantFrom(
    'deal.a',
    'deal.amount * 2',
    'data.a & "x"',
    '$sum(lineItems.amount)',
    'lineItems.{"a": name}',
    '{"type":"EUR","value":1.1}',
    '1/0',
    '(',
    '$eval("1")',
  ),
  fc.constantFrom(
    'company.name',
    '**',
    '$',
    '[1..3]',
    'null',
    'function($x){$x}',
    '$now()',
    'item.amount * 3',
    '$count(items)',
    '[[],[]]',
    'data.b',
    '$error("no")',
  ),
  fc.string({ minLength: 1, maxLength: 10 }).filter((text) => text.trim() !== ''),
);

type TransformInput = NonNullable<NonNullable<MappingInput['contractData']>[number]['transforms']>[number];
const transform: fc.Arbitrary<TransformInput> = fc.oneof(
  fc.constantFrom<TransformInput>(
    { kind: 'trim' },
    { kind: 'case', to: 'title' },
    { kind: 'date' },
    { kind: 'datetime', zone: 'portal' },
    { kind: 'dateAdd', months: 1, days: -1 },
    { kind: 'dateAdd', years: 100, days: 36_500 },
    { kind: 'number', multiplyBy: '0.01', decimals: 2 },
    { kind: 'integer' },
    { kind: 'integer', rounding: 'half_even' },
    { kind: 'currency' },
    { kind: 'currency', currency: { property: 'a' }, decimals: 0 },
    { kind: 'duration' },
    { kind: 'boolean', emptyIs: false },
    { kind: 'optionLabel' },
    { kind: 'country' },
    { kind: 'country', to: 'name' },
    { kind: 'fullName', part: 'last' },
    { kind: 'split' },
    { kind: 'join' },
    { kind: 'join', with: '; ', last: ' and ' },
    { kind: 'dateAdd', businessDays: -4_999 },
    { kind: 'plainText' },
    { kind: 'yesNo', yes: 'Ja', no: 'Nein' },
    { kind: 'numberInWords', language: 'de-DE' },
    { kind: 'moneyInWords' },
    { kind: 'moneyInWords', currency: { property: 'a' }, language: 'fr-FR' },
    { kind: 'withTitle', property: 'a' },
    { kind: 'addressLine' },
  ),
  fc.record({
    kind: fc.constant('lookup' as const),
    table: fc.array(fc.record({ from: propertyValue, to: propertyValue }), { maxLength: 2 }),
    otherwise: fc.constantFrom('stop' as const, 'keep' as const, 'missing' as const),
  }),
);
const transforms = fc.array(transform, { maxLength: 2 });
const constant = fc.oneof(
  propertyValue,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.array(propertyValue, { maxLength: 3 }),
);
const scalar = fc.oneof(propertyValue, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
const ending = { default: constant, whenMissing: fc.constantFrom('stop', 'blank', 'default') } as const;

type SourceInput = NonNullable<MappingInput['contractData']>[number]['source'];
const column = fc.record(
  {
    key: name,
    source: fc.oneof(
      fc.record(
        {
          kind: fc.constant('property' as const),
          property: name,
          aggregate: fc.constantFrom(
            'first' as const,
            'sum' as const,
            'average' as const,
            'join' as const,
            'count' as const,
          ),
        },
        { requiredKeys: ['kind', 'property'] },
      ),
      fc.record({ kind: fc.constant('formula' as const), expression: formulaText }),
      fc.record({ kind: fc.constant('constant' as const), value: scalar }),
      fc.constant({ kind: 'rowNumber' as const }),
    ),
    transforms,
    ...ending,
  },
  { requiredKeys: ['key', 'source'] },
);
const of = fc.constantFrom('deal' as const, 'quote' as const);
const source = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      { kind: fc.constant('property' as const), object, association, property: name },
      { requiredKeys: ['kind', 'object', 'property'] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        kind: fc.constant('lineItems' as const),
        of,
        columns: fc.array(column, { minLength: 1, maxLength: 3 }),
        filter: condition,
        groupBy: name,
        sort: fc.record({ property: name }),
      },
      { requiredKeys: ['kind', 'columns'] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      { kind: fc.constant('lineItemsSum' as const), of, property: name, filter: condition },
      { requiredKeys: ['kind', 'property'] },
    ),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('constant' as const), value: constant }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('text' as const),
      template: fc.constantFrom(
        '{{deal.a}}',
        'x {{company[Billing].name|none}}',
        '{{data.a}}',
        '{{data.b.value}}',
        '{{bad}}',
        '{{{{',
        'plain',
        '{{contact.a|}} ',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('formula' as const), expression: formulaText }) },
) as fc.Arbitrary<SourceInput>;

const valueRule = fc.record({ source, transforms, ...ending, condition }, { requiredKeys: ['source'] });
const target = fc.oneof(name, fc.constantFrom('a.type', 'a.value', 'b.city', 'b.line_one'));
const dataRule = fc.record(
  { target, source, transforms, ...ending, condition },
  { requiredKeys: ['target', 'source'] },
);

const address = fc.record(
  {
    lineOne: valueRule,
    city: valueRule,
    country: valueRule,
    state: valueRule,
    whenIncomplete: fc.constantFrom('stop', 'leave_out'),
  } as const,
  { requiredKeys: ['lineOne', 'city', 'country'] },
);
const counterparty = fc.record(
  {
    kind: fc.oneof(fc.constantFrom('organisation', 'individual'), fc.record({ individualWhen: condition })),
    company: association,
    organizationName: valueRule,
    organizationType: valueRule,
    pointOfContact: fc.record(
      { contact: association, firstName: valueRule, lastName: valueRule, email: valueRule },
      { requiredKeys: ['firstName', 'email'] },
    ),
    address,
    jurisdiction: valueRule,
  },
  { requiredKeys: ['kind', 'pointOfContact'] },
);
const signatory = fc.record(
  {
    role: fc.constantFrom('counterparty', 'creator'),
    contact: association,
    name: valueRule,
    email: valueRule,
    title: valueRule,
    signOrder: fc.integer({ min: 1, max: 9 }),
    condition,
    optional: fc.boolean(),
  },
  { requiredKeys: ['role', 'name', 'email'] },
);

export const anyMapping = fc.record(
  {
    formatVersion: fc.constant(1 as const),
    contractData: fc.array(dataRule, { maxLength: 6 }),
    counterparty,
    signatories: fc.array(signatory, { maxLength: 2 }),
    contractName: valueRule,
    entity: valueRule,
    recordData: fc.array(dataRule, { maxLength: 2 }),
  },
  { requiredKeys: ['formatVersion', 'counterparty'] },
) as fc.Arbitrary<MappingInput>;

const crmRecord: fc.Arbitrary<CrmRecord> = fc.record({
  id: fc.constantFrom('1', '2', '3', '44'),
  properties: fc
    .array(fc.tuple(name, fc.option(propertyValue)), { maxLength: 6 })
    .map((entries) => Object.fromEntries(entries)),
});
const associated = fc.record({
  record: crmRecord,
  labels: fc.array(label, { maxLength: 2 }),
  isPrimary: fc.boolean(),
});
const definition: fc.Arbitrary<PropertyDefinition> = fc
  .tuple(
    name,
    fc.constantFrom('string', 'number', 'bool', 'enumeration', 'date', 'datetime'),
    fc.boolean(),
    fc.constantFrom('text', 'checkbox'),
  )
  .map(([named, type, archived, fieldType]) =>
    property(named, type, { archived, fieldType, options: [{ value: 'one', label: 'One', hidden: false }] }),
  );
const definitions = fc.array(definition, { maxLength: 10 });

export const anyRecords: fc.Arbitrary<DealRecords> = fc.record({
  deal: crmRecord,
  companies: fc.array(associated, { maxLength: 3 }),
  contacts: fc.array(associated, { maxLength: 3 }),
  owner: fc.option(crmRecord),
  quotes: fc.array(
    fc
      .tuple(associated, fc.array(crmRecord, { maxLength: 2 }))
      .map(([quote, lineItems]) => ({ ...quote, lineItems })),
    { maxLength: 2 },
  ),
  lineItems: fc.array(crmRecord, { maxLength: 4 }),
  properties: fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    {
      weight: 1,
      arbitrary: fc.record(
        { deal: definitions, company: definitions, line_item: definitions },
        { requiredKeys: [] },
      ),
    },
  ),
});

const leaf = (variable: fc.Arbitrary<string>): fc.Arbitrary<TemplateAttribute> =>
  fc.record(
    {
      variable,
      label: fc.string({ maxLength: 8 }),
      type: fc.constantFrom(...attributeTypes),
      required: fc.boolean(),
      options: fc.constant([{ value: 'one', label: 'One' }]),
      defaultValue: fc.oneof(scalar, fc.jsonValue({ maxDepth: 2 })),
    },
    { requiredKeys: ['variable', 'label', 'type', 'required'] },
  );
const nested = fc
  .tuple(name, fc.constantFrom('currency', 'duration', 'address'), fc.boolean())
  .map(([parent, parentType, parentRequired]) =>
    (parentType === 'address' ? ['line_one', 'city'] : ['type', 'value']).map((part): TemplateAttribute => ({
      variable: `${parent}.${part}`,
      label: `${parent} ${part}`,
      type: part === 'value' ? 'float' : 'string',
      required: true,
      parentVariable: parent,
      parentType,
      parentRequired,
    })),
  );
const attributes = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: leaf(name).map((each) => [each]) },
      { weight: 1, arbitrary: nested },
      {
        weight: 1,
        arbitrary: fc
          .tuple(leaf(name), fc.array(leaf(name), { maxLength: 3 }))
          .map(([each, columns]) => [{ ...each, type: 'repeating' as const, attributes: columns }]),
      },
    ),
    { maxLength: 6 },
  )
  .map((groups) => groups.flat());

export const anyTemplate: fc.Arbitrary<Template> = fc.record({
  id: fc.constant(1),
  name: fc.constant('T'),
  contractTypeId: fc.constant(1),
  counterpartyKind: fc.constantFrom('Individual' as const, 'Organisation' as const, 'Both' as const),
  attributes,
});

export const anyChoices = fc.dictionary(
  fc.constantFrom('company', 'contact', 'contact[billing]', 'quote', '__proto__'),
  fc.constantFrom('1', '2', '99'),
);
export const anyPortal = fc.record({
  id: fc.constant(1),
  timeZone: fc.constantFrom('UTC', 'Asia/Kolkata', 'America/New_York', 'Nowhere/At all', ''),
  defaultCurrency: fc.constantFrom('USD', 'EUR', ''),
});
