import type { CardError } from '@dealdraft/wire/card.ts';

/**
 * A document that a person edits and that saves itself. `edits` numbers the edits, `savedEdits` says which of them the
 * service has, so an edit made while saving is never taken for saved. `revision` is the service's: a save against an older
 * one is a conflict, which a person decides.
 */
export type Draft<Content, Theirs> = {
  content: Content;
  revision: number;
  edits: number;
  savedEdits: number;
  sendingEdits: number | null;
  failures: number;
  error: CardError | null;
  /** What somebody else saved meanwhile. */
  conflict: Theirs | null;
  /** When the service last confirmed, by our clock. */
  savedAt: number | null;
};

export type DraftEvent<Content, Theirs> =
  | { type: 'edited'; content: Content }
  | { type: 'sending' }
  | { type: 'saved'; revision: number; at: number }
  | { type: 'refused'; error: CardError }
  | { type: 'conflicted'; theirs: Theirs }
  | { type: 'keep_mine'; revision: number }
  | { type: 'take'; content: Content; revision: number; at: number };

export const draftOf = <Content, Theirs>(content: Content, revision: number): Draft<Content, Theirs> => ({
  content,
  revision,
  edits: 0,
  savedEdits: 0,
  sendingEdits: null,
  failures: 0,
  error: null,
  conflict: null,
  savedAt: null,
});

export const reduceDraft = <Content, Theirs>(
  was: Draft<Content, Theirs>,
  event: DraftEvent<Content, Theirs>,
): Draft<Content, Theirs> => {
  switch (event.type) {
    case 'edited':
      // What was refused for good may be right now: it is tried again with the new content.
      return {
        ...was,
        content: event.content,
        edits: was.edits + 1,
        error: was.error?.canRetry === false ? null : was.error,
      };
    case 'sending':
      return { ...was, sendingEdits: was.edits };
    case 'saved':
      return {
        ...was,
        revision: event.revision,
        savedEdits: was.sendingEdits ?? was.savedEdits,
        sendingEdits: null,
        failures: 0,
        error: null,
        savedAt: event.at,
      };
    case 'refused':
      return { ...was, sendingEdits: null, failures: was.failures + 1, error: event.error };
    case 'conflicted':
      return { ...was, sendingEdits: null, conflict: event.theirs, error: null };
    case 'keep_mine':
      return { ...was, conflict: null, revision: event.revision, failures: 0, error: null };
    case 'take':
      return {
        ...draftOf<Content, Theirs>(event.content, event.revision),
        edits: was.edits,
        savedEdits: was.edits,
        savedAt: event.at,
      };
  }
};

export const isUnsaved = (draft: Draft<unknown, unknown>): boolean => draft.edits > draft.savedEdits;

const QUIET_MS = 900;
const FIRST_RETRY_MS = 2_000;
const SLOWEST_RETRY_MS = 30_000;

/**
 * How long to wait before the next save; null: there is nothing to do by itself. After a failure that repeating cannot
 * mend, the next edit or the person tries again.
 */
export const saveAfter = (draft: Draft<unknown, unknown>): number | null => {
  if (!isUnsaved(draft) || draft.sendingEdits !== null || draft.conflict !== null) return null;
  if (draft.error === null) return QUIET_MS;
  if (!draft.error.canRetry) return null;
  return Math.min(FIRST_RETRY_MS * 2 ** (draft.failures - 1), SLOWEST_RETRY_MS);
};
