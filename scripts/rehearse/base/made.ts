import { setTimeout as wait } from 'node:timers/promises';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { couldNotRun, type Outcome } from './outcome.ts';

/** `kept`: the vendor has no deletion, and this is as near as one gets. */
type Removed = { what: string; kept?: string };
type Left = { what: string; why: string };
export type CleanedUp = { removed: Removed[]; left: Left[] };

export type Thing<Value> = {
  /** As a person finds it: “deal 123 “DealDraft rehearsal 4f2a””. */
  what: (value: Value | null) => string;
  make: () => Promise<Result<Value, Outcome>>;
  remove: (value: Value) => Promise<Result<{ kept?: string }, string>>;
  /** Where it may be when a creation got no answer. */
  find?: () => Promise<Result<Value[], string>>;
};

const mostTries = 4;

/** Keeps what the rehearsal made, and takes it away again, the last one first. */
export function createMade({ retryMs = 2_000 }: { retryMs?: number } = {}) {
  const removals: (() => Promise<CleanedUp>)[] = [];
  const underWay = new Set<Promise<unknown>>();
  let closed = false;

  async function removeOne<Value>(thing: Thing<Value>, value: Value): Promise<CleanedUp> {
    const what = thing.what(value);
    for (let tried = 1; ; tried += 1) {
      const removed = await thing.remove(value);
      if (removed.ok) return { removed: [{ what, ...removed.value }], left: [] };
      if (tried === mostTries) return { removed: [], left: [{ what, why: removed.failure }] };
      await wait(retryMs * tried);
    }
  }

  /** For a creation that got no answer: whatever is found is taken away, and what can't be looked for is told. */
  async function removeFound<Value>(thing: Thing<Value>): Promise<CleanedUp> {
    const what = thing.what(null);
    if (thing.find === undefined)
      return {
        removed: [],
        left: [{ what, why: "the vendor didn't respond when it was created. Check whether it exists." }],
      };
    const found = await thing.find();
    if (!found.ok) return { removed: [], left: [{ what, why: found.failure }] };
    return together(await inTurn(found.value.map((value) => () => removeOne(thing, value))));
  }

  return {
    /** Makes something, and remembers to take it away. After the end nothing more is made. */
    async create<Value>(thing: Thing<Value>): Promise<Result<Value, Outcome>> {
      if (closed) return fail(couldNotRun('The rehearsal was stopped.'));
      const making = thing.make();
      underWay.add(making);
      try {
        const made = await making;
        if (made.ok) removals.push(() => removeOne(thing, made.value));
        else if ('maybe' in made.failure && made.failure.maybe === true)
          removals.push(() => removeFound(thing));
        return made;
      } finally {
        underWay.delete(making);
      }
    },
    /** Waits for creations under way, then removes everything. A second call finds nothing left to do. */
    async cleanUp(): Promise<CleanedUp> {
      closed = true;
      await Promise.allSettled([...underWay]);
      // A creation is written down right after it ended, which is one turn later than its own end.
      await wait(0);
      return together(await inTurn(removals.splice(0).toReversed()));
    },
  };
}

export type Made = ReturnType<typeof createMade>;

async function inTurn<Value>(calls: (() => Promise<Value>)[]): Promise<Value[]> {
  const values: Value[] = [];
  for (const call of calls) values.push(await call());
  return values;
}

function together(parts: CleanedUp[]): CleanedUp {
  return { removed: parts.flatMap(({ removed }) => removed), left: parts.flatMap(({ left }) => left) };
}

/** Runs once, however often it's asked; a failure is forgotten, so that the next step may try again. */
export function once<Value, Failure>(
  make: () => Promise<Result<Value, Failure>>,
): () => Promise<Result<Value, Failure>> {
  let kept: Promise<Result<Value, Failure>> | null = null;
  return async () => {
    kept ??= make();
    const made = await kept;
    if (!made.ok) kept = null;
    return made;
  };
}

/** What a removal answers when the vendor took it away, or no longer had it. */
export const gone = ok({});
