import { toCardinal as cs } from 'n2words/cs-CZ';
import { toCardinal as da } from 'n2words/da-DK';
import { toCardinal as de } from 'n2words/de-DE';
import { toCardinal as enGb } from 'n2words/en-GB';
import { toCardinal as enUs } from 'n2words/en-US';
import { toCardinal as es } from 'n2words/es-ES';
import { toCardinal as fi } from 'n2words/fi-FI';
import { toCardinal as fr } from 'n2words/fr-FR';
import { toCardinal as hu } from 'n2words/hu-HU';
import { toCardinal as it } from 'n2words/it-IT';
import { toCardinal as nb } from 'n2words/nb-NO';
import { toCardinal as nl } from 'n2words/nl-NL';
import { toCardinal as pl } from 'n2words/pl-PL';
import { toCardinal as pt } from 'n2words/pt-PT';
import { toCardinal as ro } from 'n2words/ro-RO';
import { toCardinal as sv } from 'n2words/sv-SE';
import { toCardinal as tr } from 'n2words/tr-TR';
import type { WordLanguage } from '@dealdraft/wire/word-languages.ts';
import { minorDigits } from './currency-digits.ts';
import type { Decimal } from './decimal.ts';

const speakers: Readonly<Record<WordLanguage, (number: string) => string>> = {
  'en-US': enUs, 'en-GB': enGb, 'de-DE': de, 'fr-FR': fr, 'es-ES': es, 'it-IT': it, 'pt-PT': pt, 'nl-NL': nl, 'sv-SE': sv,
  'da-DK': da, 'nb-NO': nb, 'fi-FI': fi, 'pl-PL': pl, 'cs-CZ': cs, 'hu-HU': hu, 'ro-RO': ro, 'tr-TR': tr,
}; // prettier-ignore

/** Numbers beyond have no names that anybody would read. */
const most = 1e15;

/** 1300 → "one thousand three hundred"; null for a number too large for words. */
export function numberInWords(number: Decimal, language: WordLanguage): string | null {
  return number.abs().gte(most) ? null : speakers[language](number.toFixed());
}

/**
 * 1300.5 EUR → "one thousand three hundred and 50/100 euros": the minor unit as a fraction, as cheques have it, since it has no
 * certain name in every language. Null for an amount that has more decimals than its currency, is negative, or is too large.
 */
export function moneyInWords(
  { type, value }: { type: string; value: Decimal },
  language: WordLanguage,
): string | null {
  const digits = minorDigits(type);
  if (value.isNegative() || value.decimalPlaces() > digits) return null;
  const whole = numberInWords(value.trunc(), language);
  if (whole === null) return null;
  const minor = value
    .sub(value.trunc())
    .mul(10 ** digits)
    .toFixed()
    .padStart(digits, '0');
  const and = language.startsWith('en') ? ' and' : '';
  const fraction = value.isInteger() ? '' : `${and} ${minor}/${10 ** digits}`;
  return `${whole}${fraction} ${currencyName(type, value, language)}`;
}

function currencyName(currency: string, value: Decimal, language: WordLanguage): string {
  const shown = value.isInteger() ? { maximumFractionDigits: 0 } : {};
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'name',
    ...shown,
  });
  return format.formatToParts(value.toNumber()).find(({ type }) => type === 'currency')?.value ?? currency;
}
