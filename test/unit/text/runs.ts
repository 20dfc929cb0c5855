/**
 * How many cases a property test tries: `PROPERTY_RUNS` where somebody wants to be surer than a build has time for, such
 * as `PROPERTY_RUNS=100000 npx vitest run --project unit test/unit/mapping/kinds`.
 */
export const runs = (usual: number): number => {
  const asked = Number(process.env['PROPERTY_RUNS']);
  return Number.isInteger(asked) && asked > 0 ? asked : usual;
};

/** A property test may take a minute for every thousand cases on a busy machine. */
export const patience = (usual: number): number => Math.max(30_000, runs(usual) * 60);
