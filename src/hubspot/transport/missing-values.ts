import type { ErrorBody } from './error-body.ts';
import { namesIn } from './error-body.ts';
import type { MissingValue } from './failure.ts';

/**
 * HubSpot's codes for values that its admins require, from API version 2026-09 on ("CRM API write validation
 * enforcement", changelog of 2026-08-11). Other endings are read too: its documentation promises no list.
 */
const missingCode = /^(MISSING_)?(CONDITIONAL_)?REQUIRED_(PROPERT(Y|IES)|FIELDS?)$/;

/** The sentences by which HubSpot tells it, for bodies without a code. The second name is what makes the first required. */
const sentences = [
  /['"]?\b([a-z]\w*)['"]? is required because of a conditional property rule based on \[([^\]]*)\]/gi,
  /\bproperty ['"]?([a-z]\w*)['"]? is required(?: when ['"]?([a-z]\w*)['"]? is)?/gi,
  /\bvalue for ['"]?([a-z]\w*)['"]? must be provided/gi,
];
const unnamed = /\brequired propert(y|ies) (was|were) not set\b/i;

type Detail = { message: string; code?: string | undefined; context?: Record<string, unknown> | undefined };

/**
 * The values that a refused write lacks. Empty when the refusal is about anything else as well: then filling them in
 * would not help.
 */
export function missingValues(body: ErrorBody): MissingValue[] {
  const details: Detail[] =
    body.errors.length > 0 ? body.errors : [{ message: body.message, context: body.context }];
  const found = details.map(missingOf);
  if (found.some((values) => values === null)) return [];
  const values = found.flatMap((each) => each ?? []);
  return values.filter(
    ({ property }, index) => values.findIndex((other) => other.property === property) === index,
  );
}

/** Null when the detail tells of something else. */
function missingOf({ code, message, context }: Detail): MissingValue[] | null {
  const told = sentences.flatMap((sentence) =>
    [...message.matchAll(sentence)].map(([, property = '', because]) => ({
      property,
      because: because?.split(',')[0]?.trim() || null,
    })),
  );
  if (!missingCode.test(code ?? '') && told.length === 0 && !unnamed.test(message)) return null;
  const named = namesIn(context ?? {}, [
    'propertyName',
    'propertyNames',
    'properties',
    'missingProperties',
    'missingRequiredProperties',
  ]);
  if (named.length === 0) return told;
  const because = told[0]?.because ?? null;
  return named.map((property) => told.find((one) => one.property === property) ?? { property, because });
}
