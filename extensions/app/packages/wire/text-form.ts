/** What takes no room on a page: soft hyphens, zero-width spaces, marks of direction, variation selectors, control characters. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cc}]+/gu;
/** Spaces of every width, line breaks, and the braille pattern without a dot. */
const spaces = /[\s\u2800]+/gu;
/** Without the characters that nobody sees; spaces stay. */
export const withoutUnseen = (text: string): string =>
  text.replace(unseen, (run) => run.replace(/[^\t\n\v\f\r]+/g, ''));

/** At an end these mean nothing; the other invisible characters may belong to the emoji or the letter before them. */
const atEnds = /[\s\u2800\u00ad\u180e\u200b\u2060\ufeff]/;

/** Without what stands around a text and can't be seen, of which `trim` knows only half. */
export function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && atEnds.test(text.charAt(from))) from += 1;
  while (from < to && atEnds.test(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

const seen = /[^\s\u2800\p{Default_Ignorable_Code_Point}\p{Cc}]/u;

/** Nothing in it that anybody could see. */
export const isBlank = (text: string): boolean => !seen.test(text);

/** Letters that exist twice in Unicode, only wider or joined. Their plain form looks the same; that of ² or ½ does not. */
const twins = /[\ufb00-\ufb06\ufb13-\ufb17\ufb50-\ufdff\ufe70-\ufefc\uff01-\uffee]+/g;
const dashes = /[\u2010-\u2015\u2212\u2043\ufe58\ufe63]/g;
const singleQuotes = /[\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`]/g;
const doubleQuotes = /[\u201c\u201d\u201e\u201f\u2033]/g;
const plainAscii = /^[!-&(-_a-~]*$/;

/**
 * The same text for texts that look the same to a person: without regard to case, to how accents are encoded, to the kind and
 * number of spaces, dashes and quotes, and to characters that nobody sees. Two options, labels or rows that differ only in
 * these are one; what is shown and sent is never this form.
 */
export function fold(text: string): string {
  if (plainAscii.test(text)) return text.toLowerCase();
  return text
    .normalize('NFC')
    .replace(twins, (run) => run.normalize('NFKC'))
    .replace(spaces, ' ')
    .replace(unseen, '')
    .replace(/ {2,}/g, ' ')
    .replace(dashes, '-')
    .replace(singleQuotes, "'")
    .replace(doubleQuotes, '"')
    .replaceAll('…', '...')
    .trim()
    .toLowerCase()
    .normalize('NFC');
}
