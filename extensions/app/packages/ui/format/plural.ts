/** "1 value", "2 values". */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${String(number)} ${number === 1 ? one : many}`;

/** "a, b and 2 more": at most `shown` of the names. */
export const listNames = (names: readonly string[], shown = 3): string => {
  if (names.length <= shown) {
    const last = names.at(-1);
    if (last === undefined) return '';
    return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
  }
  return `${names.slice(0, shown).join(', ')} and ${String(names.length - shown)} more`;
};
