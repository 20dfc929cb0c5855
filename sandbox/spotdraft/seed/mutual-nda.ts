import { ask, askDuration, options } from '../state/attribute.ts';
import type { TemplateBlueprint } from '../state/attribute.ts';

export const mutualNda: TemplateBlueprint = {
  name: 'Mutual NDA (Individual)',
  contractType: 'Non-Disclosure Agreement',
  tags: ['nda', 'self-serve'],
  counterPartyKind: 'Individual',
  attributes: [
    ask('effective_date', 'date', 'Effective date'),
    ask('counterparty_full_name', 'string', 'Full name of the individual'),
    ask('purpose', 'string', 'Purpose of the disclosure'),
    ...askDuration('confidentiality_period', 'Confidentiality period'),
    ask('governing_law', 'enum', 'Governing law', {
      options: options(
        ['delaware', 'State of Delaware'],
        ['england_wales', 'England and Wales'],
        ['germany', 'Germany'],
        ['india', 'India'],
      ),
    }),
    ask('residuals_clause', 'boolean', 'Include a residuals clause', { required: false }),
  ],
  conditions: [],
  keyPointers: [
    { label: 'Effective Date', fieldName: 'slug_effective_date', dataType: 'DATE', from: 'effective_date' },
    { label: 'Term', fieldName: 'slug_term', dataType: 'DURATION', from: 'confidentiality_period' },
    { label: 'Governing Law', fieldName: 'slug_governing_law', dataType: 'DROPDOWN', from: 'governing_law' },
  ],
  approvals: [],
};
