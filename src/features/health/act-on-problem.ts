import { cardError } from '../../platform/card-errors.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { ProblemActed } from '@dealdraft/wire/settings.ts';
import type { Admin, Answer, Deps } from '../deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import { adminProblem } from './problem-list.ts';
import { retryOf } from './problem-retries.ts';

/** Tries again what a problem is about. The success that follows clears it. */
export const retryProblem = async (deps: Deps, { portalId, by }: Admin, id: string): Answer<ProblemActed> => {
  const problem = await deps.db.problem.findFirst({ where: { id, portalId, clearedAt: null } });
  if (problem === null) return fail(cardError.notFound('This problem'));
  const message = (await retryOf(problem)?.act(deps, problem, by)) ?? null;
  if (message === null)
    return fail(cardError.notPossible('There is nothing to try again: follow the next step that is named.'));
  const shown = await adminProblem(deps.db, portalId, id);
  return shown.ok ? ok({ problem: shown.value, message }) : shown;
};

/** Marks a problem as seen by somebody; it stays open until what causes it ends. */
export const acknowledgeProblem = async (
  deps: Deps,
  { portalId, by }: Admin,
  id: string,
): Answer<ProblemActed> => {
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.problem.updateMany({
      where: { id, portalId, acknowledgedAt: null, clearedAt: null },
      data: { acknowledgedAt: deps.now(), acknowledgedBy: by },
    });
    if (count > 0)
      await writeAudit(tx, {
        portalId,
        who: by,
        action: 'problem_acknowledged',
        subject: id,
        text: 'Took note of a problem',
      });
  });
  const shown = await adminProblem(deps.db, portalId, id);
  return shown.ok ? ok({ problem: shown.value, message: 'Noted. It stays here until it is over.' }) : shown;
};
