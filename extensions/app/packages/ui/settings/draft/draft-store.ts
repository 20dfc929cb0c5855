import type { CardError } from '@dealdraft/wire/card.ts';
import type { Clock } from '../../kit/time/clock.ts';
import type { Draft, DraftEvent } from './draft-state.ts';
import { draftOf, isUnsaved, reduceDraft, saveAfter } from './draft-state.ts';

/** What somebody else saved while this page was open. */
export type Theirs<Content> = { content: Content; revision: number; by: string; at: string };

export type SaveOutcome<Content> =
  | { kind: 'saved'; revision: number }
  | { kind: 'conflict'; theirs: Theirs<Content> }
  | { kind: 'refused'; error: CardError };

export type DraftStore<Content> = {
  subscribe: (listener: () => void) => () => void;
  draft: () => Draft<Content, Theirs<Content>>;
  edit: (content: Content) => void;
  /** Saves at once what is not saved yet; the answer tells whether everything is. */
  flush: () => Promise<boolean>;
  /** Writes this page's content over what somebody else saved. */
  keepMine: () => void;
  takeTheirs: () => void;
  /** Another content from the service, after a roll-back or an import. */
  replace: (content: Content, revision: number) => void;
};

type Options<Content> = {
  content: Content;
  revision: number;
  save: (content: Content, revision: number) => Promise<SaveOutcome<Content>>;
  clock: Clock;
};

/**
 * A draft that saves itself a moment after the last edit. It lives beside the screens, so leaving a screen neither loses
 * an edit nor stops its saving; one save at a time, and what was edited meanwhile is saved after it.
 */
export const createDraftStore = <Content>({
  content,
  revision,
  save,
  clock,
}: Options<Content>): DraftStore<Content> => {
  const listeners = new Set<() => void>();
  let draft = draftOf<Content, Theirs<Content>>(content, revision);
  let cancel: (() => void) | null = null;
  let sending: Promise<void> | null = null;

  const step = (event: DraftEvent<Content, Theirs<Content>>) => {
    draft = reduceDraft(draft, event);
    for (const listener of listeners) listener();
  };

  const plan = () => {
    cancel?.();
    const wait = saveAfter(draft);
    cancel = wait === null ? null : clock.after(wait, () => void send());
  };

  const attempt = async (): Promise<void> => {
    step({ type: 'sending' });
    const outcome = await save(draft.content, draft.revision);
    if (outcome.kind === 'saved') step({ type: 'saved', revision: outcome.revision, at: clock.now() });
    else if (outcome.kind === 'conflict') step({ type: 'conflicted', theirs: outcome.theirs });
    else step({ type: 'refused', error: outcome.error });
  };

  const send = (): Promise<void> => {
    cancel?.();
    cancel = null;
    sending ??= attempt().finally(() => {
      sending = null;
      plan();
    });
    return sending;
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    draft: () => draft,
    edit: (next) => {
      step({ type: 'edited', content: next });
      plan();
    },
    flush: async () => {
      // At most twice: what was under way, then what was edited since.
      if (sending !== null) await sending;
      if (isUnsaved(draft) && draft.conflict === null) await send();
      return !isUnsaved(draft);
    },
    keepMine: () => {
      if (draft.conflict === null) return;
      step({ type: 'keep_mine', revision: draft.conflict.revision });
      void send();
    },
    takeTheirs: () => {
      const { conflict } = draft;
      if (conflict === null) return;
      step({ type: 'take', content: conflict.content, revision: conflict.revision, at: clock.now() });
      plan();
    },
    replace: (next, nextRevision) => {
      step({ type: 'take', content: next, revision: nextRevision, at: clock.now() });
      plan();
    },
  };
};
