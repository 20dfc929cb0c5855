export type TableRow = { from: string; to: string };

/** A lookup table as text, one row a line: `net_30 = 30 days`. */
export const encodeTable = (table: readonly TableRow[]): string =>
  table.map(({ from, to }) => (to === '' ? from : `${from} = ${to}`)).join('\n');

/** The first ` = ` of a line divides it, so that a value may hold an equals sign. Lines without one are still being written. */
export const decodeTable = (text: string): TableRow[] =>
  text.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    const at = /\s*=\s*/.exec(line);
    return at === null
      ? [{ from: line.trimStart(), to: '' }]
      : [{ from: line.slice(0, at.index).trimStart(), to: line.slice(at.index + at[0].length) }];
  });
