import type { Db } from '../../../platform/database/client.ts';
import type { FiringState } from '@dealdraft/wire/automation.ts';
import { labelsOf, type MissingProperty } from '../../problems/missing-values.ts';
import { clearProblem, raiseProblem } from '../../problems/problems.ts';
import type { OpenFiring } from './firing.ts';

type Deps = { db: Db; now: () => Date };
type End = { state: Exclude<FiringState, 'doing' | 'blocked' | 'asking'>; text: string; contractId?: string };

const problemKinds = ['rule_blocked', 'rule_refused', 'rule_asks'] as const;

/** Ends a firing; what it complained of is over, unless it ends in a refusal, which is shown until somebody looks. */
export const endFiring = async ({ db, now }: Deps, firing: OpenFiring, end: End): Promise<void> => {
  const { count } = await db.ruleFiring.updateMany({
    where: { id: firing.id, portalId: firing.portalId, state: { in: ['doing', 'blocked', 'asking'] } },
    data: {
      state: end.state,
      text: end.text,
      endedAt: now(),
      missing: [],
      refusedAt: null,
      ...(end.contractId === undefined ? {} : { contractId: end.contractId }),
    },
  });
  if (count === 0) return;
  for (const kind of problemKinds)
    await clearProblem(db, { portalId: firing.portalId, kind, about: firing.id });
  if (end.state === 'refused') {
    await raiseProblem(db, {
      portalId: firing.portalId,
      kind: 'rule_refused',
      about: firing.id,
      dealId: firing.dealId,
      context: { rule: firing.ruleName, reason: end.text },
    });
  }
};

/** Why a firing waits; `missing` names what HubSpot demands of the deal before it takes what the firing wants. */
type Block = { text: string; missing?: readonly MissingProperty[] };

/** The firing waits for something that a person can give; it goes on by itself when the deal or its contracts change. */
export const blockFiring = async (
  { db, now }: Deps,
  firing: OpenFiring,
  { text, missing = [] }: Block,
): Promise<void> => {
  const refusedAt = missing.length === 0 ? null : now();
  const { count } = await db.ruleFiring.updateMany({
    where: { id: firing.id, portalId: firing.portalId, state: { in: ['doing', 'blocked'] } },
    data: { state: 'blocked', text, missing: [...missing], refusedAt },
  });
  if (count === 1 && !(firing.state === 'blocked' && firing.text === text)) {
    await raiseProblem(db, {
      portalId: firing.portalId,
      kind: 'rule_blocked',
      about: firing.id,
      dealId: firing.dealId,
      context: { rule: firing.ruleName, reason: text, missing: labelsOf(missing) },
      fields: missing,
    });
  }
};
