import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { lintMapping } from '../../../src/mapping/lint/lint-mapping.ts';
import { findingCodes } from '@dealdraft/wire/mapping-lint.ts';
import { mapping as mappingSchema } from '@dealdraft/wire/mapping.ts';
import { mappingJsonSchema } from '@dealdraft/wire/mapping-json-schema.ts';
import { sourceObjects, type PropertiesByObject } from '@dealdraft/wire/records.ts';
import { brokenKinds } from '../mapping/lint/broken-kinds.ts';
import { brokenRest } from '../mapping/lint/broken-rest.ts';
import { brokenValues } from '../mapping/lint/broken-values.ts';
import { attribute, money, nested, party, property, template } from '../mapping/fixtures.ts';

const doc = readFileSync(join(import.meta.dirname, '../../../docs/mapping.md'), 'utf8');
const examples = [...doc.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, text]) => text ?? '');
const broken = [...brokenValues, ...brokenRest, ...brokenKinds];
const validate = new Ajv2020.default({ strict: false }).compile(mappingJsonSchema());

const loose = { required: false };
const orderForm = template([
  attribute('customer_name', 'string', loose),
  attribute('order_start_date', 'date', loose),
  ...money('order_total', { required: false, parentRequired: false }),
  attribute('payment_terms_days', 'int', loose),
  attribute('renewal_notice_days', 'int', loose),
  attribute('special_terms', 'string', loose),
  attribute('auto_renewal', 'boolean', loose),
  attribute('billing_frequency', 'enum', {
    ...loose,
    options: ['monthly', 'annual'].map((value) => ({ value, label: value })),
  }),
  ...nested('subscription_term', 'duration', [
    ['type', 'string', { parentRequired: false }],
    ['value', 'int', { parentRequired: false }],
  ]),
  attribute('products', 'repeating', {
    ...loose,
    attributes: [
      attribute('product_name', 'string'),
      attribute('quantity', 'float'),
      ...money('unit_price'),
      attribute('discount_percent', 'float'),
      attribute('position', 'int'),
      attribute('unit', 'string'),
    ],
  }),
]);

const option = (value: string) => ({ value, label: value, hidden: false });
const texts = (...names: string[]) => names.map((name) => property(name));
const properties: PropertiesByObject = {
  deal: [
    ...texts('dealname', 'po_number'),
    property('amount', 'number'),
    property('closedate', 'datetime'),
    property('contract_start_date', 'date'),
    property('contract_term_months', 'number'),
    property('payment_terms_days', 'number'),
    property('auto_renewal', 'bool'),
    property('billing_frequency', 'enumeration', { options: ['monthly', 'annually'].map(option) }),
  ],
  company: texts('name', 'legal_name', 'address', 'city', 'zip', 'country'),
  contact: texts('firstname', 'lastname', 'email', 'jobtitle'),
  quote: texts('hs_quote_number', 'hs_currency'),
  line_item: [
    ...texts('name', 'hs_sku'),
    property('amount', 'number'),
    property('quantity', 'number'),
    property('hs_discount_percentage', 'number'),
  ],
};

/** Every key that a person wrote is one that the format knows: zod leaves out what it does not know. */
function unknownKeys(written: unknown, read: unknown, path = ''): string[] {
  if (typeof written !== 'object' || written === null) return [];
  return Object.entries(written).flatMap(([key, value]) => {
    const known = typeof read === 'object' && read !== null && Object.hasOwn(read, key);
    const place = `${path}/${key}`;
    return known ? unknownKeys(value, (read as Record<string, unknown>)[key], place) : [place];
  });
}

describe('docs/mapping.md', () => {
  it('has an example of every part, source, step and way to do without a value', () => {
    expect(examples.length).toBeGreaterThan(12);
    const all = examples.join('\n');
    const keys = Object.keys(mappingSchema.shape).filter((key) => !all.includes(`"${key}"`));
    expect(keys).toEqual([]);
    const kinds = ['property', 'text', 'formula', 'constant', 'lineItems', 'lineItemsSum', 'rowNumber'];
    expect(kinds.filter((kind) => !all.includes(`"kind": "${kind}"`))).toEqual([]);
    const steps = JSON.stringify(mappingJsonSchema()['$defs']);
    const named = [...steps.matchAll(/"kind":\{"type":"string","const":"(\w+)"\}/g)].map(
      ([, kind]) => kind ?? '',
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((kind) => !doc.includes(`\`${kind}\``) && !all.includes(`"${kind}"`))).toEqual([]);
    expect(sourceObjects.filter((object) => !doc.includes(`\`${object}\``))).toEqual([]);
  });

  it.each(examples.map((text, index) => [index + 1, text] as const))(
    'example %i is right',
    (_number, text) => {
      const written = JSON.parse(text) as Record<string, unknown>;
      const whole = { formatVersion: 1, counterparty: party, ...written };
      expect(validate(whole), JSON.stringify(validate.errors)).toBe(true);
      const mapping = mappingSchema.parse(whole);
      expect(unknownKeys(written, mapping)).toEqual([]);
      expect(lintMapping({ mapping, template: orderForm, properties })).toEqual([]);
    },
  );

  it('names every rule of the lint, with every sentence that it gives', () => {
    const rules = [...doc.matchAll(/^### `(\w+)`: /gm)].map(([, code]) => code);
    expect(rules).toEqual(findingCodes);
    const said = doc.split('\n').filter((line) => /^- (Error|Warning) at /.test(line));
    const wanted = broken.map(
      ([, target, severity, sentence]) =>
        `- ${severity === 'error' ? 'Error' : 'Warning'} at \`${target}\`: ${sentence}`,
    );
    expect(said.sort()).toEqual(wanted.sort());
  });
});
