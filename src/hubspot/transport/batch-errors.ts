import { z } from 'zod';
import { toErrorBody } from './error-body.ts';
import type { ErrorBody } from './error-body.ts';
import type { HubSpotFailure } from './failure.ts';
import { translateBody } from './translate-error.ts';
import type { CallFacts } from './translate-error.ts';

/** What stands beside the results when HubSpot could not do a part of a batch: the answer is a 207, and looks like a success. */
export const batchErrors = {
  errors: z.array(z.unknown()).nullish(),
  numErrors: z.number().nullish(),
};
type BatchAnswer = { errors?: unknown[] | null | undefined; numErrors?: number | null | undefined };

/**
 * Why a part of a batch could not be read; null when nothing is wrong but that records do not exist. Only those may
 * count as missing: a record that HubSpot failed to read would else be one line item fewer on paper, or a note written twice.
 *
 * https://developers.hubspot.com/docs/api-reference/error-handling ("Multi-Status Errors")
 */
export function unreadPart(call: CallFacts, { errors, numErrors }: BatchAnswer): HubSpotFailure | null {
  const told = (errors ?? []).map(toErrorBody);
  // Errors that are counted and not listed say nothing of what went wrong.
  const untold = told.length === 0 && (numErrors ?? 0) > 0 ? toErrorBody({}) : undefined;
  const body = told.find((error) => !isNotFound(error)) ?? untold;
  if (body === undefined) return null;
  const status = statusOfCategory(body.category, tryAgain);
  return translateBody(call, { status: isForLater(status) ? status : tryAgain, headers: {} }, body);
}

/** A read has nothing in it that could be wrong: what fails for one record works when it is asked again. */
const tryAgain = 503;
const isForLater = (status: number): boolean => status >= 500 || status === 429 || status === 403;

const isNotFound = ({ category }: ErrorBody): boolean => /(^|_)NOT_FOUND$/.test(category ?? '');

/** An error inside a 207 has a category and no status of its own. */
export function statusOfCategory(category: string | undefined, otherwise: number): number {
  switch (category) {
    case 'OBJECT_NOT_FOUND':
      return 404;
    case 'MISSING_SCOPES':
      return 403;
    case 'CONFLICT':
      return 409;
    case 'RATE_LIMITS':
      return 429;
    case 'INTERNAL_ERROR':
      return 500;
    default:
      return otherwise;
  }
}
