import { createRequire } from 'node:module';
import countries from 'i18n-iso-countries';

const load = createRequire(import.meta.url);

/** What people write that no list of names has. */
const aliases: Record<string, string> = {
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  'u k': 'GB',
  us: 'US',
  usa: 'US',
  'u s': 'US',
  'u s a': 'US',
  america: 'US',
  'united states of america': 'US',
  'the united states': 'US',
  uae: 'AE',
  'u a e': 'AE',
  holland: 'NL',
  'the netherlands': 'NL',
  'south korea': 'KR',
  korea: 'KR',
  'republic of korea': 'KR',
  'north korea': 'KP',
  russia: 'RU',
  czechia: 'CZ',
  'czech republic': 'CZ',
  'ivory coast': 'CI',
  burma: 'MM',
  'cape verde': 'CV',
  swaziland: 'SZ',
  macedonia: 'MK',
  turkey: 'TR',
  turkiye: 'TR',
  vietnam: 'VN',
  taiwan: 'TW',
  'hong kong sar': 'HK',
  macau: 'MO',
  prc: 'CN',
  'peoples republic of china': 'CN',
  deutschland: 'DE',
  brd: 'DE',
  kosovo: 'XK',
};

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

type Names = ReadonlyMap<string, string | null>;
let cached: Names | undefined;

/**
 * Every name of every country in every language of the list, to its code; null for a name that two countries share. Loaded on
 * first use (some 20,000 names, about 50 ms): most mappings send codes and never need it.
 */
function names(): Names {
  if (cached) return cached;
  const found = new Map<string, string | null>();
  for (const language of countries.getSupportedLanguages()) {
    countries.registerLocale(load(`i18n-iso-countries/langs/${language}.json`) as countries.LocaleData);
    for (const [code, written] of Object.entries(countries.getNames(language, { select: 'all' }))) {
      for (const name of written) {
        const key = plain(name);
        const known = found.get(key);
        if (!/^[a-z]{0,2}$/.test(key)) found.set(key, known === undefined || known === code ? code : null);
      }
    }
  }
  // English wins where languages disagree; then what people write.
  for (const [code, written] of Object.entries(countries.getNames('en', { select: 'all' })))
    for (const name of written) found.set(plain(name), code);
  for (const [name, code] of Object.entries(aliases)) found.set(name, code);
  cached = found;
  return found;
}

/** ISO 3166-1 alpha-2 code of a country given by code (2 or 3 letters) or by name in any common language; null when unknown or ambiguous. */
export function countryCode(text: string): string | null {
  const upper = text.trim().toUpperCase();
  if (/^[A-Z]{2}$/.test(upper)) return upper === 'UK' ? 'GB' : countries.isValid(upper) ? upper : null;
  if (/^[A-Z]{3}$/.test(upper)) {
    const code = countries.alpha3ToAlpha2(upper);
    if (code !== undefined) return code;
  }
  const key = plain(text);
  return key === '' ? null : (names().get(key) ?? null);
}

/** English name of a code; the code itself when it has none. */
export function countryName(code: string): string {
  names();
  return countries.getName(code, 'en', { select: 'official' }) ?? code;
}
