import type { AddressRules } from '@dealdraft/wire/mapping.ts';
import type { PlanLine, PlannedAddress } from '@dealdraft/wire/plan.ts';
import { countryCode, countryName } from '../values/country.ts';
import { blocks } from './evaluate-rule.ts';
import type { Scope } from '../records/scope.ts';
import { filled, textLine, textOf } from './section-rules.ts';

const labels = {
  lineOne: 'Address line one',
  lineTwo: 'Address line two',
  city: 'City',
  state: 'State',
  zipcode: 'Postal code',
  country: 'Country',
  email: 'Address email',
  phone: 'Address phone',
  taxId: 'Tax id',
  gstNumber: 'GST number',
} as const;
type Part = keyof typeof labels;
/** SpotDraft refuses an address without these. */
const needed: readonly Part[] = ['lineOne', 'city', 'country'];

/** The counterparty's address, whole or not at all. */
export function planAddress(
  scope: Scope,
  rules: AddressRules,
): { lines: PlanLine[]; address: PlannedAddress | undefined } {
  const lines = new Map<Part, PlanLine>();
  for (const part of Object.keys(labels) as Part[]) {
    const line = textLine(scope, rules[part], {
      path: `counterparty.address.${part}`,
      label: labels[part],
      section: 'counterparty',
      required: needed.includes(part),
      ...(part === 'country' || part === 'email' ? { as: part } : {}),
    });
    if (line) lines.set(part, line);
  }
  const all = [...lines.values()];
  const incomplete = needed.some((part) => lines.get(part)?.status === 'missing');
  if (incomplete && rules.whenIncomplete === 'leave_out')
    return { lines: all.map(leftOut), address: undefined };
  if (all.some(blocks)) return { lines: all, address: undefined };
  const text = (part: Part): string => textOf(lines.get(part));
  const iso = countryCode(text('country')) ?? '';
  const { lineTwo, state, zipcode, email, phone, taxId, gstNumber } = Object.fromEntries(
    Object.keys(labels).map((part) => [part, text(part as Part)]),
  ) as Record<Part, string>;
  return {
    lines: all,
    address: {
      lineOne: text('lineOne'),
      city: text('city'),
      country: countryName(iso),
      countryIsoCode: iso,
      ...filled({ lineTwo, state, zipcode, email, phone, taxId, gstNumber }),
    },
  };
}

/** Wrong values still stop: only absent ones make an address go away. */
function leftOut(line: PlanLine): PlanLine {
  if (line.status === 'choose' || line.status === 'invalid') return line;
  const { problem: _problem, ...rest } = line;
  return { ...rest, value: null, status: 'blank', display: 'Not sent: the address is incomplete' };
}
