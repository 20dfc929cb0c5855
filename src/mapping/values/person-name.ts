import { trimmed, withoutUnseen } from '@dealdraft/wire/text-form.ts';

/** A full name in its parts; empty texts for those that it does not have. */
export type PersonName = {
  title: string;
  first: string;
  last: string;
  /** "Jr.", "III", "PhD". */
  suffix: string;
  /** Where the first name ends was not to be seen: a middle name and a second family name look the same. */
  isGuess: boolean;
};

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Kept parsers were tried in November 2026 (parse-full-name, humanname, another-name-parser): none knows "zu", "do", and "van 't". */
const titles = setOf(
  'dr prof professor mr mrs ms miss mx sir dame lord lady rev reverend fr hon judge herr frau sr sra srta señor señora don doña dom ' +
    'mme mlle madame monsieur sig signor signora dott dottssa avv ing dipling mag drs ir univprof pd lic capt captain col gen lt maj sgt',
);
/** Only behind another title: "Dr. med. univ." */
const titleParts = setOf('med jur iur rer nat phil hc habil theol oec pol ing univ dent vet dr dipl mult');
/** Titles that are names, too, unless they have their full stop. */
const dotted = setOf('fr gen don dom lt ing ir mag pd hon sig col maj');

const generations = setOf('jr jnr junior sr snr senior ii iii iv 2nd 3rd 4th');
const degrees = setOf(
  'phd dphil md dds dmd do jd llm llb lld mba emba bba msc bsc meng beng mphil cpa cfa cpsm pmp esq esquire qc kc obe mbe cbe frcs rn mph mpa ' +
    'edd dba dvm pharmd psyd ba ma bs ms',
);
/** Degrees that are family names, too: they count behind a comma only. */
const names = setOf('ba ma do bs ms rn qc kc md');

/** Part of the family name that follows them, however they are written. */
const particles = setOf(
  'van von vom vander vanden vande de der den da di du del della delle dello dei degli dos das des la le las los lo ter ten bin bint ibn al el st saint zum zur',
);
/** The same in small letters only: they are first or family names as well. */
const smallParticles = setOf(
  "zu do te ben abu am an auf af av op y e i und san santa d l dem 't 's 't' tot uit ap ver y",
);
/** Between the two halves of a family name. */
const links = setOf('y e i und');

const bare = (word: string): string => word.toLowerCase().replace(/[’‘ʼ]/g, "'").replace(/[.,-]/g, '');
const isTitle = (word: string): boolean =>
  titles.has(bare(word)) && (!dotted.has(bare(word)) || word.endsWith('.'));
const isSuffix = (word: string): boolean =>
  generations.has(bare(word)) || (degrees.has(bare(word)) && !names.has(bare(word)));
const isAnySuffix = (word: string): boolean => generations.has(bare(word)) || degrees.has(bare(word));

const isParticle = (word: string): boolean =>
  particles.has(bare(word)) || (smallParticles.has(bare(word)) && word === word.toLowerCase());

/** In these scripts the family name stands first. */
const familyFirst = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\s・]+$/u;

/** "Dr. Ana María de la Cruz, PhD" → "Ana María" and "de la Cruz"; "Cruz, Ana" is turned round; one word is a first name. */
export function personName(text: string): PersonName {
  const line = trimmed(withoutUnseen(text)).replace(/\s+/g, ' ');
  const pieces = line
    .split(',')
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  const suffixes: string[] = [];
  while (pieces.length > 1 && (pieces.at(-1) ?? '').split(' ').every(isAnySuffix))
    suffixes.unshift(pieces.pop() ?? '');
  const [head = '', ...rest] = pieces;
  const [before, after] = [split(head), split(rest.join(' '))];
  const title = [...before.title, ...after.title].join(' ');
  const suffix = [...before.suffix, ...after.suffix, ...suffixes].join(', ');
  if (after.words.length > 0)
    return { title, first: after.words.join(' '), last: before.words.join(' '), suffix, isGuess: false };
  // "Frau Weber": who is addressed by a title alone is so by the family name.
  const [only = ''] = before.words;
  if (title !== '' && before.words.length === 1)
    return { title, first: '', last: only, suffix, isGuess: true };
  return { title, suffix, ...parted(before.words) };
}

type Pieces = { title: string[]; words: string[]; suffix: string[] };

function split(text: string): Pieces {
  const words = text === '' ? [] : text.split(' ');
  const title: string[] = [];
  const [first = ''] = words;
  while (
    words.length > 1 &&
    (isTitle(words[0] ?? '') || (isTitle(first) && titleParts.has(bare(words[0] ?? ''))))
  )
    title.push(words.shift() ?? '');
  const suffix: string[] = [];
  while (words.length > 1 && isSuffix(words.at(-1) ?? '')) suffix.unshift(words.pop() ?? '');
  return { title, words, suffix };
}

function parted(words: string[]): Pick<PersonName, 'first' | 'last' | 'isGuess'> {
  const joined = words.join(' ');
  if (words.length === 2 && familyFirst.test(joined))
    return { first: words[1] ?? '', last: words[0] ?? '', isGuess: false };
  const start = familyStart(words);
  // Initials are no part of a family name: "John Q. Public" has one way to be read.
  const given = words.slice(0, start).filter((word, index) => index === 0 || !/^\p{L}\.?$/u.test(word));
  return {
    first: words.slice(0, start).join(' '),
    last: words.slice(start).join(' '),
    isGuess: given.length > 1 && start === words.length - 1,
  };
}

/** Where the family name begins. */
function familyStart(words: string[]): number {
  let start = Math.max(1, words.length - 1);
  for (;;) {
    const previous = words[start - 1] ?? '';
    if (start > 1 && isParticle(previous)) start -= 1;
    else break;
  }
  // "Ortega y Gasset", "von und zu Guttenberg": what a link joins belongs together.
  const linked = start > 1 && links.has(bare(words[start] ?? '')) && !isParticle(words[start - 1] ?? '');
  if (!linked) return start;
  start -= 1;
  while (start > 1 && isParticle(words[start - 1] ?? '')) start -= 1;
  return start;
}
