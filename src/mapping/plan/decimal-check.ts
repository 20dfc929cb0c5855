import type { Json, PlanLine, PlanLink, PlanWarning } from '@dealdraft/wire/plan.ts';
import { minorDigits } from '../values/currency-digits.ts';
import { Decimal } from '../values/decimal.ts';

/** Money with more decimals than its currency has is sent as it is, and nobody can pay it: the plan says so. */
export function decimalWarnings(lines: readonly PlanLine[]): PlanWarning[] {
  return lines.flatMap((line): PlanWarning[] => {
    const found = line.section === 'data' ? amountsOf(line).find(isTooFine) : undefined;
    if (found === undefined) return [];
    const { type, value } = found;
    const digits = minorDigits(type);
    const has = digits === 0 ? 'no decimals' : digits === 1 ? '1 decimal' : `${digits} decimals`;
    const link = linkOf(line);
    return [
      {
        code: 'more_decimals',
        message: `${line.label}: ${type} ${new Decimal(String(value)).toFixed()} has more decimals than the currency, and ${type} has ${has}. Correct the amount, or ask an admin to round it in the mapping.`,
        ...(link === undefined ? {} : { link }),
      },
    ];
  });
}

type Amount = { type: string; value: number };

const isTooFine = ({ type, value }: Amount): boolean =>
  new Decimal(String(value)).decimalPlaces() > minorDigits(type);

/** A value's own amount, or those of its rows. */
function amountsOf({ kind, columns, value }: PlanLine): Amount[] {
  if (kind === 'currency') return amount(value);
  if (kind !== 'rows' || !Array.isArray(value)) return [];
  const money = Object.keys(columns ?? {}).filter((key) => columns?.[key] === 'currency');
  return value.flatMap((row) => money.flatMap((key) => (isRecord(row) ? amount(row[key]) : [])));
}

const isRecord = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function amount(value: Json | undefined): Amount[] {
  if (!isRecord(value)) return [];
  const { type, value: number } = value;
  return typeof type === 'string' && typeof number === 'number' ? [{ type, value: number }] : [];
}

function linkOf({ source: { object, recordId, property } }: PlanLine): PlanLink | undefined {
  if (object === undefined || recordId === undefined) return undefined;
  return { object, recordId, ...(property === undefined ? {} : { property }) };
}
