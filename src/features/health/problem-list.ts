import { cardError } from '../../platform/card-errors.ts';
import { isProblemKind, problemCatalogue } from '../problems/problem-catalogue.ts';
import { problemText, problemView } from '../problems/problems.ts';
import type { Db } from '../../platform/database/client.ts';
import type { Prisma, Problem } from '../../platform/database/generated/client.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { AdminProblem, ProblemsView } from '@dealdraft/wire/settings.ts';
import type { Answer } from '../deps.ts';
import { olderThan, pageOf, pageSize, readCursor } from '../../platform/pages.ts';
import { retryOf } from './problem-retries.ts';

type Context = Record<string, string | number | null>;

/** The problems with everything that they touch, by one query for each kind of thing. */
const describe = async (db: Db, portalId: number, problems: readonly Problem[]): Promise<AdminProblem[]> => {
  const ids = <Key extends 'dealId' | 'contractId' | 'workspaceId'>(key: Key): string[] =>
    problems.flatMap((problem) => problem[key] ?? []);
  const [contracts, workspaces] = await Promise.all([
    db.contract.findMany({
      where: { portalId, id: { in: ids('contractId') } },
      select: { id: true, name: true, link: true },
    }),
    db.workspace.findMany({
      where: { portalId, id: { in: ids('workspaceId') } },
      select: { id: true, name: true },
    }),
  ]);
  return problems.map((problem): AdminProblem => {
    const context = Object.entries(problem.context as Context);
    return {
      ...problemView(problem),
      id: problem.id,
      kind: problem.kind,
      count: problem.count,
      lastSeenAt: problem.lastSeenAt.toISOString(),
      clearedAt: problem.clearedAt?.toISOString() ?? null,
      clearedBy: problem.clearedBy,
      acknowledged:
        problem.acknowledgedAt === null
          ? null
          : { by: problem.acknowledgedBy ?? '', at: problem.acknowledgedAt.toISOString() },
      deal: problem.dealId === null ? null : { id: problem.dealId, name: null },
      contract: contracts.find(({ id }) => id === problem.contractId) ?? null,
      workspace: workspaces.find(({ id }) => id === problem.workspaceId) ?? null,
      retry: problem.clearedAt === null ? (retryOf(problem)?.text ?? null) : null,
      detail: problem.detail,
      operator: problemText(problem).operator,
      context: context.flatMap(([name, value]) => (value === null ? [] : [{ name, value: String(value) }])),
    };
  });
};

/** A page of the problems, newest first, and how many of each kind there are. */
export const problemList = async (
  db: Db,
  portalId: number,
  query: { state: 'open' | 'cleared'; kind?: string | undefined; before?: string | undefined },
): Answer<ProblemsView> => {
  const where: Prisma.ProblemWhereInput = {
    portalId,
    clearedAt: query.state === 'open' ? null : { not: null },
  };
  const [found, kinds] = await Promise.all([
    db.problem.findMany({
      where: {
        ...where,
        ...(query.kind === undefined ? {} : { kind: query.kind }),
        AND: [olderThan('openedAt', readCursor(query.before))],
      },
      orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
      take: pageSize + 1,
    }),
    db.problem.groupBy({ by: ['kind'], where, _count: true }),
  ]);
  const { rows, before } = pageOf(found, ({ openedAt }) => openedAt);
  return ok({
    problems: await describe(db, portalId, rows),
    before,
    kinds: kinds.map(({ kind, _count }) => ({
      kind,
      title: isProblemKind(kind) ? problemCatalogue[kind]({}).title : kind,
      count: _count,
    })),
  });
};

export const adminProblem = async (db: Db, portalId: number, id: string): Answer<AdminProblem> => {
  const problem = await db.problem.findFirst({ where: { id, portalId } });
  const [described] = problem === null ? [] : await describe(db, portalId, [problem]);
  return described === undefined ? fail(cardError.notFound('This problem')) : ok(described);
};
