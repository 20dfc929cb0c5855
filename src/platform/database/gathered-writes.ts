/** More is waiting than can be stored soon: whoever asks is told to come again. */
export class Overloaded extends Error {
  constructor() {
    super('more waits to be stored than can be stored soon');
  }
}

export type GatheredWrites<Item, Result> = {
  /** Answers when all of these are committed, with what became of each. Throws `Overloaded` at once when there is no room. */
  take: (items: readonly Item[]) => Promise<Result[]>;
};

type Options<Item, Result> = {
  /** Stores all of them in one statement or none. */
  write: (items: readonly Item[]) => Promise<Result[]>;
  sizeOf: (item: Item) => number;
  /** What becomes of the one item that Postgres refuses. */
  refused: (item: Item, error: unknown) => Result;
  statements?: number;
  batch?: Room;
  queue?: Room;
};
type Room = { items: number; bytes: number };
type Waiting<Item, Result> = {
  item: Item;
  size: number;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
/** The values' own fault: a value, a constraint, or a size that Postgres does not take. */
const isItemsFault = (error: unknown): boolean => /^(22|23|54)/.test(codeOf(error));
/** Two statements stood in each other's way: nothing is wrong with either. */
const isCollision = (error: unknown): boolean => /^40(001|P01)$/.test(codeOf(error));
const mostCollisions = 5;

/**
 * Gathers what many callers want stored at the same moment into few statements: while the allowed number of them is under
 * way, what comes waits and goes with the next. On an idle system nobody waits. A statement that Postgres refuses is halved
 * until the item at fault is alone, so that its neighbors are stored.
 */
export const gatherWrites = <Item, Result>({
  write,
  sizeOf,
  refused,
  statements = 2,
  batch = { items: 500, bytes: 4 * 1024 * 1024 },
  queue = { items: 5_000, bytes: 32 * 1024 * 1024 },
}: Options<Item, Result>): GatheredWrites<Item, Result> => {
  const waiting: Waiting<Item, Result>[] = [];
  let waitingBytes = 0;
  let underWay = 0;
  let planned = false;

  const nextBatch = (): Waiting<Item, Result>[] => {
    let bytes = 0;
    let count = 0;
    for (const { size } of waiting) {
      if (count > 0 && (count === batch.items || bytes + size > batch.bytes)) break;
      bytes += size;
      count += 1;
    }
    waitingBytes -= bytes;
    return waiting.splice(0, count);
  };

  const store = async (some: readonly Waiting<Item, Result>[], collisions = 0): Promise<void> => {
    try {
      const results = await write(some.map(({ item }) => item));
      for (const [index, { resolve }] of some.entries()) resolve(results[index] as Result);
    } catch (error) {
      const [first] = some;
      if (isCollision(error) && collisions < mostCollisions) await store(some, collisions + 1);
      else if (!isItemsFault(error)) for (const { reject } of some) reject(error);
      else if (some.length === 1 && first !== undefined) first.resolve(refused(first.item, error));
      else {
        const half = Math.ceil(some.length / 2);
        await store(some.slice(0, half));
        await store(some.slice(half));
      }
    }
  };

  const pump = (): void => {
    planned = false;
    while (underWay < statements && waiting.length > 0) {
      underWay += 1;
      void store(nextBatch()).finally(() => {
        underWay -= 1;
        pump();
      });
    }
  };

  return {
    take: (items) => {
      const sizes = items.map(sizeOf);
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      if (waiting.length + items.length > queue.items || waitingBytes + bytes > queue.bytes)
        return Promise.reject(new Overloaded());
      waitingBytes += bytes;
      const results = items.map(
        (item, index) =>
          new Promise<Result>((resolve, reject) => {
            waiting.push({ item, size: sizes[index] ?? 0, resolve, reject });
          }),
      );
      // What came with the same turn of the event loop goes along.
      if (!planned) setImmediate(pump);
      planned = true;
      return Promise.all(results);
    },
  };
};
