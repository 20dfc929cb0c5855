import type { QuestionView } from '@dealdraft/wire/card.ts';
import type { Db } from '../../../platform/database/client.ts';
import type { RuleFiring } from '../../../platform/database/generated/client.ts';
import { questionOf } from '../../automation/rules/question.ts';

/** What firings ask of a person, by the firing's id. Those that do not ask have nothing here. */
export const readQuestions = async (
  db: Db,
  portalId: number,
  firings: readonly Pick<RuleFiring, 'id' | 'state' | 'effect' | 'contractId'>[],
): Promise<Map<string, QuestionView>> => {
  const asked = firings.flatMap((firing) => {
    const question = firing.state === 'asking' ? questionOf(firing) : null;
    return question === null ? [] : [{ firingId: firing.id, ...question }];
  });
  const contracts =
    asked.length === 0
      ? []
      : await db.contract.findMany({
          where: { portalId, unlinkedAt: null, id: { in: asked.flatMap(({ contractIds }) => contractIds) } },
          select: { id: true, spotdraftId: true, name: true },
        });
  return new Map(
    asked.map(({ firingId, asks, contractIds }) => [
      firingId,
      { firingId, asks, contracts: contracts.filter(({ id }) => contractIds.includes(id)) },
    ]),
  );
};
