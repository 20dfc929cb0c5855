import type { Prisma, SweepRun } from '../../platform/database/generated/client.ts';
import type { RepairCounts } from '@dealdraft/wire/operations.ts';
import type { Repair } from './repair.ts';

/** So many repairs are kept in words; all are counted. */
const mostKept = 200;

type Kept = { contractId: string | null; text: string };

export const countsOf = (stored: unknown): RepairCounts => stored as RepairCounts;
export const keptOf = (stored: unknown): Kept[] => stored as Kept[];

/** The run's record with these repairs added. */
export const addRepairs = (
  run: Pick<SweepRun, 'repaired' | 'repairs'>,
  repairs: readonly Repair[],
): { repaired: Prisma.InputJsonObject; repairs: Prisma.InputJsonArray } => {
  const counts: RepairCounts = { ...countsOf(run.repaired) };
  for (const { kind } of repairs) counts[kind] = (counts[kind] ?? 0) + 1;
  const kept = [...keptOf(run.repairs), ...repairs.map(({ contractId, text }) => ({ contractId, text }))];
  return { repaired: counts, repairs: kept.slice(0, mostKept) };
};

/** How many things were repaired in all. */
export const totalOf = (counts: RepairCounts): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
