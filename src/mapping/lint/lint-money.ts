import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { Transform } from '@dealdraft/wire/mapping.ts';
import type { RecordObject } from '@dealdraft/wire/records.ts';
import { minorDigits } from '../values/currency-digits.ts';
import { parseDecimal } from '../values/decimal.ts';
import { kindByName, kindOf } from '../records/property-kind.ts';
import { definitionOf, error, warning } from './context.ts';
import type { LintContext } from './context.ts';
import type { Maker, Place } from './maker.ts';

type AsMoney = Extract<Transform, { kind: 'currency' }>;
const isMoney = (step: Transform): step is AsMoney => step.kind === 'currency';

/** Money is in the currency that it is said to be in, and in amounts that can be paid in it. */
export function lintMoney(context: LintContext, maker: Maker, place: Place): Finding[] {
  return maker.transforms
    .filter(isMoney)
    .flatMap((step) => [
      ...lintHomeMoney(context, maker, { ...place, step }),
      ...lintDecimals(maker, { ...place, step }),
    ]);
}

type Step = Place & { step: AsMoney };

/** What HubSpot keeps in the account's currency is in no other, whatever the deal's is. */
function lintHomeMoney(context: LintContext, { source }: Maker, { path, target, step }: Step): Finding[] {
  const label = step.currency === 'deal' ? null : homeAmount(context, source);
  if (label === null || step.currency === 'deal') return [];
  const words = {
    message: `${target.label}: “${label}” is in the account’s currency.`,
    fix: 'Choose the deal’s currency in the step “as money”: DealDraft then takes the account’s for this property.',
  };
  if (typeof step.currency === 'string')
    return [
      warning(
        { code: 'home_currency', target: path },
        {
          ...words,
          reason: `The step calls it ${step.currency}, which is wrong wherever the account’s currency is another.`,
        },
      ),
    ];
  return [
    error(
      { code: 'home_currency', target: path },
      {
        ...words,
        reason: `The step takes the currency from “${step.currency.property}”, which may be another.`,
      },
    ),
  ];
}

/** The label of a property whose amounts are in the account's currency; null for all others. */
function homeAmount(context: LintContext, source: Maker['source']): string | null {
  const read = amountRead(source);
  if (read === null) return null;
  const definition = definitionOf(context, read.object, read.property);
  const kind = definition === null ? kindByName(read.property) : kindOf(definition, read.object);
  return kind === 'homeMoney' ? (definition?.label ?? read.property) : null;
}

function amountRead(source: Maker['source']): { object: RecordObject; property: string } | null {
  if (source.kind === 'lineItemsSum') return { object: 'line_item', property: source.property };
  if (source.kind !== 'property') return null;
  return { object: 'object' in source ? source.object : 'line_item', property: source.property };
}

/** No currency has more decimals than four (CLF, UYW). */
const most = 4;

/** Where the digits are written down, too many of them are known before there is a deal. */
function lintDecimals({ source, transforms }: Maker, { path, target, step }: Step): Finding[] {
  const code = typeof step.currency === 'string' && step.currency !== 'deal' ? step.currency : null;
  const digits = code === null ? most : minorDigits(code);
  const written = writtenDecimals(source, transforms, step);
  if (written === null || written <= digits) return [];
  const has =
    code === null ? `No currency has more than ${most}` : `${code} has ${digits === 0 ? 'none' : digits}`;
  return [
    warning(
      { code: 'more_decimals', target: path },
      {
        message: `${target.label}: the amount may have ${written} decimals.`,
        reason: `${has}, so nobody could pay it exactly.`,
        fix: 'Round it in the step “as money”.',
      },
    ),
  ];
}

/** By the step itself, by a number step before it, or by the fixed value. */
function writtenDecimals(
  source: Maker['source'],
  transforms: readonly Transform[],
  step: AsMoney,
): number | null {
  if (step.decimals !== undefined && step.decimals > 0) return step.decimals;
  if (step.decimals !== undefined) return null;
  const before = transforms.slice(0, transforms.indexOf(step)).findLast(({ kind }) => kind === 'number');
  if (before?.kind === 'number' && before.decimals !== undefined) return before.decimals;
  const fixed = source.kind === 'constant' ? parseDecimal(String(source.value)) : null;
  return fixed === null ? null : fixed.decimalPlaces();
}

/** An amount and its currency may be mapped apart; then they may belong to two currencies. */
export function lintMoneyParts(context: LintContext): Finding[] {
  const { contractData } = context.mapping;
  const sourceOf = (target: string): Maker['source'] | undefined =>
    contractData.find((rule) => rule.target === target)?.source;
  return context.targets.flatMap(({ kind, key, label }): Finding[] => {
    const [value, type] = [sourceOf(`${key}.value`), sourceOf(`${key}.type`)];
    const amount = kind === 'currency' && value !== undefined ? homeAmount(context, value) : null;
    if (amount === null || type?.kind !== 'property') return [];
    return [
      error(
        { code: 'home_currency', target: `${key}.type` },
        {
          message: `${label}: “${amount}” is in the account’s currency.`,
          reason: `The currency is taken from “${type.property}”, which may be another.`,
          fix: 'Map the whole variable with the step “as money”, or write the account’s currency as a fixed value.',
        },
      ),
    ];
  });
}
