import type { CurrencyChoice, Transform } from '@dealdraft/wire/mapping.ts';

/** A step in words, for the preview. */
export function describeTransform(step: Transform): string {
  switch (step.kind) {
    case 'trim':
      return 'spaces around it removed';
    case 'case':
      return { upper: 'in capitals', lower: 'in small letters', title: 'Words Capitalized' }[step.to];
    case 'date':
      return 'as a date';
    case 'datetime':
      return step.zone === 'utc' ? 'as date and time (UTC)' : 'as date and time (your time zone)';
    case 'dateAdd':
      return `moved by ${shiftInWords(step)}`;
    case 'number':
      return ['as a number', step.multiplyBy && `times ${step.multiplyBy}`, rounded(step.decimals)]
        .filter(Boolean)
        .join(', ');
    case 'integer':
      return step.rounding === undefined ? 'as a whole number' : 'rounded to a whole number';
    case 'currency':
      return ['as money', `in ${currencyInWords(step.currency)}`, rounded(step.decimals)]
        .filter(Boolean)
        .join(', ');
    case 'duration':
      return `as a length of time (${step.unit.toLowerCase()} unless it says otherwise)`;
    case 'boolean':
      return step.emptyIs === undefined
        ? 'as yes or no'
        : `as yes or no, empty is ${step.emptyIs ? 'yes' : 'no'}`;
    case 'lookup':
      return 'looked up in a table';
    case 'optionLabel':
      return 'label instead of internal value';
    case 'country':
      return step.to === 'code' ? 'country code' : 'country name in English';
    case 'fullName':
      return nameWords[step.part];
    case 'split':
      return `split at “${step.by}”`;
    case 'join':
      return `joined with “${step.with}”${step.last === undefined ? '' : `, and “${step.last}” before the last`}`;
    case 'plainText':
      return 'without formatting';
    case 'yesNo':
      return `as “${step.yes}” or “${step.no}”`;
    case 'numberInWords':
      return `in words (${step.language})`;
    case 'moneyInWords':
      return `as money in words (${step.language}), in ${currencyInWords(step.currency)}`;
    case 'withTitle':
      return `with the title in “${step.property}”`;
    case 'addressLine':
      return 'the whole address on one line';
  }
}

/** How a line says that it holds a part of a name. */
export const nameWords = { first: 'first name only', last: 'last name only' };

const rounded = (decimals: number | undefined): string =>
  decimals === undefined ? '' : `rounded to ${decimals} decimals`;

const currencyInWords = (choice: CurrencyChoice): string =>
  choice === 'deal'
    ? 'the deal’s currency'
    : typeof choice === 'string'
      ? choice
      : `the currency in “${choice.property}”${choice.object === 'quote' ? ' of the quote' : ''}`;

function shiftInWords({
  days,
  months,
  years,
  businessDays,
}: Extract<Transform, { kind: 'dateAdd' }>): string {
  const parts = [
    [years, 'years'],
    [months, 'months'],
    [days, 'days'],
    [businessDays, 'business days'],
  ] as const;
  const said = parts
    .filter(([count]) => count !== undefined && count !== 0)
    .map(([count, unit]) => `${String(count)} ${unit}`);
  return said.length === 0 ? 'nothing' : said.join(', ');
}
