import { lintMapping } from './lint/lint-mapping.ts';
import { threadMs } from './formulas/formula-sandbox.ts';
import { planNow } from './plan/build-plan.ts';

/** What a task gave, and how long its thread computed: on a busy machine that is less than what the clock says. */
export type Done<Value> = { value: Value; ms: number };

const timed =
  <Input, Value>(compute: (input: Input) => Value) =>
  (input: Input): Done<Value> => {
    const began = threadMs();
    const value = compute(input);
    return { value, ms: threadMs() - began };
  };

/**
 * What runs in a worker thread: whole computations over a mapping that a tenant wrote, whose formulas and texts may take
 * as long as they like. A task's name is the export's; input and output are plain values, copied between threads.
 */
export const plan = timed(planNow);
export const lint = timed(lintMapping);
