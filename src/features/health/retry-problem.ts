import { cardError } from '../../platform/card-errors.ts';
import { isProblemKind, type ProblemKind } from '../problems/problem-catalogue.ts';
import { retryLabel, retryProblem as retryContractProblem } from './retry-contract-problem.ts';
import type { Db } from '../../platform/database/client.ts';
import type { Problem } from '../../platform/database/generated/client.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { ProblemActed } from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer } from '../deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import { adminProblem } from './problem-list.ts';

type Around = { tx: Db; enqueue: Deps['enqueue']; now: Date };
type Retry = { text: string; run: (around: Around, problem: Problem) => Promise<boolean> };

const writeDeal: Retry = {
  text: 'Writes the status to the deal again.',
  run: async ({ tx, enqueue, now }, { portalId, dealId }) => {
    if (dealId === null) return false;
    const { count } = await tx.dealProjection.updateMany({
      where: { portalId, dealId },
      data: { parked: null, dirtySince: now },
    });
    await enqueue(tx, 'deal.write', { payload: { portalId } });
    return count > 0;
  },
};
const ofContract = (job: 'contract.finish' | 'contract.echo', text: string): Retry => ({
  text,
  run: async ({ tx, enqueue, now }, { portalId, contractId }) => {
    if (contractId === null) return false;
    if (job === 'contract.finish')
      await tx.contract.updateMany({ where: { id: contractId, portalId }, data: { metadataWantedAt: now } });
    await enqueue(tx, job, { payload: { portalId, contractId } });
    return true;
  },
});
const verify: Retry = {
  text: 'Asks SpotDraft again.',
  run: async ({ tx, enqueue, now }, { portalId, workspaceId, contractId }) => {
    const contract =
      contractId === null ? null : await tx.contract.findFirst({ where: { id: contractId, portalId } });
    const place = workspaceId ?? contract?.workspaceId;
    if (place === undefined) return false;
    if (contract !== null)
      await tx.contract.updateMany({ where: { id: contract.id, portalId }, data: { verifyWantedAt: now } });
    await enqueue(tx, 'contract.verify', { payload: { portalId, workspaceId: place } });
    return true;
  },
};
const readTemplates: Retry = {
  text: 'Asks SpotDraft for the templates; what waited goes on when it answers.',
  run: async ({ tx, enqueue }, { portalId, workspaceId }) => {
    if (workspaceId === null) return false;
    await enqueue(tx, 'workspace.templates', { payload: { portalId, workspaceId } });
    return true;
  },
};
const watch: Retry = {
  text: 'Reads template and properties again. Resume the template when nothing is wrong any more.',
  run: async ({ tx, enqueue }, { portalId }) => {
    await enqueue(tx, 'schema.watch', { payload: { portalId, cause: 'asked' } });
    return true;
  },
};
const writeAny: Retry = {
  text: 'Asks HubSpot again; what waited goes on when it answers.',
  run: async ({ tx, enqueue }, { portalId }) => {
    await enqueue(tx, 'deal.write', { payload: { portalId } });
    return true;
  },
};

/** What trying again means for each kind; kinds without an entry end by themselves or need a person. */
const retries: Partial<Record<ProblemKind, Retry>> = {
  deal_write_refused: writeDeal,
  deal_gone: writeDeal,
  document_not_attached: ofContract('contract.finish', 'Brings the signed document to the deal again.'),
  metadata_not_written: ofContract('contract.finish', 'Reads the metadata and writes it to the deal again.'),
  echo_different: ofContract('contract.echo', 'Compares what SpotDraft stored with what was sent again.'),
  contract_gone: verify,
  spotdraft_credentials: readTemplates,
  spotdraft_away: readTemplates,
  hubspot_credentials: writeAny,
  hubspot_away: writeAny,
  mapping_paused: watch,
};

const retryOf = ({ kind }: Problem): Retry | null => (isProblemKind(kind) ? (retries[kind] ?? null) : null);

export const retryText = (problem: Problem): string | null =>
  retryOf(problem)?.text ?? retryLabel(problem.kind);

/** Tries again what a problem is about. The success that follows clears it. */
export const retryProblem = async (deps: Deps, { portalId, by }: Admin, id: string): Answer<ProblemActed> => {
  const problem = await deps.db.problem.findFirst({ where: { id, portalId, clearedAt: null } });
  if (problem === null) return fail(cardError.notFound('This problem'));
  if (retryLabel(problem.kind) !== null) return retryUpkeep(deps, { portalId, by }, problem);
  const retry = retryOf(problem);
  const impossible = cardError.notPossible(
    'There is nothing to try again: follow the next step that is named.',
  );
  if (retry === null) return fail(impossible);
  const started = await deps.db.$transaction(async (tx) => {
    const begun = await retry.run({ tx, enqueue: deps.enqueue, now: deps.now() }, problem);
    if (begun)
      await writeAudit(tx, {
        portalId,
        who: by,
        action: 'problem_retried',
        subject: problem.kind,
        text: retry.text,
      });
    return begun;
  });
  if (!started) return fail(impossible);
  const shown = await adminProblem(deps.db, portalId, id);
  return shown.ok ? ok({ problem: shown.value, message: `Started. ${retry.text}` }) : shown;
};

/** The faults of sweep, webhooks, jobs and doubled contracts are tried again by those who know them. */
const retryUpkeep = async (
  deps: Deps,
  { portalId, by }: Admin,
  { id, kind }: Problem,
): Answer<ProblemActed> => {
  const message = await retryContractProblem(deps, { portalId, problemId: id, by });
  if (message === null) return fail(cardError.notFound('This problem'));
  await writeAudit(deps.db, {
    portalId,
    who: by,
    action: 'problem_retried',
    subject: kind,
    text: `${retryLabel(kind) ?? ''} ${message}`.trim(),
  });
  const shown = await adminProblem(deps.db, portalId, id);
  return shown.ok ? ok({ problem: shown.value, message }) : shown;
};

/** Marks a problem as seen by somebody; it stays open until what causes it ends. */
export const acknowledgeProblem = async (
  deps: Deps,
  { portalId, by }: Admin,
  id: string,
): Answer<ProblemActed> => {
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.problem.updateMany({
      where: { id, portalId, acknowledgedAt: null, clearedAt: null },
      data: { acknowledgedAt: deps.now(), acknowledgedBy: by },
    });
    if (count > 0)
      await writeAudit(tx, {
        portalId,
        who: by,
        action: 'problem_acknowledged',
        subject: id,
        text: 'Took note of a problem',
      });
  });
  const shown = await adminProblem(deps.db, portalId, id);
  return shown.ok ? ok({ problem: shown.value, message: 'Noted. It stays here until it is over.' }) : shown;
};
