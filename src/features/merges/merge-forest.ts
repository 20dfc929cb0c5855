/** Old ids and the record to which each leads now: in one step, however often records were merged. */
export type Leads = ReadonlyMap<string, string>;

export type Merge = { from: readonly string[]; into: string };
export type Noted = {
  /** Where all of it leads: the record that came of the merge, or of a later merge of that one. */
  into: string;
  /** What hung on these belongs to `into` now. */
  from: string[];
  /** Old ids that lead elsewhere than before. */
  changed: Map<string, string>;
};

/**
 * What a merge means for what is known. News of merges come late, twice and in any order, also from reads of either
 * record; whichever way they come, the same ids lead to the same record, and never in a circle.
 */
export function noteMerge(known: Leads, merge: Merge): Noted {
  const into = known.get(merge.into) ?? merge.into;
  const told = merge.from.filter((id) => id !== into);
  // An id that was known to lead elsewhere tells that the record there was merged, too: HubSpot undoes no merge.
  const between = told.flatMap((id) => known.get(id) ?? []).filter((id) => id !== into);
  const from = [...new Set([...told, ...(merge.into === into ? [] : [merge.into]), ...between])];
  const behind = [...known].filter(([, to]) => from.includes(to)).map(([id]) => id);
  const changed = new Map(
    [...from, ...behind].filter((id) => id !== into && known.get(id) !== into).map((id) => [id, into]),
  );
  return { into, from, changed };
}
