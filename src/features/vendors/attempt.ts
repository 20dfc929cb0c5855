import type { VendorFailure } from '../../platform/vendor-failure.ts';
import type { Result } from '@dealdraft/wire/result.ts';

/** What a look for the effect of an earlier attempt found. `not_yet`: it may still appear, for its window is open. */
export type Look<Value, Failure> =
  | { is: 'made'; value: Value }
  | { is: 'absent' }
  | { is: 'not_yet' }
  /** Nothing tells whether it was done. */
  | { is: 'unknowable' }
  /** Another run of the job is at it. */
  | { is: 'taken' }
  | { is: 'unseen'; failure: Failure };

export type Attempt<Value, Failure extends VendorFailure> = {
  /** An earlier attempt was written down, and nobody knows how it ended. */
  isOpen: boolean;
  look: () => Promise<Look<Value, Failure>>;
  /** Writes the attempt down; false when another run of the job is at it. */
  mark: () => Promise<boolean>;
  /** All that comes before the call and changes nothing; what it gives is the call. */
  prepare: () => Promise<Result<() => Promise<Result<Value, Failure>>, Failure>>;
  /** Certainly nothing came of it: no look is owed. */
  unmark: () => Promise<void>;
  /** It may have been done: from now on it is looked for. */
  leaveOpen?: () => Promise<void>;
};

export type AttemptEnd<Value, Failure> =
  | Exclude<Look<Value, Failure>, { is: 'absent' }>
  /** The vendor did nothing. */
  | { is: 'refused'; failure: Failure }
  | { is: 'unclear'; failure: Failure };

/**
 * Has a vendor do something once, though it has no key against repetition. The attempt is written down before the call; one
 * whose end is not known is looked for, and only what certainly did not come of it is asked for again. This holds across
 * crashes, lost answers and two workers, as long as every caller keeps what it marks in the database
 * (docs/decisions/0001-exactly-once-creation.md).
 */
export const attempt = async <Value, Failure extends VendorFailure>(
  steps: Attempt<Value, Failure>,
): Promise<AttemptEnd<Value, Failure>> => {
  if (steps.isOpen) {
    const seen = await steps.look();
    if (seen.is !== 'absent') return seen;
  }
  const prepared = await steps.prepare();
  if (!prepared.ok) return { is: 'refused', failure: prepared.failure };
  if (!(await steps.mark())) return { is: 'taken' };
  const answer = await prepared.value();
  if (answer.ok) return { is: 'made', value: answer.value };
  const { failure } = answer;
  if (failure.processed === 'no') {
    await steps.unmark();
    return { is: 'refused', failure };
  }
  await steps.leaveOpen?.();
  return { is: 'unclear', failure };
};
