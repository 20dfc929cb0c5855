import { describe, expect, it } from 'vitest';
import countries from 'i18n-iso-countries';
import { countryCode, countryName, notACountry } from '../../../../src/mapping/values/country.ts';

const codes = Object.keys(countries.getAlpha2Codes());

describe('A5: a country', () => {
  it.each([
    ['DE', 'DE'],
    ['deu', 'DE'],
    ['Germany', 'DE'],
    ['deutschland', 'DE'],
    ['Allemagne', 'DE'],
    ['  GERMANY ', 'DE'],
    ['Germany\u200b', 'DE'],
    ['UK', 'GB'],
    ['Macao SAR', 'MO'],
    ['BVI', 'VG'],
    ['São Tomé', 'ST'],
    ['United Kingdom', 'GB'],
    ['U.S.A.', 'US'],
    ['U. S. A.', 'US'],
    ['United States', 'US'],
    ['Österreich', 'AT'],
    ['Osterreich', 'AT'],
    ['España', 'ES'],
    ['日本', 'JP'],
    ['Côte d’Ivoire', 'CI'],
    ["Cote d'Ivoire", 'CI'],
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

  it.each([
    // Common English names, and how people shorten and spell them.
    ['Vatican City', 'VA'],
    ['St. Kitts & Nevis', 'KN'],
    ['Saint Kitts and Nevis', 'KN'],
    ['St Kitts and Nevis', 'KN'],
    ['Macao SAR China', 'MO'],
    ['Macau', 'MO'],
    ['Hong Kong SAR China', 'HK'],
    ['Hong Kong S.A.R.', 'HK'],
    ['Caribbean Netherlands', 'BQ'],
    ['St. Barthélemy', 'BL'],
    ['Saint Barthelemy', 'BL'],
    ['Turks & Caicos Islands', 'TC'],
    ['Turks and Caicos', 'TC'],
    ['Svalbard & Jan Mayen', 'SJ'],
    ['The Bahamas', 'BS'],
    ['Bahamas, The', 'BS'],
    ['The Gambia', 'GM'],
    ['Gambia (the)', 'GM'],
    ['Republic of Ireland', 'IE'],
    ['US Virgin Islands', 'VI'],
    ['U.S. Virgin Islands', 'VI'],
    ['Virgin Islands (U.S.)', 'VI'],
    ['Virgin Islands, British', 'VG'],
    ['DR Congo', 'CD'],
    ['D.R. Congo', 'CD'],
    ['Dem. Rep. Congo', 'CD'],
    ['Congo, Democratic Republic of the', 'CD'],
    ['Congo (the Democratic Republic of the)', 'CD'],
    ['Congo - Kinshasa', 'CD'],
    ['Congo-Brazzaville', 'CG'],
    ['Republic of the Congo', 'CG'],
    ['Trinidad & Tobago', 'TT'],
    ['Trinidad and Tobago', 'TT'],
    ['Bosnia & Herzegovina', 'BA'],
    ['Bosnia and Herzegovina', 'BA'],
    ['São Tomé & Príncipe', 'ST'],
    ['Sao Tome and Principe', 'ST'],
    ['St. Vincent & the Grenadines', 'VC'],
    ['Antigua and Barbuda', 'AG'],
    ['Myanmar (Burma)', 'MM'],
    ['Palestinian Territories', 'PS'],
    ['Brunei', 'BN'],
    ['Laos', 'LA'],
    ['Syria', 'SY'],
    ['Falkland Islands', 'FK'],
    ['Pitcairn Islands', 'PN'],
    ['Curaçao', 'CW'],
    ['Reunion', 'RE'],
    ['Germany (DE)', 'DE'],
    // Former names.
    ['East Timor', 'TL'],
    ['Burma', 'MM'],
    ['Swaziland', 'SZ'],
    ['Cape Verde', 'CV'],
    ['Turkey', 'TR'],
    ['Zaire', 'CD'],
    ['Macedonia', 'MK'],
    // What states call themselves.
    ['Federal Republic of Germany', 'DE'],
    ['Kingdom of Spain', 'ES'],
    ['Commonwealth of Australia', 'AU'],
    ['Islamic Republic of Iran', 'IR'],
    ['Iran, Islamic Republic of', 'IR'],
    ['Iran (Islamic Republic of)', 'IR'],
    ['Bolivia, Plurinational State of', 'BO'],
    ['Plurinational State of Bolivia', 'BO'],
    ['Bolivarian Republic of Venezuela', 'VE'],
    ['Tanzania, United Republic of', 'TZ'],
    ['Moldova (the Republic of)', 'MD'],
    ['Republic of Moldova', 'MD'],
    ['Korea, Republic of', 'KR'],
    ['Korea (the Republic of)', 'KR'],
    ['Republic of Korea', 'KR'],
    ["Korea (the Democratic People's Republic of)", 'KP'],
    ["Democratic People's Republic of Korea", 'KP'],
    ['Micronesia (Federated States of)', 'FM'],
    ['Republic of the Philippines', 'PH'],
    ['Grand Duchy of Luxembourg', 'LU'],
    ['Hashemite Kingdom of Jordan', 'JO'],
    ['State of Israel', 'IL'],
    ['French Republic', 'FR'],
    ['Slovak Rep.', 'SK'],
    ["People's Republic of China", 'CN'],
    ['Republic of China', 'TW'],
    ['Taiwan, Province of China', 'TW'],
    ['Taiwan', 'TW'],
    ['United Kingdom of Great Britain and Northern Ireland', 'GB'],
    ['United Republic of Tanzania', 'TZ'],
  ])('%j is %j, however it is written', (text, code) => {
    expect(countryCode(text)).toBe(code);
  });

  it.each([
    ['Congo', ['Congo - Brazzaville', 'Congo - Kinshasa']],
    ['the Congo', ['Congo - Brazzaville', 'Congo - Kinshasa']],
    ['Korea', ['South Korea', 'North Korea']],
    ['Virgin Islands', ['British Virgin Islands', 'U.S. Virgin Islands']],
  ])('%j is shared, and the refusal says by which', (text, all) => {
    expect(countryCode(text)).toBeNull();
    expect(notACountry(text)).toBe(`“${text}” is the name of more than one country: ${all.join(', ')}`);
  });

  it.each(['Republic of Atlantis', 'Germany, France', 'Germany (FR)', 'Yugoslavia', 'Georgia or Alaska'])(
    '%j is none',
    (text) => {
      expect(countryCode(text)).toBeNull();
      expect(notACountry(text)).toBe(`“${text}” is not a country that we know`);
    },
  );

  it.each(['long', 'short', 'narrow'] as const)('every English name of CLDR is known: %s', (style) => {
    const display = new Intl.DisplayNames(['en'], { type: 'region', style });
    const wrong = codes.filter((code) => countryCode(display.of(code) ?? '') !== code);
    expect(wrong).toEqual([]);
  });

  it('goes out by its common English name, and that comes in again', () => {
    expect(['DE', 'JP', 'CI', 'TW', 'CN', 'VA', 'IE', 'VI'].map(countryName)).toEqual([
      'Germany',
      'Japan',
      'Côte d’Ivoire',
      'Taiwan',
      'China',
      'Vatican City',
      'Ireland',
      'U.S. Virgin Islands',
    ]);
    expect(codes.filter((code) => countryCode(countryName(code)) !== code)).toEqual([]);
    expect(countryName('ZZZ')).toBe('ZZZ');
  });
});
