import type { Dismissed } from '@dealdraft/wire/card.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { Deps } from '../../deps.ts';

type Which = { portalId: number; id: string };
const dismissed: Result<Dismissed, never> = ok({ dismissed: true });

/** Hides a refusal that was read. What is still under way cannot be hidden. */
export const dismissRequest = async (deps: Deps, which: Which): Promise<Result<Dismissed, never>> => {
  await deps.db.request.updateMany({
    where: { ...which, state: 'refused', dismissedAt: null },
    data: { dismissedAt: deps.now() },
  });
  return dismissed;
};

export const dismissAction = async (deps: Deps, which: Which): Promise<Result<Dismissed, never>> => {
  await deps.db.contractAction.updateMany({
    where: { ...which, state: 'failed', dismissedAt: null },
    data: { dismissedAt: deps.now() },
  });
  return dismissed;
};
