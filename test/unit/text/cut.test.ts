import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { cut } from '@dealdraft/wire/cut.ts';
import { fileNamePart } from '@dealdraft/wire/file-name.ts';
import { contractMetadata } from '../../../src/mapping/afterwards/contract-metadata.ts';
import { quoted } from '../../../src/mapping/values/value.ts';
import { property } from '../mapping/fixtures.ts';
import { patience, runs } from './runs.ts';
import { graphemesOf, richText } from './arbitraries.ts';

const startsWhole = (whole: string, part: string): boolean => {
  const kept = graphemesOf(part);
  return graphemesOf(whole).slice(0, kept.length).join('') === part;
};

describe('B2: nothing is cut inside a character', () => {
  it.each([
    ['plain text', 'abcdef', 4, 'abcd'],
    ['half of an emoji', 'abc👍', 4, 'abc'],
    ['a family', 'ab👨‍👩‍👧', 6, 'ab'],
    ['a skin tone', 'ab👍🏽', 4, 'ab'],
    ['a flag', 'a🇩🇪', 3, 'a'],
    ['a letter and its accent', 'abe\u0301', 3, 'ab'],
    ['a vowel sign', 'अबहि', 3, 'अब'],
    ['a space before the cut', 'ab cd', 3, 'ab'],
    ['what fits', '👨‍👩‍👧', 8, '👨‍👩‍👧'],
  ])('%s', (_kind, text, most, expected) => {
    expect(cut(text, most)).toBe(expected);
  });

  it('counts what is written for the rest', () => {
    expect(cut('abcdef', 4, '…')).toBe('abc…');
    expect(cut('abc👍d', 5, '…')).toBe('abc…');
  });

  it(
    'property: what is left begins with whole characters, and is as long as was asked',
    () => {
      fc.assert(
        fc.property(richText(), fc.nat(60), (text, most) => {
          const short = cut(text, most);
          expect(short.length).toBeLessThanOrEqual(most);
          expect(startsWhole(text.slice(0, short.length) === short ? text : '', short)).toBe(true);
          // Never less than could be kept.
          const next = graphemesOf(text)[graphemesOf(short).length];
          if (
            short.length < text.length &&
            next !== undefined &&
            next.trim() !== '' &&
            !/\s$/.test(text.slice(0, most))
          )
            expect(short.length + next.length).toBeGreaterThan(most);
        }),
        { numRuns: runs(500) },
      );
    },
    patience(500),
  );

  it(
    'property: nor is what is written back, what names a file, and what a message quotes',
    () => {
      const note = property('note');
      fc.assert(
        fc.property(richText(), fc.nat(65_540), (text, before) => {
          const long = 'x'.repeat(before) + text + 'x'.repeat(60);
          const { properties } = contractMetadata({
            keyPointers: [{ fieldName: 'note', label: 'Note', value: long }],
            rules: [{ keyPointer: { fieldName: 'note' }, property: 'note', as: 'auto', whenEmpty: 'leave' }],
            properties: [note],
          });
          expect(startsWhole(long.slice(before), (properties['note'] ?? '').slice(before))).toBe(true);
          const name = fileNamePart(text, 20);
          expect(startsWhole(fileNamePart(text, 1_000), name)).toBe(true);
          const message = quoted('x'.repeat(50) + text);
          const line = ('x'.repeat(50) + text).replace(/\s+/g, ' ').trim();
          expect(startsWhole(line, message.slice(1, -1).replace(/…$/, ''))).toBe(true);
        }),
        { numRuns: runs(200) },
      );
    },
    patience(200) * 4,
  );
});

describe('C3: the name of a file keeps every script whole', () => {
  it.each([
    ['हिन्दी सॉफ्टवेयर', 'हिन्दी सॉफ्टवेयर'],
    ['บริษัท น้ำดี จำกัด', 'บริษัท น้ำดี จำกัด'],
    ['தமிழ் நிறுவனம்', 'தமிழ் நிறுவனம்'],
    ['شرکت می\u200cخواهم', 'شرکت می\u200cخواهم'],
    ['ශ්\u200dරී ලංකා', 'ශ්\u200dරී ලංකා'],
    ['മലയാളം', 'മലയാളം'],
    ['עִבְרִית', 'עִבְרִית'],
    ['Cafe\u0301 Zürich', 'Café Zürich'],
    ['Acme/Beta: "Q1" <v2>', 'Acme Beta Q1 v2'],
    ['Deal ❤️ 👨‍👩‍👧 1️⃣', 'Deal 1'],
    ['../../etc/passwd\u0000', '.. .. etc passwd'],
    ['\u202eexe.fdp', 'exe.fdp'],
  ])('%s', (name, expected) => {
    expect(fileNamePart(name, 120)).toBe(expected);
  });
});
