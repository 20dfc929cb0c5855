import { setTimeout as wait } from 'node:timers/promises';
import { writtenIsWritten } from './checks/deals.ts';
import type { ProjectionRow, Violation } from './checks/facts.ts';
import type { Ledger } from './people/ledger.ts';
import type { Stage } from './stage/stage.ts';

const everyMs = 500;

/**
 * Looks, while people and faults are at it, at deals that count as written though what should stand on them is another
 * thing than what was written last. The sweep mends such a deal within seconds, so at the end nothing would be seen of it.
 */
export const watchWritten = (stage: Stage, ledger: Ledger): { stop: () => Promise<Violation[]> } => {
  const found = new Map<string, Violation>();
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const projections = await stage
        .query<ProjectionRow>(
          `SELECT "dealId", desired, "dirtySince", parked FROM deal_projection
           WHERE "dirtySince" IS NULL AND parked IS NULL AND "writtenHash" IS DISTINCT FROM "desiredHash"`,
        )
        .catch(() => []);
      for (const violation of writtenIsWritten({ stage, ledger, projections }))
        found.set(violation.text, violation);
      await wait(everyMs);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await watching;
      return [...found.values()];
    },
  };
};
