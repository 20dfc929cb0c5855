import { decideEntry, isEntryRule } from '../rules/decide-entry.ts';
import { decideMove, isMoveRule } from '../rules/decide-move.ts';
import {
  samePlace,
  type Cause,
  type Decision,
  type Facts,
  type PastFiring,
  type PipelineFacts,
  type Transition,
} from '../rules/facts.ts';
import type { Db } from '../../../platform/database/client.ts';
import type { DealStage, Prisma } from '../../../platform/database/generated/client.ts';
import { raiseProblem } from '../../problems/problems.ts';
import type { Deps } from '../../deps.ts';
import type { DealNow } from './read-deal.ts';
import { readContracts, readRules, readSets, type StoredRule } from './read-rules.ts';
import { lockDeal } from '../../../platform/database/lock-deal.ts';

type Deal = { portalId: number; dealId: string };

/** Firings that a rule counts as its own: those that a guard kept back are not. */
const counts = { notIn: ['held'] };
/** More firings of one deal are never looked back on. */
const mostPast = 200;

const transitionOf = (row: DealStage | null, now: DealNow): { last: Transition; entered: boolean } => {
  const { entry, deal } = now;
  const to = { pipelineId: deal.pipelineId, stageId: deal.stageId };
  const seen =
    row?.pipelineId != null && row.stageId !== null
      ? { pipelineId: row.pipelineId, stageId: row.stageId }
      : null;
  const entered = !samePlace(seen, to) || row?.enteredAt?.getTime() !== entry.at;
  if (entered || row === null) {
    return {
      entered: true,
      last: { from: entry.from ?? seen, to, seq: (row?.seq ?? 0) + 1, at: entry.at, cause: entry.cause },
    };
  }
  const from =
    row.fromPipelineId !== null && row.fromStageId !== null
      ? { pipelineId: row.fromPipelineId, stageId: row.fromStageId }
      : null;
  return { entered: false, last: { from, to, seq: row.seq, at: entry.at, cause: row.cause as Cause } };
};

const pastOf = async (tx: Db, deal: Deal): Promise<PastFiring[]> => {
  const rows = await tx.ruleFiring.findMany({
    where: { ...deal, state: counts },
    orderBy: { createdAt: 'desc' },
    take: mostPast,
    select: { ruleId: true, createdAt: true, cause: true },
  });
  return rows.map(({ ruleId, createdAt, cause }) => ({
    ruleId,
    at: createdAt.getTime(),
    cause: cause as Cause,
  }));
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
): Promise<void> => {
  await deps.db.$transaction(async (tx) => {
    await lockDeal(tx, deal);
    const key = { portalId_dealId: deal };
    const row = await tx.dealStage.findUnique({ where: key });
    const { last, entered } = transitionOf(row, now);
    if (entered) {
      const seen = {
        pipelineId: last.to.pipelineId,
        stageId: last.to.stageId,
        fromPipelineId: last.from?.pipelineId ?? null,
        fromStageId: last.from?.stageId ?? null,
        seq: last.seq,
        enteredAt: new Date(last.at),
        cause: last.cause,
      };
      await tx.dealStage.upsert({ where: key, create: { ...deal, ...seen }, update: seen });
    }
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
      where: { ...deal, state: 'doing', effect: { path: ['do'], equals: 'move' } },
    });
    const kept = moves.filter((move) => move.verdict !== 'fire' || (move === first && moving === 0));
    for (const decision of [...entries, ...kept])
      await store(tx, deal, { decision, rules, cause: last.cause, now: deps.now() });
  });
};

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
