import type { Db } from '../../platform/database/client.ts';
import { catalogue, isJobName, jobNames, type JobPayload } from '../jobs/catalogue.ts';
import { takeDeadLetters, type DeadLetter } from '../../platform/jobs/dead-letter-store.ts';
import type { Deps } from '../deps.ts';
import { clearProblem } from './problems.ts';

/** What a dead letter is about: with its job's name the key of its problem. */
export const aboutOf = (name: string, payload: Record<string, unknown>): string => {
  const once = isJobName(name) ? catalogue[name].once : null;
  const key =
    once === null ? (payload['deliveryId'] ?? JSON.stringify(payload).slice(0, 300)) : once(payload);
  return `${name}:${String(key)}`;
};

const endProblems = async (db: Db, portalId: number, rows: readonly DeadLetter[]): Promise<void> => {
  for (const { name, data } of rows)
    await clearProblem(db, { portalId, kind: 'job_given_up', about: aboutOf(name ?? 'unknown', data) });
};

/**
 * Puts jobs back to work; answers how many. Letter and job are exchanged in one transaction, which also ends the
 * problem; a job of a kind that this version no longer has stays a letter.
 */
export const redriveDeadLetters = async (
  deps: Pick<Deps, 'db' | 'enqueue'>,
  portalId: number,
  ids: readonly string[],
): Promise<number> =>
  deps.db.$transaction(async (tx) => {
    const rows = await takeDeadLetters(tx, portalId, { ids, names: jobNames });
    for (const { name, data } of rows) {
      if (!isJobName(name)) continue;
      const payload = catalogue[name].payload.parse(data) as JobPayload<typeof name>;
      await deps.enqueue(tx, name, { payload });
    }
    await endProblems(tx, portalId, rows);
    return rows.length;
  });

/** Gives jobs up for good: for those whose work somebody did by hand. Answers how many. */
export const deleteDeadLetters = async (
  { db }: Pick<Deps, 'db'>,
  portalId: number,
  ids: readonly string[],
): Promise<number> =>
  db.$transaction(async (tx) => {
    const rows = await takeDeadLetters(tx, portalId, { ids });
    await endProblems(tx, portalId, rows);
    return rows.length;
  });
