import type { TimelineEntry } from '../../api/types.ts';

export type Note = Extract<TimelineEntry, { kind: 'note' }>;
export type Change = Extract<TimelineEntry, { kind: 'change' }>;
export type TimelineGroup = { kind: 'note'; note: Note } | { kind: 'changes'; changes: Change[] };

const together = (a: Change, b: Change): boolean =>
  a.at === b.at && a.source === b.source && a.sourceId === b.sourceId;

/** Changes made by one act (an import, one call of an app) as one entry: the same moment and source, side by side. */
export const groupTimeline = (timeline: TimelineEntry[]): TimelineGroup[] => {
  const groups: TimelineGroup[] = [];
  for (const entry of timeline) {
    const last = groups.at(-1);
    const before = last?.kind === 'changes' ? last.changes[0] : undefined;
    if (entry.kind === 'note') groups.push({ kind: 'note', note: entry });
    else if (last?.kind === 'changes' && before !== undefined && together(before, entry))
      last.changes.push(entry);
    else groups.push({ kind: 'changes', changes: [entry] });
  }
  return groups;
};
