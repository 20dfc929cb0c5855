import type { Db } from '../../platform/database/client.ts';
import type { Prisma, RuleFiring } from '../../platform/database/generated/client.ts';
import type { Enqueue } from '../jobs/catalogue.ts';
import { retryRound } from './firing-round.ts';

type Deal = { portalId: number; dealId: string };

/** How every firing of a deal ends that HubSpot does not have any more. */
export const dealGone = {
  state: 'overtaken',
  text: 'The deal was deleted in HubSpot, or merged into another.',
} as const;

/** Since when, who asked for it, and what it had made already. */
type Again = Pick<RuleFiring, 'createdAt'> &
  Partial<Pick<RuleFiring, 'requestId' | 'contractId' | 'actionIds'>>;

/**
 * A firing that has ended stays as it ended; the same is begun anew beside it, also by a rule that fires once. Who asks
 * a second time finds the first one's. Answers the round of the new one.
 */
export const beginAgain = async (tx: Db, ended: RuleFiring, its: Again): Promise<string> => {
  const { portalId, ruleId, ruleVersion, dealId, why, effect } = ended;
  const round = retryRound(ended);
  await tx.ruleFiring.createMany({
    data: [
      {
        portalId,
        ruleId,
        ruleVersion,
        dealId,
        round,
        cause: 'person',
        why,
        effect: effect as Prisma.InputJsonObject,
        state: 'doing',
        ...its,
      },
    ],
    skipDuplicates: true,
  });
  return round;
};

/** The deal is back: what its rules were at when it went is taken up where it was, unless the rule is off by now. */
export const resumeFirings = async (
  { tx, enqueue, now }: { tx: Db; enqueue: Enqueue; now: () => Date },
  deal: Deal,
): Promise<void> => {
  const ended = await tx.ruleFiring.findMany({
    where: { ...deal, ...dealGone, rule: { state: 'active' } },
  });
  if (ended.length === 0) return;
  for (const firing of ended) {
    const { requestId, contractId, actionIds } = firing;
    await beginAgain(tx, firing, { createdAt: now(), requestId, contractId, actionIds });
  }
  await enqueue(tx, 'deal.automate', { payload: deal, background: true });
};
