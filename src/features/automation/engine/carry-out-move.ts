import { samePlace, stageOf, type Effect } from '../rules/facts.ts';
import { decideRetry } from '../../../platform/jobs/retry-decision.ts';
import { addEvent } from '../../history/events.ts';
import { vendorTrouble } from '../../problems/vendor-trouble.ts';
import type { Deps } from '../../deps.ts';
import { settled, type Carried, type OpenFiring, type Surroundings } from './carry-out.ts';
import { endFiring } from './end-firing.ts';

type MoveFiring = OpenFiring & { effect: Extract<Effect, { do: 'move' }> };

/** Moves the deal, unless somebody moved it elsewhere since the rule decided: people are never overruled by an old decision. */
export const moveDeal = async (
  deps: Deps,
  firing: MoveFiring,
  { now, pipelines }: Surroundings,
): Promise<Carried> => {
  const { portalId, dealId, effect } = firing;
  const label = stageOf(pipelines, effect.to)?.label ?? effect.to.stageId;
  if (!samePlace(now.deal, effect.to)) {
    if (!samePlace(now.deal, effect.from)) {
      await endFiring(deps, firing, {
        state: 'overtaken',
        text: `The deal was moved elsewhere before it could be moved to ${label}.`,
      });
      return settled;
    }
    const client = await deps.vendors.hubspot(portalId, 'background');
    if (!client.ok) {
      await endFiring(deps, firing, { state: 'refused', text: client.failure.message });
      return settled;
    }
    const answer = await client.value.updateDeal(dealId, {
      pipeline: effect.to.pipelineId,
      dealstage: effect.to.stageId,
    });
    if (!answer.ok) {
      // It went since it was read: reading it again tells how that ends.
      if (answer.failure.kind === 'not_found') return { is: 'next' };
      await vendorTrouble(deps, { portalId, vendor: 'hubspot', failure: answer.failure });
      const decision = decideRetry(answer.failure);
      if (decision.retry !== 'never') return { is: 'wait', decision };
      await endFiring(deps, firing, { state: 'refused', text: answer.failure.text.admin });
      return settled;
    }
  }
  const text = `Moved to ${label}. ${firing.why}`;
  await deps.db.$transaction(async (tx) => {
    for (const contractId of effect.because)
      await addEvent(tx, {
        portalId,
        contractId,
        kind: 'deal_moved',
        at: deps.now(),
        how: 'stage_rule',
        dedupeKey: `rule:${firing.id}`,
        detail: { label, reason: `Rule “${firing.ruleName}” moved the deal to ${label}` },
      });
    await endFiring({ db: tx, now: deps.now }, firing, { state: 'done', text });
  });
  return { is: 'next' };
};
