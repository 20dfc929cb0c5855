export type Path = readonly (string | number)[];

const isBranch = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === 'object' && value !== null;

/** The value at a path, or undefined. */
export const getIn = (root: unknown, path: Path): unknown => {
  let at = root;
  for (const step of path) {
    if (!isBranch(at)) return undefined;
    at = at[step];
  }
  return at;
};

/**
 * A copy with another value at a path; everything beside the path is shared with the original. `undefined` takes the key
 * out: in a list, the items after it move up. Missing objects on the way are made.
 */
export const setIn = <Root>(root: Root, path: Path, value: unknown): Root => {
  const [step, ...rest] = path;
  if (step === undefined) return value as Root;
  if (Array.isArray(root)) {
    const items: unknown[] = root;
    const index = Number(step);
    const next = rest.length === 0 ? value : setIn(items[index], rest, value);
    const changed =
      next === undefined
        ? items.filter((_, at) => at !== index)
        : index >= items.length
          ? [...items, next]
          : items.map((item, at) => (at === index ? next : item));
    return changed as Root;
  }
  const branch: Record<string | number, unknown> = isBranch(root) ? root : {};
  const next = rest.length === 0 ? value : setIn(branch[step], rest, value);
  const { [step]: _before, ...others } = branch;
  // A key that was there keeps its place: what is shown by key must not jump while it is edited.
  if (next === undefined) return others as Root;
  return (step in branch ? { ...branch, [step]: next } : { ...others, [step]: next }) as Root;
};
