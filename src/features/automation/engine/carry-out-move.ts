import { samePlace, stageOf, type Effect } from '../rules/facts.ts';
import { afterFailure } from '../../../platform/jobs/after-failure.ts';
import { addEvent } from '../../history/events.ts';
import { isWorthTrying, labelMissing, labelsOf, readMissing } from '../../problems/missing-values.ts';
import { vendorTrouble } from '../../vendors/vendor-trouble.ts';
import type { Deps } from '../../deps.ts';
import { settled, type Carried, type OpenFiring, type Surroundings } from './firing.ts';
import { blockFiring, endFiring } from './end-firing.ts';

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
      // While it waited for values, other moves waited for it: they are judged now.
      return firing.state === 'blocked' ? { is: 'next' } : settled;
    }
    if (await stillBlocked(deps, firing, now)) return settled;
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
      if (answer.failure.kind === 'missing_values') {
        const missing = await labelMissing(deps, client.value, answer.failure.values);
        await blockFiring(deps, firing, {
          text: `HubSpot requires ${labelsOf(missing)} before the deal can move to ${label}.`,
          missing,
        });
        return settled;
      }
      await vendorTrouble(deps, { portalId, vendor: 'hubspot', failure: answer.failure });
      const end = afterFailure(answer.failure);
      if (end.end !== 'give_up') return { is: 'wait', end };
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

/** HubSpot refused this move for want of values that the deal does not have yet either: it is not asked the same again. */
const stillBlocked = async (
  { db, now: clock }: Pick<Deps, 'db' | 'now'>,
  firing: MoveFiring,
  { deal }: Surroundings['now'],
): Promise<boolean> => {
  const missing = readMissing(firing.missing);
  if (firing.state !== 'blocked' || isWorthTrying({ ...firing, missing }, deal.properties, clock()))
    return false;
  // It was looked at: the clock leaves it alone for a while.
  await db.ruleFiring.updateMany({
    where: { id: firing.id, portalId: firing.portalId, state: 'blocked' },
    data: { text: firing.text },
  });
  return true;
};
