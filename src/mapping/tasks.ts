import { lintMapping } from './lint/lint-mapping.ts';
import { planNow } from './plan/build-plan.ts';

/** What a task gave, and how long its thread computed: on a busy machine that is less than what the clock says. */
export type Done<Value> = { value: Value; ms: number };

const timed =
  <Input, Value>(compute: (input: Input) => Value) =>
  (input: Input): Done<Value> => {
    const before = process.threadCpuUsage();
    const value = compute(input);
    const { user, system } = process.threadCpuUsage(before);
    return { value, ms: (user + system) / 1_000 };
  };

/**
 * What runs in a worker thread: whole computations over a mapping that a tenant wrote, whose formulas and texts may take
 * as long as they like. A task's name is the export's; input and output are plain values, copied between threads.
 */
export const plan = timed(planNow);
export const lint = timed(lintMapping);
