import { ask, options } from '../state/attribute.ts';
import type { TemplateBlueprint } from '../state/attribute.ts';

export const dataProcessing: TemplateBlueprint = {
  name: 'Data Processing Agreement',
  contractType: 'Data Processing Agreement',
  tags: ['privacy'],
  counterPartyKind: 'Organisation',
  attributes: [
    ask('effective_date', 'date', 'Effective date'),
    ask('controller_name', 'string', 'Controller'),
    ask('processing_purpose', 'string', 'Purpose of processing'),
    ask('data_categories', 'array of options', 'Categories of personal data', {
      options: options(
        ['contact', 'Contact details'],
        ['employment', 'Employment data'],
        ['financial', 'Financial data'],
        ['usage', 'Usage data'],
        ['special', 'Special categories (Art. 9)'],
      ),
    }),
    ask('data_subjects', 'array of strings', 'Data subjects', { required: false }),
    ask('sub_processors', 'repeating', 'Sub-processors', {
      required: false,
      attributes: [
        ask('name', 'string', 'Sub-processor'),
        ask('country', 'string', 'Country'),
        ask('service', 'string', 'Service', { required: false }),
      ],
    }),
    ask('transfer_mechanism', 'enum', 'Transfer mechanism', {
      options: options(
        ['scc', 'Standard contractual clauses'],
        ['adequacy', 'Adequacy decision'],
        ['none', 'No transfer'],
      ),
    }),
    ask('breach_notice_hours', 'int', 'Breach notice (hours)', { default_value: 48 }),
    ask('dpo_email', 'string', 'Data protection officer (email)', { required: false }),
  ],
  conditions: [],
  keyPointers: [
    { label: 'Effective Date', fieldName: 'slug_effective_date', dataType: 'DATE', from: 'effective_date' },
    {
      label: 'Data Categories',
      fieldName: 'slug_data_categories',
      dataType: 'MULTI_SELECT',
      from: 'data_categories',
    },
    {
      label: 'Transfer Mechanism',
      fieldName: 'slug_transfer_mechanism',
      dataType: 'DROPDOWN',
      from: 'transfer_mechanism',
    },
  ],
  approvals: [],
};
