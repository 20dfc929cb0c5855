import { fail } from '@dealdraft/wire/result.ts';

/**
 * What became of one assumption. `seen` says what the vendor did, `why` what kept the step from finding out.
 * `maybe`: a write was sent, and what became of it is unknown, so something may have been made.
 */
export type Outcome =
  | { result: 'holds'; seen: string }
  | { result: 'does-not-hold'; seen: string; maybe?: true }
  | { result: 'skipped'; why: string }
  | CouldNotRun;
export type CouldNotRun = { result: 'could-not-run'; why: string; maybe?: true };

export type OutcomeResult = Outcome['result'];

export function holds(seen: string): Outcome {
  return { result: 'holds', seen };
}

export function doesNotHold(seen: string, { maybe = false } = {}): Outcome {
  return { result: 'does-not-hold', seen, ...(maybe ? { maybe } : {}) };
}

export function skipped(why: string): Outcome {
  return { result: 'skipped', why };
}

export function couldNotRun(why: string, { maybe = false } = {}): CouldNotRun {
  return { result: 'could-not-run', why, ...(maybe ? { maybe } : {}) };
}

/** Holds when the condition does; what was seen is told either way. */
export function check(condition: boolean, seen: string): Outcome {
  return condition ? holds(seen) : doesNotHold(seen);
}

type VendorFailure = {
  kind: string;
  operation: string;
  status: number | null;
  processed: 'no' | 'maybe' | 'yes';
  scopes?: readonly string[];
  text: { admin: string };
};

/**
 * A failure of one of the product's own clients, when the call was only a means to an end. One that the client can't read is
 * a finding all the same: the product would stumble there, too.
 */
export function blockedBy(failure: VendorFailure): Outcome {
  if (failure.kind === 'missing_scopes') return couldNotRun(missingScopes(failure.scopes ?? []));
  const maybe = failure.processed !== 'no';
  if (failure.kind === 'unreadable')
    return doesNotHold(`DealDraft can't read the response of ${failure.operation}`, { maybe });
  const why = `${failure.text.admin} (${failure.operation}${failure.status === null ? '' : `, ${String(failure.status)}`})`;
  return couldNotRun(why, { maybe });
}

/** The same, as the failure of whatever wanted the call. */
export function blocked(failure: VendorFailure) {
  return fail(blockedBy(failure));
}

export function missingScopes(scopes: readonly string[]): string {
  const which = scopes.length === 0 ? "a scope (HubSpot doesn't say which)" : scopes.join(', ');
  return `The HubSpot token doesn't have the scope ${which}. Add the scope to the app, then try again with a new token.`;
}
