import { toJson } from '../../../platform/database/to-json.ts';
import { cardError } from '../../../platform/card-errors.ts';
import type { Db } from '../../../platform/database/client.ts';
import type { CoverageRun } from '../../../platform/database/generated/client.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { CoverageView } from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer, TemplateKey } from '../../deps.ts';
import { summarize, type CoveredDeal } from './coverage-summary.ts';
import { loadMapping } from '../read/mapping-state.ts';

const pollMs = 700;

const rank = { missing: 0, choose: 1, unreadable: 2, ready: 3 } as const;

const coverageOf = (run: CoverageRun): CoverageView => {
  const deals = run.deals as unknown as CoveredDeal[];
  const { summary, groups } = summarize(deals);
  const state = run.state === 'done' || run.state === 'failed' ? run.state : 'running';
  return {
    runId: run.id,
    state,
    pipelineId: run.pipelineId,
    startedAt: run.createdAt.toISOString(),
    startedBy: run.startedBy,
    done: run.done,
    total: run.total,
    summary: state === 'running' && deals.length === 0 ? 'Reading the newest deals…' : summary,
    groups,
    deals: deals.toSorted((a, b) => rank[a.state] - rank[b.state]),
    message: run.message,
    pollAfterMs: state === 'running' ? pollMs : null,
  };
};

/** A run tells how far it is with every few deals; one that has been silent for so long has lost its job. */
const abandonedMs = 10 * 60_000;
const oneAtATime = cardError.notPossible(
  'A test on recent deals is running in this account. Wait until it has finished, then start another.',
);

type Wish = { key: TemplateKey; pipelineId: string; of: 'draft' | 'published'; deals: number };

/** Starts a run with the mapping as it is now: what is edited while it runs does not mix in. */
export const startCoverage = async (
  deps: Deps,
  { portalId, by }: Admin,
  { key, pipelineId, of, deals }: Wish,
): Answer<CoverageView> => {
  const state = await loadMapping(deps.db, portalId, key);
  if (!state.ok) return state;
  const content = of === 'draft' ? state.value.content : state.value.published?.mapping;
  if (content === undefined)
    return fail(cardError.notPossible('Nothing is published for this template yet; try the draft instead.'));
  const run = await deps.db.$transaction(async (tx) => {
    // One at a time: a second one would only slow the first. Two clicks at one moment are told apart by the row's lock.
    await tx.$queryRaw`SELECT 1 FROM "portal" WHERE "portalId" = ${portalId} FOR UPDATE`;
    const since = new Date(deps.now().getTime() - abandonedMs);
    if ((await tx.coverageRun.count({ where: { portalId, state: 'running', updatedAt: { gt: since } } })) > 0)
      return null;
    const made = await tx.coverageRun.create({
      data: {
        portalId,
        ...key,
        pipelineId,
        content: toJson(content),
        wanted: deals,
        startedBy: by,
      },
    });
    await deps.enqueue(tx, 'coverage.run', { payload: { portalId, runId: made.id }, background: true });
    return made;
  });
  return run === null ? fail(oneAtATime) : ok(coverageOf(run));
};

export const lastCoverage = async (
  db: Db,
  portalId: number,
  key: TemplateKey,
): Answer<CoverageView | null> => {
  const run = await db.coverageRun.findFirst({ where: { portalId, ...key }, orderBy: { createdAt: 'desc' } });
  return ok(run === null ? null : coverageOf(run));
};

export const coverageView = async (db: Db, portalId: number, runId: string): Answer<CoverageView> => {
  const run = await db.coverageRun.findFirst({ where: { portalId, id: runId } });
  return run === null ? fail(cardError.notFound('This run')) : ok(coverageOf(run));
};
