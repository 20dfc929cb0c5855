import { describe, expect, it } from 'vitest';
import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import {
  attribute,
  crmRecord,
  dealRecords,
  from,
  lineOf,
  mapping,
  plan,
  planOne,
  property,
  template,
  text,
} from '../fixtures.ts';
import {
  checkbox,
  day,
  dropdown,
  inPlaceholder,
  inText,
  modules,
  moment,
  newYork,
  option,
  owner,
  percent,
  stage,
  terms,
} from './kit.ts';

const optionLabel = [{ kind: 'optionLabel' as const }];

describe('A9: what people read is a name, never an internal value', () => {
  it.each<[string, PropertyDefinition, string, string]>([
    ['a dropdown', dropdown, 'opt_1', 'Every quarter'],
    ['a checkbox that is not ticked', checkbox, 'false', 'No'],
    ['a checkbox made through the API', property('renews_by_itself', 'bool'), 'true', 'Yes'],
    ['several choices', modules, 'a;b', 'Analytics, Billing'],
    ['several choices with a leading semicolon', modules, ';b;', 'Billing'],
    ['a stage', stage, '1047', 'Contract sent'],
    ['rich text', terms, '<p>Net&nbsp;30 days</p>', 'Net 30 days'],
    [
      'rich text of paragraphs',
      terms,
      '<h2>Terms</h2><p>Net 30.</p><ul><li>A</li><li>B &amp; C</li></ul>',
      'Terms\nNet 30.\n• A\n• B & C',
    ],
    ['rich text with a link', terms, '<a href="https://a.example">our <i>terms</i></a>', 'our terms'],
    ['a moment', moment, '2026-04-01T01:09:44Z', '2026-03-31'],
    ['a date', day, '2026-04-01', '2026-04-01'],
    ['a date, stored as midnight', day, '1775001600000', '2026-04-01'],
    ['a percentage', percent, '0.155', '15.5%'],
    ['a number with an exponent', property('n', 'number'), '1.2E7', '12000000'],
    ['a number', property('n', 'number'), '1200.30', '1200.30'],
    [
      'a currency',
      property('deal_currency_code', 'enumeration', { options: [option('EUR', 'Euro')] }),
      'EUR',
      'EUR',
    ],
  ])('%s', (_name, definition, value, expected) => {
    expect(inText(definition, value).value).toBe(expected);
    expect(inPlaceholder(definition, value).value).toBe(expected);
  });

  it('the owner has a name', () => {
    const records = dealRecords({
      deal: crmRecord('1', { hubspot_owner_id: '41' }),
      properties: { deal: [owner] },
    });
    const line = planOne(from('deal', 'hubspot_owner_id'), attribute('x', 'string'), { records });
    expect(line.value).toBe('Sam Lee');
    const placed = planOne(text('By {{deal.hubspot_owner_id}}'), attribute('x', 'string'), { records });
    expect(placed.value).toBe('By Sam Lee');
  });

  it.each<[string, PropertyDefinition, string, string]>([
    [
      'an owner whose name is unknown',
      owner,
      '77',
      '“77” is the internal ID of an owner whose name DealDraft can’t find',
    ],
    [
      'a stage that is gone',
      stage,
      '9',
      '“9” is the internal ID of a pipeline or stage whose name DealDraft can’t find',
    ],
    [
      'an option that is listed elsewhere',
      property('team', 'enumeration', { externalOptions: true }),
      '5',
      'is the internal ID',
    ],
    ['files', property('scan', 'string', { fieldType: 'file' }), '123', 'it holds files'],
    ['data', property('place', 'json'), '{"a":1}', 'it holds data'],
  ])('%s stops the contract', (_name, definition, value, why) => {
    for (const line of [inText(definition, value), inPlaceholder(definition, value)]) {
      expect(line).toMatchObject({ status: 'invalid', value: null, problem: { code: 'wrong_type' } });
      expect(line.problem?.message).toContain(why);
    }
  });

  it.each<[string, PropertyDefinition, string, object[], string]>([
    ['the step that DealDraft suggests', modules, 'a;b', optionLabel, 'Analytics, Billing'],
    ['the label of a stage', stage, '1047', optionLabel, 'Contract sent'],
    [
      'labels, joined',
      modules,
      'a;b',
      [...optionLabel, { kind: 'join', with: ' and ' }],
      'Analytics and Billing',
    ],
    [
      'pieces, joined',
      modules,
      'a;b',
      [{ kind: 'split' }, { kind: 'join', with: ' / ' }],
      'Analytics / Billing',
    ],
    ['capitals', dropdown, 'opt_1', [{ kind: 'case', to: 'upper' }], 'EVERY QUARTER'],
    ['spaces', dropdown, 'opt_1', [{ kind: 'trim' }], 'Every quarter'],
    [
      'a table that keeps the rest',
      dropdown,
      'opt_1',
      [{ kind: 'lookup', table: [], otherwise: 'keep' }],
      'Every quarter',
    ],
    [
      'a table by the internal value',
      dropdown,
      'opt_1',
      [{ kind: 'lookup', table: [{ from: 'opt_1', to: 'quarterly' }] }],
      'quarterly',
    ],
    ['yes and no', checkbox, 'false', [{ kind: 'boolean' }], 'No'],
  ])('with steps: %s', (_name, definition, value, transforms, expected) => {
    expect(inText(definition, value, { transforms: transforms as never }).value).toBe(expected);
  });

  it('an option that HubSpot no longer has is written as it is, and the plan says so', () => {
    const made = plan({
      mapping: mapping({ contractData: [{ target: 'x', ...from('deal', 'freq') }] }),
      template: template([attribute('x', 'string')]),
      records: dealRecords({ deal: crmRecord('1', { freq: 'opt_9' }), properties: { deal: [dropdown] } }),
    });
    expect(lineOf(made, 'x').value).toBe('opt_9');
    expect(made.warnings).toMatchObject([
      {
        code: 'not_an_option',
        message:
          'x says “opt_9”, which is no longer an option of Freq. Choose another option, or check that the contract may say so.',
        link: { object: 'deal', recordId: '1', property: 'freq' },
      },
    ]);
  });

  it('goes for cells, lists, other targets and the counterparty', () => {
    const items = [
      crmRecord('1', { name: 'A', freq: 'opt_1', notes: '<p>Per&nbsp;seat</p>' }),
      crmRecord('2', { name: 'A', freq: 'opt_2', notes: '<p></p>' }),
    ];
    const made = plan({
      records: dealRecords({
        deal: crmRecord('1', { mods: 'a;b', renews_by_itself: 'false', freq: 'opt_2' }),
        lineItems: items,
        properties: {
          deal: [modules, checkbox, dropdown],
          line_item: [property('name'), dropdown, { ...terms, name: 'notes' }],
        },
      }),
      template: template([
        attribute('rows', 'repeating', {
          attributes: [attribute('freq', 'string'), attribute('note', 'string', { required: false })],
        }),
        attribute('grouped', 'repeating', { attributes: [attribute('freq', 'string')] }),
        attribute('list', 'array of strings'),
        attribute('renews', 'boolean'),
        attribute('billing', 'enum', { options: [{ value: 'y', label: 'Every year' }] }),
        attribute('words', 'string'),
      ]),
      mapping: mapping({
        contractData: [
          {
            target: 'rows',
            source: {
              kind: 'lineItems',
              columns: [
                { key: 'freq', source: { kind: 'property', property: 'freq' } },
                { key: 'note', source: { kind: 'property', property: 'notes' }, whenMissing: 'blank' },
              ],
            },
          },
          {
            target: 'grouped',
            source: {
              kind: 'lineItems',
              groupBy: 'name',
              columns: [{ key: 'freq', source: { kind: 'property', property: 'freq', aggregate: 'join' } }],
            },
          },
          { target: 'list', ...from('deal', 'mods') },
          { target: 'renews', ...from('deal', 'renews_by_itself') },
          { target: 'billing', ...from('deal', 'freq') },
          { target: 'words', ...text('{{data.renews}}, {{data.billing}}, {{data.list}}') },
        ],
        contractName: from('deal', 'freq'),
        entity: from('deal', 'freq'),
        recordData: [{ target: 'erp', ...from('deal', 'freq') }],
      }),
      portal: newYork,
    });
    expect(made.contract.contractData).toEqual({
      rows: [{ freq: 'Every quarter', note: 'Per seat' }, { freq: 'Every year' }],
      grouped: [{ freq: 'Every quarter, Every year' }],
      list: ['Analytics', 'Billing'],
      renews: false,
      billing: 'y',
      words: 'No, Every year, Analytics, Billing',
    });
    expect(made.contract.contractName).toBe('Every year');
    // Other systems get what HubSpot stores.
    expect(made.contract.entityReferenceId).toBe('opt_2');
    expect(made.contract.recordData).toEqual({ erp: 'opt_2' });
  });
});

describe('C5: what the text needs and does not have', () => {
  it.each([
    [
      'PO {{deal.po}}',
      'x: Po of deal Müller renewal is empty. Fill it in.',
      { object: 'deal', recordId: '1001', property: 'po' },
    ],
    [
      '{{deal.po}} {{company.vat}} {{deal.po}}',
      'x: Po of deal Müller renewal is empty, and Vat of company Müller & Söhne GmbH (the only company) is empty. Fill them in.',
      { object: 'deal', recordId: '1001', property: 'po' },
    ],
    [
      '{{quote.hs_title}}',
      'x: the deal has no quote. Associate a quote with the deal.',
      { object: 'deal', recordId: '1001' },
    ],
    ['{{data.y}}', 'x: the variable “y” has no value. Fill in what it is made from.', undefined],
  ])('%s names the property and the record', (content, message, link) => {
    expect(planOne(text(content)).problem).toEqual({
      code: 'no_value',
      message,
      ...(link === undefined ? {} : { link }),
    });
  });
});
