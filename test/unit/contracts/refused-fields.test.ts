import { describe, expect, it } from 'vitest';
import { refusedFields, refusedSentence } from '../../../src/features/contracts/create/refused-fields.ts';
import type { PlanLine } from '@dealdraft/wire/plan.ts';
import type { TemplateAttribute } from '@dealdraft/wire/template.ts';

const line = (target: string, label: string): PlanLine => ({ target, label }) as PlanLine;
const lines = [
  line('order_total', 'Total order value'),
  line('products', 'Products'),
  line('counterparty.organizationName', 'Organisation'),
  line('counterparty.pointOfContact.email', 'Email of the contact'),
  line('counterparty.address.country', 'Country'),
  line('signatories.1.email', 'Our signatory 2: email'),
];
const attributes: TemplateAttribute[] = [
  { variable: 'renewal_notice_days', label: 'Renewal notice (days)', type: 'int', required: false },
];
const name = (field: string, message = 'This field is required.') =>
  refusedFields([{ field, messages: [message] }], { lines, attributes })[0];

describe('what SpotDraft names in a refusal', () => {
  it.each([
    ['contract_data.order_total', 'order_total', 'Total order value'],
    ['contract_data.renewal_notice_days', 'renewal_notice_days', 'Renewal notice (days)'],
    ['contract_data.products.0.quantity', 'products.0.quantity', 'Products'],
    ['contract_data.new_question', 'new_question', 'New question'],
    ['counter_party_details.0.organization_name', 'counterparty.organizationName', 'Organisation'],
    [
      'counter_party_details.0.organization_type',
      'counterparty.organizationType',
      'Organization type of the counterparty',
    ],
    [
      'counter_party_details.0.poc_details.email',
      'counterparty.pointOfContact.email',
      'Email of the contact',
    ],
    [
      'counter_party_details.0.organization_details.address.country_iso_code',
      'counterparty.address.country',
      'Country',
    ],
    ['signatories.1.email', 'signatories.1.email', 'Our signatory 2: email'],
    ['signatories.4.counterparty_name', 'signatories.4.counterpartyName', 'Signatory 5: counterparty name'],
    ['entity_reference_id', 'entity_reference_id', 'entity_reference_id'],
  ])('%s is %s, called “%s”', (field, target, label) => {
    expect(name(field)).toEqual({ target, label, message: 'This field is required.' });
  });

  it('is one sentence that says what is wanted and who gives it', () => {
    const asked = ['contract_data.renewal_notice_days', 'contract_data.order_total'].flatMap(
      (field) => name(field) ?? [],
    );
    expect(refusedSentence(asked)).toBe(
      'SpotDraft needs “Renewal notice (days)” and “Total order value”, which this contract would not have; fill it in on the deal, or ask your admin to map it.',
    );
    const wrong = name('counter_party_details.0.organization_type', '"AG" is not a valid choice.');
    expect(refusedSentence(wrong === undefined ? [] : [wrong, ...asked, ...asked])).toBe(
      'SpotDraft did not accept “Organization type of the counterparty”, “Renewal notice (days)” and “Total order value”; correct what is listed, or ask your admin to look at the mapping.',
    );
    const many = ['a', 'b', 'c', 'd', 'e'].flatMap((each) => name(`contract_data.${each}`) ?? []);
    expect(refusedSentence(many)).toContain('“A”, “B”, “C” and 2 more');
  });
});
