/** How long a call waits for others to come along. */
const gatherMs = 20;
/** When so many have come by then, more are on their way: they are waited for so long again. */
const crowd = 4;
const crowdMs = 150;

/**
 * Gathers calls that come close to each other into one. Every caller gets the whole answer and takes its part; a
 * failure is everybody's. `most` items go into one gathering.
 */
export const gather = <Item, Answer>(
  most: number,
  ask: (items: Item[]) => Promise<Answer>,
): ((items: readonly Item[]) => Promise<Answer>) => {
  let open: { items: Set<Item>; answer: Promise<Answer>; close: () => void } | null = null;
  const begin = () => {
    const items = new Set<Item>();
    let close: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    let timer = setTimeout(() => {
      if (items.size < crowd) close();
      else timer = setTimeout(close, crowdMs);
    }, gatherMs);
    const group = {
      items,
      close,
      answer: closed.then(() => {
        clearTimeout(timer);
        if (open === group) open = null;
        return ask([...items]);
      }),
    };
    return group;
  };
  return (items) => {
    open ??= begin();
    const group = open;
    for (const item of items) group.items.add(item);
    if (group.items.size >= most) {
      open = null;
      group.close();
    }
    return group.answer;
  };
};
