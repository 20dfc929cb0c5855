import { ask, askDuration, askMoney, options } from '../state/attribute.ts';
import type { TemplateBlueprint } from '../state/attribute.ts';

export const masterAgreement: TemplateBlueprint = {
  name: 'Master Services Agreement',
  contractType: 'Master Services Agreement',
  tags: ['sales', 'legal-review'],
  counterPartyKind: 'Organisation',
  attributes: [
    ask('effective_date', 'date', 'Effective date'),
    ask('customer_name', 'string', 'Customer legal name'),
    ask('governing_law', 'enum', 'Governing law', {
      options: options(
        ['delaware', 'State of Delaware'],
        ['england_wales', 'England and Wales'],
        ['germany', 'Germany'],
        ['india', 'India'],
        ['ireland', 'Ireland'],
      ),
    }),
    ...askMoney('liability_cap', 'Liability cap'),
    ...askDuration('initial_term', 'Initial term'),
    ask('payment_terms_days', 'int', 'Payment terms (days)', { default_value: 30 }),
    ask('auto_renewal', 'boolean', 'Renews automatically'),
    ask('notice_period_days', 'int', 'Notice to end a renewal (days)', {
      required: false,
      help_text: 'Asked only when the agreement renews automatically.',
    }),
    ask('insurance_required', 'boolean', 'Insurance certificate required', { required: false }),
    ask('special_terms', 'string', 'Special terms', { required: false }),
  ],
  conditions: [{ variable: 'notice_period_days', when: 'auto_renewal', equals: true }],
  keyPointers: [
    { label: 'Effective Date', fieldName: 'slug_effective_date', dataType: 'DATE', from: 'effective_date' },
    { label: 'Governing Law', fieldName: 'slug_governing_law', dataType: 'DROPDOWN', from: 'governing_law' },
    { label: 'Liability Cap', fieldName: 'slug_liability_cap', dataType: 'CURRENCY', from: 'liability_cap' },
    { label: 'Term', fieldName: 'slug_term', dataType: 'DURATION', from: 'initial_term' },
    { label: 'Auto Renewal', fieldName: 'slug_auto_renewal', dataType: 'BOOLEAN', from: 'auto_renewal' },
  ],
  approvals: [{ name: 'Legal approval before signature', type: 'PRE_SIGN' }],
};
