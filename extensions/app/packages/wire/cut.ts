let made: Intl.Segmenter | undefined;
const segmenter = (): Intl.Segmenter => (made ??= new Intl.Segmenter('en', { granularity: 'grapheme' }));

/** What people count as characters: an emoji of several code points is one, and so is a letter with its marks. */
export const charactersOf = (text: string): string[] =>
  /^[ -~]*$/.test(text) ? [...text] : Array.from(segmenter().segment(text), ({ segment }) => segment);

/**
 * The beginning of a text, at most so many UTF-16 units of it, and never a part of a character: an emoji of several code
 * points, or a letter with its marks, is there whole or not at all. `end` is written where something was left out, and
 * counts.
 */
export function cut(text: string, most: number, end = ''): string {
  if (text.length <= most) return text;
  const room = Math.max(0, most - end.length);
  const boundary = segmenter().segment(text).containing(room)?.index ?? room;
  return text.slice(0, boundary).trimEnd() + end;
}

/** `split` that leaves characters whole: é written as e and an accent is no e to split at. */
export function splitWhole(text: string, by: string): string[] {
  const pieces = text.split(by);
  if (pieces.length === 1 || /^[ -~]*$/.test(text)) return pieces;
  const segments = segmenter().segment(text);
  const isBoundary = (at: number): boolean => at >= text.length || segments.containing(at)?.index === at;
  const whole: string[] = [];
  let [from, at] = [0, text.indexOf(by)];
  while (at !== -1) {
    const end = at + by.length;
    if (isBoundary(at) && isBoundary(end)) {
      whole.push(text.slice(from, at));
      from = end;
    }
    at = text.indexOf(by, end);
  }
  return [...whole, text.slice(from)];
}
