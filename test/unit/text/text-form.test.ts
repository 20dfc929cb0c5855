import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { cleanEmail, isEmail, typedEmail } from '@dealdraft/wire/email.ts';
import { fold, isBlank, trimmed } from '@dealdraft/wire/text-form.ts';
import { patience, runs } from './runs.ts';
import { richText } from './arbitraries.ts';

describe('C1: texts that look the same are the same', () => {
  it.each([
    ['accents in one character or two', 'Société Générale', 'Socie\u0301te\u0301 Ge\u0301ne\u0301rale'],
    ['a Korean name in syllables or letters', '한국', '한국'.normalize('NFD')],
    ['a no-break space', 'Net\u00a030', 'Net 30'],
    ['a narrow no-break space', 'Net\u202f30', 'Net 30'],
    ['an ideographic space', 'Net\u300030', 'Net 30'],
    ['two spaces', 'Net  30', 'Net 30'],
    ['a line break', 'Net\r\n30', 'Net 30'],
    ['spaces around', '\u00a0 Net 30\t', 'Net 30'],
    ['an en dash', 'Pre–paid', 'Pre-paid'],
    ['a no-break hyphen', 'Pre\u2011paid', 'Pre-paid'],
    ['a minus sign', '\u22125 %', '-5 %'],
    ['a curly apostrophe', 'Customer’s', "Customer's"],
    ['curly quotes', '“Gold”', '"Gold"'],
    ['a soft hyphen', 'Quar\u00adterly', 'Quarterly'],
    ['a zero-width space', 'Quarterly\u200b', 'Quarterly'],
    ['a byte-order mark', '\ufeffQuarterly', 'Quarterly'],
    ['a mark of direction', '\u200eQuarterly\u200f', 'Quarterly'],
    ['a zero-width space between spaces', 'Net \u200b 30', 'Net 30'],
    ['wide letters', 'Ｎｅｔ　３０', 'Net 30'],
    ['a ligature', 'Oﬃce', 'Office'],
    ['case', 'QUARTERLY', 'quarterly'],
    ['case beyond ASCII', 'ÉTÉ', 'été'],
    ['an emoji with and without its variation selector', 'Gold ❤️', 'Gold ❤'],
    ['an ellipsis', 'More…', 'More...'],
  ])('%s', (_kind, left, right) => {
    expect(left).not.toBe(right);
    expect(fold(left)).toBe(fold(right));
  });

  it.each([
    ['a power', 'm²', 'm2'],
    ['a fraction', '½', '1/2'],
    ['an accent', 'Societe', 'Société'],
    ['words and one word', 'Net30', 'Net 30'],
    ['a circled digit', '①', '1'],
    ['a dash and none', 'Prepaid', 'Pre-paid'],
  ])('but not %s', (_kind, left, right) => {
    expect(fold(left)).not.toBe(fold(right));
  });

  it(
    'property: twice is once, and the form of the accents, case and spaces around never matter',
    () => {
      fc.assert(
        fc.property(richText(), (text) => {
          const once = fold(text);
          expect(fold(once)).toBe(once);
          expect(fold(text.normalize('NFD'))).toBe(once);
          expect(fold(`\u00a0${text}\u200b `)).toBe(once);
          expect(isBlank(text)).toBe(once === '' || isBlank(once));
        }),
        { numRuns: runs(500) },
      );
    },
    patience(500),
  );

  it('trims what cannot be seen, and leaves what belongs to an emoji', () => {
    expect(trimmed('\u200b\ufeff Acme\u00ad\u2060 ')).toBe('Acme');
    expect(trimmed(' ❤️ ')).toBe('❤️');
  });
});

describe('C2: email addresses', () => {
  it.each([
    ['a zero-width space at the end', 'ana@mueller.example\u200b', 'ana@mueller.example'],
    ['a soft hyphen inside', 'ana@muel\u00adler.example', 'ana@mueller.example'],
    ['a byte-order mark', '\ufeffana@mueller.example', 'ana@mueller.example'],
    ['a mark of direction', '\u202aana@mueller.example\u202c', 'ana@mueller.example'],
    ['spaces around', '\u00a0ana@mueller.example \n', 'ana@mueller.example'],
    ['letters beyond ASCII', 'josé@müller.example', 'josé@müller.example'],
    ['a tag', 'ana+q1@mail.mueller.example', 'ana+q1@mail.mueller.example'],
    ['an apostrophe', "o'hara@mueller.example", "o'hara@mueller.example"],
    ['a host in punycode', 'ana@xn--mller-kva.example', 'ana@xn--mller-kva.example'],
  ])('%s', (_kind, text, expected) => {
    expect(cleanEmail(text)).toBe(expected);
    expect(isEmail(expected)).toBe(true);
    expect(typedEmail.parse(text)).toBe(expected);
  });

  it.each([
    'ana@mueller..example',
    'ana@-mueller.example',
    'ana@mueller-.example',
    'ana@.mueller.example',
    'ana@mueller.example.',
    '.ana@mueller.example',
    'ana.@mueller.example',
    'ana..cruz@mueller.example',
    'ana @mueller.example',
    'ana\u00a0cruz@mueller.example',
    'ana@mueller',
    'ana@mueller.e',
    'ana@10.0.0.1',
    'ana@b@mueller.example',
    'Ana <ana@mueller.example>',
    'ana@mueller.example, ben@mueller.example',
    'ana@mueller.example;ben@mueller.example',
    'o’hara@mueller.example',
    'ana@mueller_gmbh.example',
    `${'a'.repeat(65)}@mueller.example`,
    `ana@${'a'.repeat(64)}.example`,
    '\u200b',
    '',
  ])('%j is refused', (text) => {
    expect(isEmail(cleanEmail(text))).toBe(false);
  });
});
