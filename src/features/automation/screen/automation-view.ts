import type { RuleFiring, WorkflowExecution } from '../../../platform/database/generated/client.ts';
import {
  contractSet,
  type AutomationView,
  type ExecutionsView,
  type ExecutionView,
  type FiringsView,
  type FiringView,
  type RuleView,
} from '@dealdraft/wire/automation.ts';
import type { QuestionView } from '@dealdraft/wire/card.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { Db } from '../../../platform/database/client.ts';
import { readQuestions } from '../../contracts/view/read-questions.ts';
import { fieldLinks, readMissing } from '../../problems/missing-values.ts';
import type { Deps } from '../../deps.ts';
import { readNames } from './read-names.ts';
import { ruleFacts } from '../engine/read-rules.ts';
import { ruleFindings, ruleSentence } from './rule-sentence.ts';

type Facts = { ruleId: string; fired: bigint; waiting: bigint; last: Date | null };

/** All that the automation screen shows of a portal. HubSpot is asked for the stages only, and may be away. */
export const automationView = async (
  deps: Deps,
  portalId: number,
): Promise<Result<AutomationView, never>> => {
  const [rows, sets, names, counts] = await Promise.all([
    deps.db.stageRule.findMany({
      where: { portalId, state: { not: 'deleted' } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    }),
    deps.db.contractSet.findMany({ where: { portalId, state: 'active' }, orderBy: { name: 'asc' } }),
    readNames(deps, portalId),
    deps.db.$queryRaw<Facts[]>`
      SELECT "ruleId", count(*) FILTER (WHERE "state" <> 'held') AS fired, count(*) FILTER (WHERE "state" IN ('blocked', 'asking')) AS waiting,
        max("createdAt") FILTER (WHERE "state" <> 'held') AS last
      FROM "rule_firing" WHERE "portalId" = ${portalId} GROUP BY "ruleId"`,
  ]);
  const rules = rows.flatMap((row): RuleView[] => {
    const facts = ruleFacts(row);
    if (facts === null) return [];
    const fired = counts.find(({ ruleId }) => ruleId === row.id);
    return [
      {
        id: row.id,
        version: row.version,
        content: facts.content,
        sentence: ruleSentence(names, facts.content),
        state: row.state === 'paused' ? 'paused' : 'active',
        pausedReason: row.pausedReason,
        findings: ruleFindings(names, facts.content),
        activeSince: row.state === 'active' ? row.activeSince.toISOString() : null,
        firedTimes: Number(fired?.fired ?? 0),
        lastFiredAt: fired?.last?.toISOString() ?? null,
        waiting: Number(fired?.waiting ?? 0),
        updatedAt: row.updatedAt.toISOString(),
        updatedBy: row.updatedBy,
      },
    ];
  });
  return ok({
    rules,
    sets: sets.flatMap((row) => {
      const content = contractSet.safeParse(row.content);
      if (!content.success) return [];
      const usedBy = rules.flatMap(({ content: rule }) =>
        rule.kind === 'move' && rule.setId === row.id ? [rule.name] : [],
      );
      return [{ id: row.id, version: row.version, content: content.data, usedBy }];
    }),
    pipelines: (names.pipelines ?? []).map(({ id, label, stages }) => ({ id, label, stages: [...stages] })),
    pipelinesMessage: names.message,
    templates: names.templates,
  });
};

/** Firings as people see them; those that ask name the contracts that they ask about. */
export const firingViews = async (
  db: Db,
  portalId: number,
  rows: readonly RuleFiring[],
): Promise<FiringView[]> => {
  const questions = await readQuestions(db, portalId, rows);
  return rows.map((row) => firingView(row, questions.get(row.id)));
};

const firingView = (row: RuleFiring, question: QuestionView | undefined): FiringView => ({
  id: row.id,
  ruleId: row.ruleId,
  dealId: row.dealId,
  state: row.state as FiringView['state'],
  text: row.text ?? row.why,
  cause: row.cause as FiringView['cause'],
  asks: question?.asks ?? null,
  contracts: question?.contracts ?? [],
  missing: row.state === 'blocked' ? fieldLinks(row.dealId, readMissing(row.missing)) : [],
  at: row.createdAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
});

const pageSize = 50;

/** Times and ids of the last row shown: where the next page begins. */
const cursorOf = (text: string | undefined): { at: Date; id: string } | null => {
  const [time, id] = (text ?? '').split('_');
  const at = new Date(time ?? '');
  return id === undefined || Number.isNaN(at.getTime()) || !/^[0-9a-f-]{36}$/.test(id) ? null : { at, id };
};

/** A rule's firings, newest first. */
export const firingsView = async (
  deps: Deps,
  { portalId, ruleId }: { portalId: number; ruleId: string },
  before: string | undefined,
): Promise<Result<FiringsView, never>> => {
  const cursor = cursorOf(before);
  const rows = await deps.db.ruleFiring.findMany({
    where: {
      portalId,
      ruleId,
      ...(cursor === null
        ? {}
        : { OR: [{ createdAt: { lt: cursor.at } }, { createdAt: cursor.at, id: { lt: cursor.id } }] }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: pageSize + 1,
  });
  const last = rows[pageSize - 1];
  return ok({
    firings: await firingViews(deps.db, portalId, rows.slice(0, pageSize)),
    before:
      rows.length > pageSize && last !== undefined ? `${last.createdAt.toISOString()}_${last.id}` : null,
  });
};

const executionView = (row: WorkflowExecution): ExecutionView => ({
  id: row.id,
  action: row.action,
  dealId: row.dealId,
  workflowId: row.workflowId,
  state: row.state as ExecutionView['state'],
  outcome: row.outcome,
  message: row.message,
  reported: row.report as ExecutionView['reported'],
  acceptedAt: row.acceptedAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  expiresAt: row.state === 'finished' ? null : row.expiresAt.toISOString(),
});

/** The portal's workflow runs, newest first. */
export const executionsView = async (
  deps: Deps,
  portalId: number,
  before: string | undefined,
): Promise<Result<ExecutionsView, never>> => {
  const cursor = cursorOf(before);
  const rows = await deps.db.workflowExecution.findMany({
    where: {
      portalId,
      ...(cursor === null
        ? {}
        : { OR: [{ acceptedAt: { lt: cursor.at } }, { acceptedAt: cursor.at, id: { lt: cursor.id } }] }),
    },
    orderBy: [{ acceptedAt: 'desc' }, { id: 'desc' }],
    take: pageSize + 1,
  });
  const last = rows[pageSize - 1];
  return ok({
    executions: rows.slice(0, pageSize).map(executionView),
    before:
      rows.length > pageSize && last !== undefined ? `${last.acceptedAt.toISOString()}_${last.id}` : null,
  });
};
