import { ask, askDuration, askMoney } from '../state/attribute.ts';
import type { TemplateBlueprint } from '../state/attribute.ts';

export const renewalAmendment: TemplateBlueprint = {
  name: 'Renewal Amendment',
  contractType: 'Amendment',
  tags: ['sales', 'renewal'],
  counterPartyKind: 'Both',
  attributes: [
    ask('original_agreement_reference', 'string', 'Original agreement'),
    ask('amendment_effective_date', 'date', 'Amendment effective date'),
    ...askDuration('renewal_term', 'Renewal term'),
    ...askMoney('renewal_value', 'Renewal value'),
    ask('price_change', 'boolean', 'Prices change'),
    ask('uplift_percent', 'float', 'Price uplift (%)', {
      required: false,
      help_text: 'Asked only when prices change.',
    }),
    ask('additional_terms', 'string', 'Additional terms', { required: false }),
  ],
  conditions: [{ variable: 'uplift_percent', when: 'price_change', equals: true }],
  keyPointers: [
    {
      label: 'Effective Date',
      fieldName: 'slug_effective_date',
      dataType: 'DATE',
      from: 'amendment_effective_date',
    },
    {
      label: 'Contract Value',
      fieldName: 'slug_contract_value',
      dataType: 'CURRENCY',
      from: 'renewal_value',
    },
    { label: 'Term', fieldName: 'slug_term', dataType: 'DURATION', from: 'renewal_term' },
  ],
  approvals: [{ name: 'Deal desk approval before sending', type: 'PRE_SEND' }],
};
