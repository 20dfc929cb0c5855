import { useEffect, useRef, useState } from 'react';
import type { Envelope } from '@dealdraft/wire/card.ts';
import { useLoaded } from './use-loaded.ts';
import type { Loaded } from './loaded.ts';

type Options<Page, Item, Cursor> = {
  read: (before: Cursor | null) => Promise<Envelope<Page>>;
  items: (page: Page) => readonly Item[];
  next: (page: Page) => Cursor | null;
  /** A change of these starts over from the newest. */
  on: readonly unknown[];
};

export type Paged<Page, Item> = {
  /** The page read last. */
  first: Loaded<Page>;
  items: readonly Item[];
  /** Adds the next page; null when there is none. */
  more: (() => void) | null;
  again: () => void;
};

/** A list read page by page, newest first; what was read stays while more is added. A late page of another filter is dropped. */
export const usePaged = <Page, Item, Cursor = string>(
  options: Options<Page, Item, Cursor>,
): Paged<Page, Item> => {
  const { items, next, on } = options;
  const [loaded, load] = useLoaded<Page>();
  const [pages, setPages] = useState<readonly Page[]>([]);
  const turn = useRef(0);
  const latest = useRef(options.read);
  latest.current = options.read;

  const read = (before: Cursor | null) => {
    if (before === null) turn.current += 1;
    const mine = turn.current;
    void load(() => latest.current(before), { keep: true }).then((answer) => {
      if (!answer.ok || mine !== turn.current) return;
      setPages((was) => (before === null ? [answer.data] : [...was, answer.data]));
    });
  };
  const again = () => {
    read(null);
  };
  useEffect(again, [JSON.stringify(on)]);
  const last = pages.at(-1);
  const cursor = last === undefined ? null : next(last);
  return {
    first: loaded,
    items: pages.flatMap((page) => [...items(page)]),
    more:
      cursor === null
        ? null
        : () => {
            if (loaded.state !== 'loading') read(cursor);
          },
    again,
  };
};
