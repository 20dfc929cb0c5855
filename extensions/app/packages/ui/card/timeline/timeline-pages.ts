import type { TimelineView } from '@dealdraft/wire/card.ts';

/** Newer entries first, then the next older page; an entry that stands in both (new ones shift the pages) shows once. */
export const appendPage = (newer: TimelineView | null, older: TimelineView | null): TimelineView | null => {
  if (newer === null || older === null) return newer ?? older;
  const known = new Set(newer.events.map(({ id }) => id));
  return {
    events: [...newer.events, ...older.events.filter(({ id }) => !known.has(id))],
    before: older.before,
  };
};
