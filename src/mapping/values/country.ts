import { createRequire } from 'node:module';
import countries from 'i18n-iso-countries';
import { withoutUnseen } from '@dealdraft/wire/text-form.ts';
import { countryAliases } from './country-aliases.ts';
import { quoted } from './value.ts';

const load = createRequire(import.meta.url);

/** Common English names, by Unicode's CLDR: "Taiwan", "Vatican City", "St. Kitts & Nevis". */
const english = (['long', 'short', 'narrow'] as const).map(
  (style) => new Intl.DisplayNames(['en'], { type: 'region', style, fallback: 'none' }),
);

const words: Readonly<Record<string, string>> = {
  st: 'saint', ste: 'saint', sainte: 'saint', rep: 'republic', dem: 'democratic', fed: 'federated', is: 'islands', isl: 'islands',
  isls: 'islands', island: 'islands', terr: 'territory', eq: 'equatorial', n: 'north', s: 'south', w: 'west', people: 'peoples',
}; // prettier-ignore
const left = new Set(['the', 'of', 'and', 'le', 'la', 'les', 'el']);

const plain = (text: string): string =>
  withoutUnseen(text)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’‘ʼ`´]s\b/g, 's')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    // U. S. → us
    .replace(/\b(\p{L}) (?=\p{L}\b)/gu, '$1');

/** The same for spellings that differ in accents, "St." and "Saint", "&" and "and", "The" and "of". */
const countryKey = (text: string): string =>
  plain(text)
    .split(' ')
    .map((word) => words[word] ?? word)
    .filter((word) => !left.has(word))
    .join(' ');

type Names = ReadonlyMap<string, ReadonlySet<string>>;
let cached: Names | undefined;

/**
 * Every name of every country in every language of the list, to the codes that have it. Loaded on first use (some 20,000
 * names, about 50 ms): most mappings send codes and never need it.
 */
function names(): Names {
  if (cached) return cached;
  const found = new Map<string, Set<string>>();
  const inEnglish = new Map<string, Set<string>>();
  const add = (to: Map<string, Set<string>>, name: string, code: string): void => {
    const key = countryKey(name);
    if (/^[a-z]{0,2}$/.test(key)) return;
    const codes = to.get(key) ?? new Set();
    to.set(key, codes.add(code));
  };
  for (const language of countries.getSupportedLanguages()) {
    countries.registerLocale(load(`i18n-iso-countries/langs/${language}.json`) as countries.LocaleData);
    for (const [code, written] of Object.entries(countries.getNames(language, { select: 'all' })))
      for (const name of written) add(language === 'en' ? inEnglish : found, name, code);
  }
  for (const code of Object.keys(countries.getAlpha2Codes()))
    for (const style of english) add(inEnglish, style.of(code) ?? '', code);
  // English wins where languages disagree; then what people write.
  for (const [key, codes] of inEnglish) found.set(key, codes);
  for (const [key, codes] of Object.entries(countryAliases)) found.set(key, new Set(codes));
  cached = found;
  return found;
}

/** "Federal Republic of Germany" → "Germany": what kind of state it is, and then its name. */
const state =
  /^(?:the )?(?:[\p{L}-]+ ){0,4}(?:republic|kingdom|states?|union|(?:grand )?duchy|principality|sultanate|commonwealth|federation) of (?:the )?(.+)$/u;
/** "Iran, Islamic Republic of", "Virgin Islands (U.S.)": turned round, it is a name again. */
const turned = /^([^,(\[]+?)\s*[,(\[]\s*([^,()[\]]+?)\s*[)\]]?$/;

const none: ReadonlySet<string> = new Set();

function codesOf(text: string): ReadonlySet<string> {
  const found = named(text);
  if (found.size > 0) return found;
  const [, name = '', rest = ''] = turned.exec(text) ?? [];
  const whole = named(`${rest} ${name}`);
  return whole.size > 0 || rest === '' ? whole : common(countryCode(name), countryCode(rest));
}

function named(text: string): ReadonlySet<string> {
  const key = countryKey(text);
  const found = names().get(key) ?? names().get(`${key} islands`);
  if (found) return found;
  const [, bare = ''] = state.exec(plain(text)) ?? [];
  return names().get(countryKey(bare)) ?? none;
}

/** "Myanmar (Burma)", "Germany (DE)": a name and another one that say the same. */
const common = (one: string | null, other: string | null): ReadonlySet<string> =>
  one !== null && one === other ? new Set([one]) : none;

/** ISO 3166-1 alpha-2 code of a country given by code (2 or 3 letters) or by name in any common language; null when unknown or shared. */
export function countryCode(text: string): string | null {
  const upper = withoutUnseen(text).trim().toUpperCase();
  if (/^[A-Z]{2}$/.test(upper)) return upper === 'UK' ? 'GB' : countries.isValid(upper) ? upper : null;
  if (/^[A-Z]{3}$/.test(upper)) {
    const code = countries.alpha3ToAlpha2(upper);
    if (code !== undefined) return code;
  }
  const [code, another] = codesOf(text);
  return code === undefined || another !== undefined ? null : code;
}

/** Why a text is no country: in words without a full stop. */
export function notACountry(text: string): string {
  const [shown, shared] = [quoted(text), [...codesOf(text)]];
  return shared.length > 1
    ? `${shown} is the name of more than one country: ${shared.map(countryName).join(', ')}`
    : `${shown} is not a country that we know`;
}

/** Common English name of a code; the code itself when it has none. */
export function countryName(code: string): string {
  return (/^[A-Z]{2}$/.test(code) ? english[0]?.of(code) : undefined) ?? code;
}
