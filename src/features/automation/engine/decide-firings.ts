import { decideEntry, isEntryRule } from '../rules/decide-entry.ts';
import { decideMove, isMoveRule } from '../rules/decide-move.ts';
import type { Cause, Decision, Facts, PastFiring, PipelineFacts } from '../rules/facts.ts';
import type { Db } from '../../../platform/database/client.ts';
import type { Prisma } from '../../../platform/database/generated/client.ts';
import { currentDeal } from '../../merges/merged-records.ts';
import { raiseProblem } from '../../problems/problems.ts';
import type { Deps } from '../../deps.ts';
import { keepSeen, readSeen, takeOver } from './deal-seen.ts';
import { toPast } from '../../wake/firing-round.ts';
import { judgeTransition } from './judge-transition.ts';
import type { DealNow } from './read-deal.ts';
import { readContracts, readRules, readSets, type StoredRule } from './read-rules.ts';
import { lockDeal } from '../../../platform/database/lock-deal.ts';

type Deal = { portalId: number; dealId: string };

/** Firings that a rule counts as its own: those that a guard kept back are not. */
const counts = { notIn: ['held'] };
/** More firings of one deal are never looked back on. */
const mostPast = 200;

const pastOf = async (tx: Db, deal: Deal): Promise<PastFiring[]> => {
  const rows = await tx.ruleFiring.findMany({
    where: { ...deal, state: counts },
    orderBy: { createdAt: 'desc' },
    take: mostPast,
    select: { ruleId: true, createdAt: true, cause: true, round: true },
  });
  return rows.map(toPast);
};

/**
 * Notes where the deal is and which rules act on it, in one transaction: a change of stage is judged once, and what
 * follows from it is stored with it. Of several rules that would move the deal the first does; the others are judged
 * again where it then is.
 */
export const decideFirings = async (
  deps: Deps,
  deal: Deal,
  { now, pipelines }: { now: DealNow; pipelines: readonly PipelineFacts[] },
): Promise<'decided' | 'merged'> =>
  deps.db.$transaction(async (tx) => {
    await lockDeal(tx, deal);
    if ((await currentDeal(tx, deal)).dealId !== deal.dealId) return 'merged';
    const { seen, parts } = await readSeen(tx, deal);
    const { last, entered, isNew, carriedOn, isUnknown } = judgeTransition({ seen, parts }, now);
    if (isNew) await keepSeen(tx, deal, { last, isUnknown });
    if (parts.length > 0) await takeOver(tx, deal, { parts, carriedOn, seq: last.seq });
    const rules = await readRules(tx, deal.portalId);
    const facts: Facts = {
      deal: now.deal,
      pipelines,
      contracts: await readContracts(tx, deal),
      sets: await readSets(tx, deal.portalId),
      past: await pastOf(tx, deal),
      last,
      now: deps.now().getTime(),
    };
    const entries = entered
      ? rules.flatMap((rule) => (isEntryRule(rule) ? [decideEntry(rule, facts)] : []))
      : [];
    const moves = rules.flatMap((rule) => (isMoveRule(rule) ? [decideMove(rule, facts)] : []));
    const first = moves.find(({ verdict }) => verdict === 'fire');
    const moving = await tx.ruleFiring.count({
      // A move that waits for values keeps its turn: another rule's would take the deal away from it.
      where: { ...deal, state: { in: ['doing', 'blocked'] }, effect: { path: ['do'], equals: 'move' } },
    });
    const kept = moves.filter((move) => move.verdict !== 'fire' || (move === first && moving === 0));
    for (const decision of [...entries, ...kept])
      await store(tx, deal, { decision, rules, cause: last.cause, now: deps.now() });
    return 'decided';
  });

const store = async (
  tx: Db,
  deal: Deal,
  found: { decision: Decision; rules: readonly StoredRule[]; cause: Cause; now: Date },
): Promise<void> => {
  const { decision, rules, cause, now } = found;
  const rule = rules.find(({ id }) => id === decision.ruleId);
  if (rule === undefined || decision.verdict === 'not') return;
  if (decision.verdict === 'loop') {
    const rival = rules.find(({ id }) => id === decision.rivalId);
    await pauseRule(tx, deal, { rule, rivalName: rival?.name ?? null });
    return;
  }
  const fires = decision.verdict === 'fire';
  await tx.ruleFiring.createMany({
    data: [
      {
        ...deal,
        ruleId: rule.id,
        ruleVersion: rule.version,
        round: decision.round,
        cause,
        why: decision.why,
        effect: (fires ? decision.effect : {}) as Prisma.InputJsonObject,
        state: fires ? 'doing' : 'held',
        text: fires ? null : decision.why,
        createdAt: now,
        endedAt: fires ? null : now,
      },
    ],
    skipDuplicates: true,
  });
};

/** Ends a loop: the rule that would go round once more is paused, and says with whom it fights. */
const pauseRule = async (
  tx: Db,
  { portalId, dealId }: Deal,
  { rule, rivalName }: { rule: StoredRule; rivalName: string | null },
): Promise<void> => {
  const rival =
    rivalName === null
      ? 'something outside DealDraft, such as a HubSpot workflow'
      : `the rule “${rivalName}”`;
  const { count } = await tx.stageRule.updateMany({
    where: { id: rule.id, portalId, state: 'active' },
    data: { state: 'paused', pausedReason: `It moves deals in circles together with ${rival}.` },
  });
  if (count === 0) return;
  await raiseProblem(tx, {
    portalId,
    kind: 'rule_paused',
    about: rule.id,
    dealId,
    context: { rule: rule.name, rival },
  });
};
