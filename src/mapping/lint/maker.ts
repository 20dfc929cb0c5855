import type {
  ConstantValue,
  LineItemColumn,
  Source,
  Transform,
  WhenMissing,
} from '@dealdraft/wire/mapping.ts';
import type { Target } from '@dealdraft/wire/template.ts';

/** A rule or a column: both make one value. */
export type Maker = {
  source: Source | LineItemColumn['source'];
  transforms: readonly Transform[];
  default?: ConstantValue | undefined;
  whenMissing: WhenMissing;
};
export type Place = { path: string; target: Target };
