import type { CardError } from '@dealdraft/wire/card.ts';

/**
 * Something a person asked the service to do. The key belongs to the wish, not to the try: as long as the same thing is
 * asked again after a failure, the same key goes with it, so a wish that did arrive the first time is not done twice.
 */
export type Submission = {
  state: 'idle' | 'sending' | 'failed' | 'accepted';
  key: string | null;
  /** The wish in a comparable form. */
  wish: string | null;
  error: CardError | null;
};

export type SubmissionEvent =
  | { type: 'sent'; wish: string; key: string }
  | { type: 'accepted'; key: string }
  | { type: 'failed'; key: string; error: CardError }
  | { type: 'reset' };

export const nothingSubmitted: Submission = { state: 'idle', key: null, wish: null, error: null };

/** The key for a wish: that of the failed try of the very same wish, else a fresh one. */
export const keyFor = (was: Submission, wish: string, fresh: () => string): string =>
  was.state === 'failed' && was.key !== null && was.wish === wish ? was.key : fresh();

export const reduceSubmission = (was: Submission, event: SubmissionEvent): Submission => {
  switch (event.type) {
    case 'sent':
      return { state: 'sending', key: event.key, wish: event.wish, error: null };
    case 'accepted':
      return was.key === event.key ? { ...was, state: 'accepted', error: null } : was;
    case 'failed':
      return was.key === event.key ? { ...was, state: 'failed', error: event.error } : was;
    case 'reset':
      return nothingSubmitted;
  }
};
