import { describe, expect, it } from 'vitest';
import { kindOf } from '../../../../src/mapping/records/property-kind.ts';
import type { PropertyDefinition, RecordObject } from '@dealdraft/wire/records.ts';
import { attribute, formula, planOne, property } from '../fixtures.ts';
import {
  checkbox,
  dealWith,
  dropdown,
  modules,
  newYork,
  option,
  owner,
  percent,
  score,
  stage,
  terms,
} from './kit.ts';

const enumeration = (fieldType: string, more: Partial<PropertyDefinition> = {}): PropertyDefinition =>
  property('p', 'enumeration', { fieldType, options: [option('a', 'A')], ...more });
const yesNo = { options: [option('false', 'No'), option('true', 'Yes')] };

describe('what a property is', () => {
  it.each<[string, PropertyDefinition, string, RecordObject?]>([
    ['a checkbox made in HubSpot’s settings', checkbox, 'checkbox'],
    ['a checkbox made through the API', property('p', 'bool', { fieldType: 'booleancheckbox' }), 'checkbox'],
    ['a calculated yes or no', property('p', 'bool', { fieldType: 'calculation_equation' }), 'checkbox'],
    ['a radio button of true and false', enumeration('radio', yesNo), 'checkbox'],
    ['a dropdown', dropdown, 'choice'],
    ['a radio button', enumeration('radio'), 'choice'],
    ['multiple checkboxes', modules, 'choices'],
    ['an owner', owner, 'owner'],
    ['another HubSpot user', enumeration('select', { referencedObjectType: 'OWNER' }), 'owner'],
    ['a stage', stage, 'stage'],
    ['a pipeline', { ...enumeration('select', { externalOptions: true }), name: 'pipeline' }, 'stage'],
    [
      'options that live elsewhere',
      enumeration('select', { externalOptions: true, options: [] }),
      'elsewhere',
    ],
    [
      'the deal’s currency',
      { ...enumeration('select', { options: [option('EUR', 'Euro')] }), name: 'deal_currency_code' },
      'currencyCode',
    ],
    [
      'a choice that is only called currency',
      { ...enumeration('select', { options: [option('opt_1', 'Euro')] }), name: 'billing_currency' },
      'choice',
    ],
    ['text', property('p'), 'text'],
    ['a phone number', property('p', 'phone_number', { fieldType: 'phonenumber' }), 'phone'],
    ['a phone number in text', property('p', 'string', { fieldType: 'phonenumber' }), 'phone'],
    ['rich text', terms, 'richText'],
    ['a file', property('p', 'string', { fieldType: 'file' }), 'file'],
    ['a calculated text', property('p', 'string', { fieldType: 'calculation_equation' }), 'text'],
    ['a number', property('p', 'number', { fieldType: 'number' }), 'number'],
    ['a score', score, 'number'],
    ['a percentage', percent, 'percent'],
    ['a duration', property('p', 'number', { numberDisplayHint: 'duration' }), 'milliseconds'],
    ['money of the deal', property('amount', 'number', { currency: true }), 'money', 'deal'],
    ['money of a company', property('annualrevenue', 'number', { currency: true }), 'homeMoney', 'company'],
    ['money that HubSpot converts', property('amount_in_home_currency', 'number'), 'homeMoney', 'deal'],
    ['a date', property('p', 'date'), 'date'],
    ['a date and time', property('p', 'datetime'), 'datetime'],
    ['coordinates', property('p', 'object_coordinates'), 'data'],
    ['JSON', property('p', 'json'), 'data'],
    ['what HubSpot adds tomorrow', property('p', 'hologram'), 'unknown'],
  ])('%s', (_name, definition, kind, object) => {
    expect(kindOf(definition, object)).toBe(kind);
  });
});

describe('A1: a formula reads each kind as what it is', () => {
  const made = (definition: PropertyDefinition, value: string, expression: string) =>
    planOne(formula(expression), attribute('x', 'string'), {
      records: dealWith(definition, value),
      portal: newYork,
    }).value;
  const renews =
    "deal.renews_by_itself ? 'This contract renews by itself.' : 'This contract ends by itself.'";
  it.each<[string, PropertyDefinition, string, string, unknown]>([
    ['a checkbox that is not ticked', checkbox, 'false', renews, 'This contract ends by itself.'],
    ['a checkbox that is ticked', checkbox, 'true', renews, 'This contract renews by itself.'],
    ['an API checkbox', { ...checkbox, type: 'bool' }, 'false', renews, 'This contract ends by itself.'],
    ['rich text', terms, '<p>Net&nbsp;30 <b>days</b></p>', 'deal.terms', 'Net 30 days'],
    ['a score', score, '12', 'deal.score + 1', '13'],
    ['a percentage', percent, '0.15', 'deal.discount * 100', '15'],
    ['a dropdown, by its internal value', dropdown, 'opt_1', 'deal.freq = "opt_1" ? "q" : "y"', 'q'],
  ])('%s', (_name, definition, value, expression, expected) => {
    expect(made(definition, value, expression)).toBe(expected);
  });

  it('a moment, whose day is the account’s', () => {
    const closed = property('closedate', 'datetime');
    expect(made(closed, '2026-04-01T01:09:44Z', '$substring(deal.closedate, 0, 10)')).toBe('2026-03-31');
    expect(made(closed, '2026-04-01T01:09:44Z', 'deal.closedate < "2026-04-01" ? "March" : "April"')).toBe(
      'March',
    );
  });
});
