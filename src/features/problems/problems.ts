import type { Db } from '../../platform/database/client.ts';
import type { Problem, Prisma } from '../../platform/database/generated/client.ts';
import type { ProblemView } from '@dealdraft/wire/card.ts';
import { fieldLinks, readMissing, type MissingProperty } from './missing-values.ts';
import { isProblemKind, problemCatalogue, type ProblemKind, type ProblemText } from './problem-catalogue.ts';

export type ProblemReport = {
  portalId: number;
  kind: ProblemKind;
  /** What the fault is about: with the kind it makes the key, of which at most one problem is open. */
  about: string;
  dealId?: string;
  contractId?: string;
  workspaceId?: string;
  context?: Record<string, string | number | null>;
  /** The deal's properties that end it once they have a value. */
  fields?: readonly MissingProperty[];
  detail?: string;
};

const keyOf = (kind: ProblemKind, about: string): string => `${kind}:${about}`;

/** Opens a problem, or counts one more sighting of the one that is open. */
export const raiseProblem = async (db: Db, report: ProblemReport): Promise<void> => {
  const context = JSON.stringify(report.context ?? {});
  const fields = JSON.stringify(report.fields ?? []);
  await db.$executeRaw`
    INSERT INTO "problem" ("id", "portalId", "key", "kind", "dealId", "contractId", "workspaceId", "context", "detail", "fields")
    VALUES (gen_random_uuid(), ${report.portalId}, ${keyOf(report.kind, report.about)}, ${report.kind},
      COALESCE((SELECT "intoId" FROM "merged_record" WHERE "portalId" = ${report.portalId} AND "objectType" = 'deal' AND "mergedId" = ${report.dealId ?? null}), ${report.dealId ?? null}), ${report.contractId ?? null}::uuid, ${report.workspaceId ?? null}::uuid, ${context}::jsonb, ${report.detail ?? null}, ${fields}::jsonb)
    ON CONFLICT ("portalId", "key") WHERE "clearedAt" IS NULL
    DO UPDATE SET "count" = "problem"."count" + 1, "lastSeenAt" = now(), "context" = EXCLUDED."context", "detail" = EXCLUDED."detail",
      "fields" = EXCLUDED."fields"`;
};

/** Called by the success that ends the faults about these things; does nothing for those that were not open, and answers how many were. */
export const clearProblems = async (
  db: Db,
  { portalId, kind, abouts }: { portalId: number; kind: ProblemKind; abouts: readonly string[] },
): Promise<number> => {
  const { count } = await db.problem.updateMany({
    where: { portalId, key: { in: abouts.map((about) => keyOf(kind, about)) }, clearedAt: null },
    data: { clearedAt: new Date(), clearedBy: 'system' },
  });
  return count;
};

export type ProblemEnd = { portalId: number; kind: ProblemKind; about: string };

export const clearProblem = async (db: Db, { portalId, kind, about }: ProblemEnd): Promise<number> =>
  clearProblems(db, { portalId, kind, abouts: [about] });

export const openProblems = async (
  db: Db,
  portalId: number,
  where: Prisma.ProblemWhereInput = {},
): Promise<Problem[]> =>
  db.problem.findMany({
    where: { ...where, portalId, clearedAt: null },
    orderBy: { openedAt: 'desc' },
    take: 200,
  });

/** What people are told of a problem; one of a newer version's kind is told by its detail. */
export const problemText = (problem: Problem): ProblemText =>
  isProblemKind(problem.kind)
    ? problemCatalogue[problem.kind](problem.context as Record<string, string | number | null>)
    : {
        title: problem.kind,
        message: problem.detail ?? 'No description.',
        nextStep: 'Ask the operator of DealDraft.',
        operator: 'Another version of DealDraft raised it: its runbook explains it.',
        fixer: 'operator',
      };

/** The problem as the card shows it. */
export const problemView = (problem: Problem): ProblemView => {
  const { title, message, nextStep } = problemText(problem);
  const missing = readMissing(problem.fields);
  return {
    key: problem.key,
    title,
    message,
    nextStep,
    since: problem.openedAt.toISOString(),
    ...(problem.dealId === null ? {} : { link: { object: 'deal', recordId: problem.dealId } }),
    ...(problem.dealId === null || missing.length === 0
      ? {}
      : { fields: fieldLinks(problem.dealId, missing) }),
    ...(problem.detail === null ? {} : { detail: problem.detail }),
  };
};
