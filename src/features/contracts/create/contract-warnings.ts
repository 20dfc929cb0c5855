import type { Contract } from '../../../platform/database/generated/client.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import type { Plan } from '@dealdraft/wire/plan.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import { compareWithDeal } from '../../../mapping/afterwards/drift.ts';
import type { Deps } from '../../deps.ts';
import { freshPlans } from './fresh-plan.ts';

/** What a person was warned of when the contract got its values; nothing for a contract that was made elsewhere. */
export const warningsOf = ({ sentPlan }: Pick<Contract, 'sentPlan'>): string[] =>
  ((sentPlan as unknown as Partial<Plan> | null)?.warnings ?? []).map(({ message }) => message);

/**
 * The warnings that still hold: over when the deal has none any more and the contract says what the deal says. The deal
 * is read only where there was one.
 */
export const openWarnings = async (deps: Deps, contract: Contract): Promise<Result<string[], CardError>> => {
  const had = warningsOf(contract);
  if (had.length === 0) return ok([]);
  const { portalId, dealId } = contract;
  const fresh = await freshPlans(deps, { portalId, dealId }, [contract]);
  if (!fresh.ok) return fresh;
  const [now] = fresh.value;
  if (now === undefined) return ok(had);
  if (now.plan.warnings.length > 0) return ok(now.plan.warnings.map(({ message }) => message));
  return ok(compareWithDeal(contract.sentPlan as unknown as Plan, now.plan).length > 0 ? had : []);
};
