import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOf, isUnsaved, reduceDraft, saveAfter } from '@dealdraft/ui/settings/draft/draft-state.ts';
import type { SaveOutcome } from '@dealdraft/ui/settings/draft/draft-store.ts';
import { createDraftStore } from '@dealdraft/ui/settings/draft/draft-store.ts';
import { later, manualClock } from '../card/kit.tsx';

const error = (canRetry: boolean) => ({ code: 'unexpected' as const, message: 'No answer.', canRetry });
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

const open = (save: (content: string, revision: number) => Promise<SaveOutcome<string>>) => {
  const clock = manualClock();
  const saves: string[] = [];
  const store = createDraftStore<string>({
    content: 'a',
    revision: 1,
    clock,
    save: (content, revision) => {
      saves.push(`${content}@${String(revision)}`);
      return save(content, revision);
    },
  });
  return { clock, saves, store };
};
const saved = (revision: number): Promise<SaveOutcome<string>> =>
  Promise.resolve({ kind: 'saved', revision });

describe('when a draft saves itself', () => {
  const edited = reduceDraft(draftOf<string, string>('a', 1), { type: 'edited', content: 'b' });
  const sending = reduceDraft(edited, { type: 'sending' });
  const refused = (times: number, canRetry = true) =>
    Array.from({ length: times }).reduce<typeof edited>(
      (was) => reduceDraft(was, { type: 'refused', error: error(canRetry) }),
      edited,
    );

  it.each([
    ['nothing was edited', draftOf<string, string>('a', 1), null],
    ['somebody typed', edited, 900],
    ['a save is under way', sending, null],
    ['the service did not answer', refused(1), 2_000],
    ['it failed three times', refused(3), 8_000],
    ['it fails for long', refused(12), 30_000],
    ['it was refused for good', refused(1, false), null],
    [
      'another edit after a refusal for good',
      reduceDraft(refused(1, false), { type: 'edited', content: 'c' }),
      900,
    ],
    ['somebody else changed it', reduceDraft(sending, { type: 'conflicted', theirs: 'x' }), null],
  ])('%s', (_case, draft, wait) => {
    expect(saveAfter(draft)).toBe(wait);
  });

  it('never takes an edit made while saving for saved, whatever comes in which order', () => {
    const event = fc.constantFrom('edited', 'sending', 'saved', 'refused');
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let draft = draftOf<number, string>(0, 1);
        let sent = 0;
        let stored = 0;
        for (const type of events) {
          if (type === 'edited') draft = reduceDraft(draft, { type, content: draft.content + 1 });
          if (type === 'sending') {
            sent = draft.content;
            draft = reduceDraft(draft, { type });
          }
          if (type === 'saved' && draft.sendingEdits !== null) {
            stored = sent;
            draft = reduceDraft(draft, { type, revision: draft.revision + 1, at: 0 });
          }
          if (type === 'refused' && draft.sendingEdits !== null)
            draft = reduceDraft(draft, { type, error: error(true) });
          expect(isUnsaved(draft)).toBe(stored !== draft.content);
        }
      }),
    );
  });
});

describe('the draft’s store', () => {
  it('saves once, a moment after the last of several edits', async () => {
    const { clock, saves, store } = open((_content, revision) => saved(revision + 1));
    store.edit('ab');
    clock.advance(500);
    store.edit('abc');
    clock.advance(500);
    expect(saves).toEqual([]);
    clock.advance(400);
    await settle();
    expect(saves).toEqual(['abc@1']);
    expect(store.draft()).toMatchObject({ revision: 2, content: 'abc' });
    expect(isUnsaved(store.draft())).toBe(false);
  });

  it('saves what was edited meanwhile after the save that is under way, with its revision', async () => {
    const first = later<SaveOutcome<string>>();
    const { clock, saves, store } = open((content) => (content === 'b' ? first.promise : saved(3)));
    store.edit('b');
    clock.advance(900);
    store.edit('c');
    clock.advance(5_000);
    expect(saves).toEqual(['b@1']);
    first.answer({ kind: 'saved', revision: 2 });
    await settle();
    expect(isUnsaved(store.draft())).toBe(true);
    clock.advance(900);
    await settle();
    expect(saves).toEqual(['b@1', 'c@2']);
    expect(isUnsaved(store.draft())).toBe(false);
  });

  it('tries again ever more slowly while the service does not answer, and keeps what was typed', async () => {
    const { clock, saves, store } = open(() => Promise.resolve({ kind: 'refused', error: error(true) }));
    store.edit('b');
    clock.advance(900);
    await settle();
    expect(store.draft()).toMatchObject({ content: 'b', failures: 1 });
    expect(clock.waits()).toEqual([2_000]);
    clock.advance(2_000);
    await settle();
    expect(clock.waits()).toEqual([4_000]);
    expect(saves).toHaveLength(2);
  });

  const theirs = { content: 'x', revision: 7, by: 'Ben', at: '2026-11-05T11:00:00Z' };

  it('stops at a conflict until a person decides, and then writes over it with the new revision', async () => {
    const { clock, saves, store } = open((_content, revision) =>
      revision === 1 ? Promise.resolve({ kind: 'conflict', theirs }) : saved(8),
    );
    store.edit('b');
    clock.advance(900);
    await settle();
    store.edit('bc');
    clock.advance(60_000);
    expect(saves).toEqual(['b@1']);
    expect(await store.flush()).toBe(false);
    store.keepMine();
    await settle();
    expect(saves).toEqual(['b@1', 'bc@7']);
    expect(store.draft()).toMatchObject({ conflict: null, revision: 8, content: 'bc' });
  });

  it('takes the other content when the person says so, and has nothing left to save', async () => {
    const { clock, store } = open(() => Promise.resolve({ kind: 'conflict', theirs }));
    store.edit('b');
    clock.advance(900);
    await settle();
    store.takeTheirs();
    expect(store.draft()).toMatchObject({ content: 'x', revision: 7, conflict: null });
    expect(isUnsaved(store.draft())).toBe(false);
    expect(clock.waits()).toEqual([]);
  });

  it('flushes at once, waiting for the save that is under way', async () => {
    const first = later<SaveOutcome<string>>();
    const { saves, store } = open((content) => (content === 'b' ? first.promise : saved(3)));
    store.edit('b');
    const flushed = store.flush();
    store.edit('c');
    const again = store.flush();
    first.answer({ kind: 'saved', revision: 2 });
    await flushed;
    expect(await again).toBe(true);
    expect(saves).toEqual(['b@1', 'c@2']);
  });
});
