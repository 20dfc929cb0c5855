import fc from 'fast-check';

/** Characters that are more than one unit long, and the signs between words that people mix up. */
const graphemes = [
  'a', 'B', 'ß', 'é', 'e\u0301', 'n\u0303', '👍', '👍🏽', '👨‍👩‍👧', '🇩🇪', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '❤️', 'क्षि', 'हि', 'ที่', 'நி', '한', 'ᄒ\u1161\u11ab',
  '𠮷', ' ', '\u00a0', '-', '–', '’', '.', ';', '\r\n', '1',
]; // prettier-ignore

/** Texts of such characters. */
export const richText = (maxLength = 40): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...graphemes) },
        fc.string({ unit: 'grapheme', maxLength: 1 }),
      ),
      {
        maxLength,
      },
    )
    .map((parts) => parts.join(''));

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
export const graphemesOf = (text: string): string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);
