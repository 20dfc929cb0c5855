import { describe, expect, it } from 'vitest';
import { countryCode, countryName } from '../../../../src/mapping/values/country.ts';

describe('a country', () => {
  it.each([
    ['DE', 'DE'],
    ['deu', 'DE'],
    ['Germany', 'DE'],
    ['deutschland', 'DE'],
    ['Allemagne', 'DE'],
    ['  GERMANY ', 'DE'],
    ['UK', 'GB'],
    ['United Kingdom', 'GB'],
    ['U.S.A.', 'US'],
    ['United States', 'US'],
    ['Österreich', 'AT'],
    ['Osterreich', 'AT'],
    ['España', 'ES'],
    ['日本', 'JP'],
    ['Côte d’Ivoire', 'CI'],
    ['Czech Republic', 'CZ'],
    ['Türkiye', 'TR'],
    ['South Korea', 'KR'],
    ['Hong Kong', 'HK'],
    ['The Netherlands', 'NL'],
    ['ZZ', null],
    ['Atlantis', null],
    ['', null],
    ['constructor', null],
    ['__proto__', null],
  ])('%j is %j', (text, code) => {
    expect(countryCode(text)).toBe(code);
  });
  it('has its English name', () => {
    expect(['DE', 'JP', 'CI'].map(countryName)).toEqual(['Germany', 'Japan', "Cote d'Ivoire"]);
  });
});
