import { printTable } from './table.ts';

/** Where a bench's figures go, as numbers, when they are asked for with `--json`: one line a bench. */
export const report = (
  bench: string,
  figures: Record<string, unknown>,
  table: { title: string; rows: readonly (readonly string[])[] },
): void => {
  if (process.argv.includes('--json')) console.log(JSON.stringify({ bench, ...figures }));
  else printTable(table.title, table.rows);
};
