import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { charactersOf, splitWhole } from '@dealdraft/wire/cut.ts';
import { lengthOf, substring } from '../../../../src/mapping/formulas/formula-texts.ts';
import { runTransforms } from '../../../../src/mapping/transforms/run-transforms.ts';
import { graphemesOf, richText } from '../../text/arbitraries.ts';
import { attribute, formula, from, mapping, plan, planOne, property, scope, template } from '../fixtures.ts';
import { dealWith, inText } from './kit.ts';
import { patience, runs } from '../../text/runs.ts';

const title = (text: string) =>
  runTransforms(text, [{ kind: 'case', to: 'title' }], { scope: scope(), definition: null });

describe('C4: title case', () => {
  it.each([
    ["children's hospital", "Children's Hospital"],
    ['CHILDREN’S HOSPITAL', 'Children’s Hospital'],
    ["o'hara & sons", "O'Hara & Sons"],
    ['d’arc', 'D’Arc'],
    ["l'oréal", "L'Oréal"],
    ["it's i've don't", "It's I've Don't"],
    ['o’', 'O’'],
    ['smith-jones/partner (berlin)', 'Smith-Jones/Partner (Berlin)'],
    ['3rd street', '3rd Street'],
    ['e\u0301cole “été”', 'E\u0301cole “Été”'],
    ['j.p. morgan', 'J.P. Morgan'],
    ['हिन्दी', 'हिन्दी'],
  ])('%j is %j', (text, expected) => {
    expect(title(text)).toEqual({ ok: true, value: expected });
  });
});

describe('A8: the plan says where the split of a name is a guess', () => {
  const signer = property('signer');
  const planOf = (name: string) =>
    plan({
      mapping: mapping({
        contractData: (['first', 'last'] as const).map((part) => ({
          target: part,
          ...from('deal', 'signer'),
          transforms: [{ kind: 'fullName', part }],
        })),
      }),
      template: template([attribute('first', 'string'), attribute('last', 'string')]),
      records: dealWith(signer, name),
    });
  const warningsOf = (name: string) => planOf(name).warnings.filter(({ code }) => code === 'guessed_name');

  it('once for a name, with what it took', () => {
    expect(warningsOf('Gabriel García Márquez')).toEqual([
      {
        code: 'guessed_name',
        message:
          '“Gabriel García Márquez” can be split in several ways: DealDraft takes “Gabriel García” as the first name and “Márquez” as the last. Check it, or write it as “Last, First”.',
        link: { object: 'deal', recordId: '1', property: 'signer' },
      },
    ]);
  });

  it.each(['Jane Doe, PhD', "Jan van 't Hoff", 'García Márquez, Gabriel'])('not for %j', (name) => {
    expect(warningsOf(name)).toEqual([]);
  });
});

describe('B2: what is damaged or would be cut', () => {
  it('a damaged character is named before it is printed', () => {
    const made = plan({
      mapping: mapping({ contractData: [{ target: 'x', ...from('deal', 'note') }] }),
      template: template([attribute('x', 'string')]),
      records: dealWith(property('note'), 'Acme \ufffd'),
    });
    expect(made.blockers).toBe(0);
    expect(made.warnings).toEqual([
      {
        code: 'damaged_text',
        message: 'x holds a damaged character (�), which would be printed. Correct it in HubSpot.',
        link: { object: 'deal', recordId: '1', property: 'note' },
      },
    ]);
  });

  it('a list is not split inside a character', () => {
    const line = inText(property('note'), 'tre\u0301s;e;b', {
      transforms: [
        { kind: 'split', by: 'e' },
        { kind: 'join', with: '|' },
      ],
    });
    expect(line.value).toBe('tre\u0301s;|;b');
  });

  it(
    'property: the pieces of a split are whole characters, and nothing is lost',
    () => {
      fc.assert(
        fc.property(
          richText(),
          fc.constantFrom('e', 'a', ';', '-', ' ', '\u0301', '👍', '\ud83d'),
          (text, by) => {
            const pieces = splitWhole(text, by);
            expect(pieces.join(by)).toBe(text);
            expect(pieces.flatMap(graphemesOf).length + graphemesOf(by).length * (pieces.length - 1)).toBe(
              graphemesOf(text).length,
            );
          },
        ),
        { numRuns: runs(500) },
      );
    },
    patience(500),
  );
});

describe('B2: a formula cuts no character', () => {
  const run = (expression: string, note = '') =>
    planOne(formula(expression), attribute('x', 'string'), { records: dealWith(property('note'), note) })
      .value;

  it.each([
    ['$substring(deal.note, 0, 1)', '👨‍👩‍👧 family', '👨‍👩‍👧'],
    ['$substring(deal.note, 1)', 'e\u0301te\u0301', 'te\u0301'],
    ['$substring(deal.note, -1)', 'abहि', 'हि'],
    ['$substring(deal.note, -9, 2)', 'abc', 'ab'],
    ['$substring(deal.note, 0, 10)', '2026-03-31T10:00', '2026-03-31'],
    ['$string($length(deal.note))', '🇩🇪👍🏽e\u0301', '3'],
    ['$pad(deal.note, 4, "👍")', 'ab', 'ab👍👍'],
    ['$pad(deal.note, -4, "12")', 'ab', '12ab'],
    ['$replace(deal.note, "e", "i")', 'be\u0301e', 'be\u0301i'],
    ['deal.note.$substring(1, 1)', 'abc', 'b'],
  ])('%s of %j', (expression, note, expected) => {
    expect(run(expression, note)).toBe(expected);
  });

  it(
    'property: a substring and the rest make the whole, each of whole characters',
    () => {
      fc.assert(
        fc.property(
          richText(20).filter((text) => text.trim() !== ''),
          fc.nat(20),
          (note, at) => {
            const split = substring(note, 0, at);
            expect(`${split ?? ''}${substring(note, at) ?? ''}`).toBe(note);
            expect(charactersOf(note).slice(0, at).join('')).toBe(split);
            expect(lengthOf(note)).toBe(graphemesOf(note).length);
          },
        ),
        { numRuns: runs(500) },
      );
    },
    patience(500),
  );
});
