import { describe, expect, it } from 'vitest';
import { requiredProperties } from '../../../../src/mapping/sources/required-properties.ts';
import { lint } from '../lint/lint-kit.ts';
import {
  ana,
  associated,
  attribute,
  constant,
  crmRecord,
  dealRecords,
  formula,
  from,
  mapping,
  planOne,
  property,
  text,
} from '../fixtures.ts';
import { checkbox, dropdown, inText, modules, option, terms } from './kit.ts';
import { wordLanguages } from '@dealdraft/wire/word-languages.ts';

type Rule = Parameters<typeof inText>[2];
const number = property('seats', 'number');
const price = property('price', 'number', { currency: true });

describe('steps that people expect', () => {
  it.each<[string, Parameters<typeof inText>[0], string, Rule, string]>([
    [
      'a label in a placeholder',
      dropdown,
      'opt_1',
      text('Paid {{deal.freq | label}}.'),
      'Paid Every quarter.',
    ],
    ['a label in a placeholder, tight', dropdown, 'opt_1', text('{{deal.freq|label}}'), 'Every quarter'],
    ['a label, or other words', dropdown, '', text('{{deal.freq | label|once}}'), 'once'],
    ['a property that only begins like it', dropdown, '', text('{{deal.freq|labeled}}'), 'labeled'],
    [
      'rich text',
      terms,
      '<p>Net&nbsp;30</p><ul><li>a &lt;b&gt;</li></ul>',
      { transforms: [{ kind: 'plainText' }] },
      'Net 30\n• a <b>',
    ],
    ['yes', checkbox, 'true', { transforms: [{ kind: 'yesNo', yes: 'renews', no: 'ends' }] }, 'renews'],
    ['no', checkbox, 'false', { transforms: [{ kind: 'yesNo', yes: 'renews', no: 'ends' }] }, 'ends'],
    [
      'no, for nothing',
      checkbox,
      '',
      {
        transforms: [
          { kind: 'boolean', emptyIs: false },
          { kind: 'yesNo', yes: 'ja', no: 'nein' },
        ],
      },
      'nein',
    ],
    [
      'three with "and"',
      modules,
      'a;b;c',
      { transforms: [{ kind: 'optionLabel' }, { kind: 'join', with: ', ', last: ' and ' }] },
      'Analytics, Billing and Compliance',
    ],
    [
      'two with "and"',
      modules,
      'a;b',
      { transforms: [{ kind: 'optionLabel' }, { kind: 'join', last: ' and ' }] },
      'Analytics and Billing',
    ],
    [
      'one with "and"',
      modules,
      'a',
      { transforms: [{ kind: 'optionLabel' }, { kind: 'join', last: ' and ' }] },
      'Analytics',
    ],
    [
      'a number',
      number,
      '1234',
      { transforms: [{ kind: 'numberInWords' }] },
      'one thousand two hundred thirty-four',
    ],
    [
      'a number in German',
      number,
      '21',
      { transforms: [{ kind: 'numberInWords', language: 'de-DE' }] },
      'einundzwanzig',
    ],
    ['nought', number, '0', { transforms: [{ kind: 'numberInWords' }] }, 'zero'],
    ['a fraction', number, '2.50', { transforms: [{ kind: 'numberInWords' }] }, 'two point five'],
    ['euros', price, '1300', { transforms: [{ kind: 'moneyInWords' }] }, 'one thousand three hundred euros'],
    ['one euro', price, '1', { transforms: [{ kind: 'moneyInWords' }] }, 'one euro'],
    [
      'cents',
      price,
      '1300.5',
      { transforms: [{ kind: 'moneyInWords' }] },
      'one thousand three hundred and 50/100 euros',
    ],
    ['a cent', price, '0.01', { transforms: [{ kind: 'moneyInWords' }] }, 'zero and 01/100 euros'],
    [
      'German money',
      price,
      '1300.05',
      { transforms: [{ kind: 'moneyInWords', language: 'de-DE' }] },
      'eintausenddreihundert 05/100 Euro',
    ],
    [
      'yen',
      price,
      '1000',
      { transforms: [{ kind: 'moneyInWords', currency: 'JPY' }] },
      'one thousand Japanese yen',
    ],
    [
      'a currency with three decimals',
      price,
      '1.005',
      { transforms: [{ kind: 'moneyInWords', currency: 'KWD' }] },
      'one and 005/1000 Kuwaiti dinars',
    ],
    [
      'after “as money”',
      price,
      '5',
      { transforms: [{ kind: 'currency', currency: 'USD' }, { kind: 'moneyInWords' }] },
      'five US dollars',
    ],
  ] as never)('%s', (_kind, definition, value, rule, expected) => {
    expect(inText(definition, value, rule)).toMatchObject({ status: 'ok', value: expected });
  });

  it.each([
    ['more decimals than the currency', '1300.555', 'has more decimals than the currency'],
    ['a negative amount', '-5', 'it is negative'],
    ['an amount beyond words', '1000000000000000', 'too large'],
  ])('money in words refuses %s', (_kind, value, why) => {
    const line = inText(price, value, { transforms: [{ kind: 'moneyInWords' }] });
    expect(line).toMatchObject({ status: 'invalid', problem: { code: 'bad_transform' } });
    expect(line.problem?.message).toContain(why);
  });

  it.each(wordLanguages)('numbers and money have words in %s', (language) => {
    for (const kind of ['numberInWords', 'moneyInWords'] as const) {
      const line = inText(price, '1234567', { transforms: [{ kind, language }] });
      expect(line.status).toBe('ok');
      expect(line.value).toMatch(/^\p{L}\D+$/u);
    }
  });

  it.each([
    ['2026-03-27', 1, '2026-03-30'],
    ['2026-03-27', 5, '2026-04-03'],
    ['2026-03-27', 6, '2026-04-06'],
    ['2026-03-28', 1, '2026-03-30'],
    ['2026-03-29', 5, '2026-04-03'],
    ['2026-03-30', -1, '2026-03-27'],
    ['2026-03-28', -1, '2026-03-27'],
    ['2026-03-28', 0, '2026-03-28'],
    ['2026-03-25', 10, '2026-04-08'],
    ['2026-03-25', -13, '2026-03-06'],
  ])('%s and %i business days is %s', (day, businessDays, expected) => {
    const line = planOne(
      { ...constant(day), transforms: [{ kind: 'dateAdd', businessDays }] },
      attribute('x', 'date'),
    );
    expect(line.value).toBe(expected);
  });

  it('today is the account’s day', () => {
    const line = planOne(
      { ...formula('today'), transforms: [{ kind: 'dateAdd', businessDays: 10 }] },
      attribute('x', 'date'),
    );
    expect(line.value).toBe('2026-04-10'); // from Sunday, 29 March in Berlin
  });
});

describe('a title before the name', () => {
  const titled = { kind: 'withTitle' as const };
  const planOf = (properties: Record<string, string>, rule: object) =>
    planOne({ transforms: [titled], ...rule } as never, attribute('x', 'string'), {
      records: dealRecords({
        contacts: [associated(crmRecord('301', { ...ana.properties, ...properties }))],
        properties: {
          contact: [
            property('firstname'),
            property('lastname'),
            property('salutation', 'enumeration', {
              fieldType: 'select',
              options: [option('dr', 'Dr.'), option('prof', 'Prof.')],
            }),
          ],
        },
      }),
    }).value;
  const lastName = from('contact', 'lastname');
  const fullName = text('{{contact.firstname}} {{contact.lastname}}');

  it.each([
    ['before a property of the same record', { salutation: 'dr' }, lastName, 'Dr. de la Cruz'],
    ['before a text, from its contact', { salutation: 'prof' }, fullName, 'Prof. Ana de la Cruz'],
    ['not twice', { salutation: 'dr', lastname: 'dr. Weber' }, lastName, 'dr. Weber'],
    ['not where there is none', { salutation: '' }, lastName, 'de la Cruz'],
    [
      'not for a word that only begins like it',
      { salutation: 'dr', lastname: 'Dr.ake' },
      lastName,
      'Dr. Dr.ake',
    ],
  ])('%s', (_kind, properties, rule, expected) => {
    expect(planOf(properties, rule)).toBe(expected);
  });

  it('is asked for with the record that has it', () => {
    const read = (rule: object) =>
      requiredProperties(
        mapping({ contractData: [{ target: 'x', transforms: [titled], ...rule }] as never }),
      );
    expect(read(lastName).contact).toContain('salutation');
    expect(read(fullName).contact).toContain('salutation');
    expect(read(from('company', 'name')).company).toContain('salutation');
  });
});

describe('an address on one line', () => {
  const line = (properties: Record<string, string>, step: object = {}) =>
    planOne(
      { ...from('company', 'address'), transforms: [{ kind: 'addressLine', ...step }] },
      attribute('x', 'string'),
      { records: dealRecords({ companies: [associated(crmRecord('201', properties))] }) },
    ).value;

  it.each([
    [
      'as Germany writes it',
      { address: 'Hauptstraße 5', zip: '80331', city: 'München', state: 'Bayern', country: 'Deutschland' },
      'Hauptstraße 5, 80331 München, Germany',
    ],
    [
      'as the United States write it',
      {
        address: '1 Main St',
        address2: 'Suite 3',
        zip: '62701',
        city: 'Springfield',
        state: 'IL',
        country: 'USA',
      },
      '1 Main St, Suite 3, Springfield, IL 62701, United States',
    ],
    [
      'of several lines',
      { address: 'Acme\r\nMain St 5,\n\n', city: 'Paris', country: 'France' },
      'Acme, Main St 5, Paris, France',
    ],
    ['of the street alone', { address: 'Main St 5' }, 'Main St 5'],
    [
      'with a country that we do not know',
      { address: 'Main St 5', city: 'Here', country: 'Atlantis' },
      'Main St 5, Here, Atlantis',
    ],
  ])('%s', (_kind, properties, expected) => {
    expect(line(properties)).toBe(expected);
  });

  it('with what the mapping puts between', () => {
    expect(line({ address: 'A 1', city: 'B' }, { with: ' · ' })).toBe('A 1 · B');
  });

  it('reads the rest of the address from the same record', () => {
    const made = mapping({
      contractData: [{ target: 'x', ...from('company', 'address'), transforms: [{ kind: 'addressLine' }] }],
    });
    expect(requiredProperties(made).company).toEqual(
      expect.arrayContaining(['address', 'address2', 'city', 'country', 'state', 'zip']),
    );
  });
});

describe('the lint knows what each step takes', () => {
  it.each([
    ['a number in words of a date', from('deal', 'closedate'), { kind: 'numberInWords' as const }],
    ['yes or no words of a date', from('deal', 'closedate'), { kind: 'yesNo' as const }],
    ['an address of a number', from('deal', 'amount'), { kind: 'addressLine' as const }],
  ])('%s cannot be', (_kind, rule, step) => {
    const findings = lint({ contractData: [{ target: 'x', ...rule, transforms: [step] }] }, [
      attribute('x', 'string'),
    ]);
    expect(findings.map(({ code }) => code)).toContain('transform_cannot_apply');
  });
});
