import type { Db } from '../../platform/database/client.ts';
import type { Problem } from '../../platform/database/generated/client.ts';
import { deadLettersOf } from '../../platform/jobs/dead-letter-store.ts';
import { requestAction } from '../contracts/actions/request-action.ts';
import type { Deps } from '../deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import { aboutOf, redriveDeadLetters } from '../problems/dead-letters.ts';
import { isProblemKind, type ProblemKind } from '../problems/problem-catalogue.ts';
import { startSweep } from '../reconciliation/start-sweep.ts';

/** Does it, and answers a sentence for the person who asked; null when there is nothing to try. */
type Act = (deps: Deps, problem: Problem, by: string) => Promise<string | null>;
type Retry = { text: string; act: Act };

type Around = { tx: Db; enqueue: Deps['enqueue']; now: Date };
/** A retry that only has to put work back into the queue, ahead of the job's own later turn: a person waits for it. */
type Enqueued = { text: string; run: (around: Around, problem: Problem) => Promise<boolean> };

const aboutIn = ({ key, kind }: Problem): string => key.slice(kind.length + 1);

const sweepWorkspace: Act = async (deps, { portalId, workspaceId }, by) => {
  if (workspaceId === null) return 'The workspace is not connected any more.';
  await startSweep(deps, { portalId, workspaceId, cause: 'demand', startedBy: by });
  return 'SpotDraft is being asked.';
};

const checkHook: Act = async (deps, { portalId, workspaceId }) => {
  if (workspaceId === null) return 'The workspace is not connected any more.';
  await deps.db.$transaction(async (tx) => {
    await tx.duty.deleteMany({ where: { key: `webhook:${workspaceId}` } });
    await tx.workspace.updateMany({
      where: { id: workspaceId, portalId },
      data: { webhookState: 'missing' },
    });
    await deps.enqueue(tx, 'webhook.check', { payload: { portalId, workspaceId }, hurry: true });
  });
  return 'The address is being registered again.';
};

const redrive: Act = async (deps, problem) => {
  const { portalId } = problem;
  const { job } = problem.context as { job?: string };
  const letters = await deadLettersOf(deps.db, portalId, job ?? '');
  const ids = letters.filter(({ data }) => aboutOf(job ?? '', data) === aboutIn(problem)).map(({ id }) => id);
  const count = await redriveDeadLetters(deps, portalId, ids);
  return count > 0 ? 'It is back at work.' : 'It is at work already, or was deleted.';
};

/** The younger of two contracts of one request: nobody can have worked with it for as long. */
const voidYounger: Act = async (deps, problem, by) => {
  const { portalId, workspaceId } = problem;
  const { first, second } = problem.context as Record<string, string | undefined>;
  const pair = await deps.db.contract.findMany({
    where: {
      portalId,
      ...(workspaceId === null ? {} : { workspaceId }),
      spotdraftId: { in: [first ?? '', second ?? ''] },
    },
    orderBy: [{ createdAt: 'desc' }, { numericId: 'desc' }],
  });
  const [younger] = pair;
  if (younger === undefined || pair.length < 2) return 'One of the two is not known any more.';
  const asked = await requestAction(deps, {
    portalId,
    contractId: younger.id,
    wish: {
      action: 'void',
      idempotencyKey: `two-contracts-${problem.id}`,
      reason: 'A second contract was made for the same request; the older one stays.',
    },
    origin: 'api',
    requestedBy: by,
  });
  return asked.ok ? `${younger.spotdraftId} is being voided.` : asked.failure.message;
};

const writeDeal: Enqueued = {
  text: 'Writes the status to the deal again.',
  run: async ({ tx, enqueue, now }, { portalId, dealId }) => {
    if (dealId === null) return false;
    const { count } = await tx.dealProjection.updateMany({
      where: { portalId, dealId },
      data: { parked: null, missing: [], refusedAt: null, dirtySince: now },
    });
    await enqueue(tx, 'deal.write', { payload: { portalId }, hurry: true });
    return count > 0;
  },
};
const ofContract = (job: 'contract.finish' | 'contract.echo', text: string): Enqueued => ({
  text,
  run: async ({ tx, enqueue, now }, { portalId, contractId }) => {
    if (contractId === null) return false;
    if (job === 'contract.finish')
      await tx.contract.updateMany({ where: { id: contractId, portalId }, data: { metadataWantedAt: now } });
    await enqueue(tx, job, { payload: { portalId, contractId }, hurry: true });
    return true;
  },
});
const verify: Enqueued = {
  text: 'Asks SpotDraft again.',
  run: async ({ tx, enqueue, now }, { portalId, workspaceId, contractId }) => {
    const contract =
      contractId === null ? null : await tx.contract.findFirst({ where: { id: contractId, portalId } });
    const place = workspaceId ?? contract?.workspaceId;
    if (place === undefined) return false;
    if (contract !== null)
      await tx.contract.updateMany({ where: { id: contract.id, portalId }, data: { verifyWantedAt: now } });
    await enqueue(tx, 'contract.verify', { payload: { portalId, workspaceId: place }, hurry: true });
    return true;
  },
};
const readTemplates: Enqueued = {
  text: 'Asks SpotDraft for the templates; what waited goes on when it answers.',
  run: async ({ tx, enqueue }, { portalId, workspaceId }) => {
    if (workspaceId === null) return false;
    await enqueue(tx, 'workspace.templates', { payload: { portalId, workspaceId }, hurry: true });
    return true;
  },
};
const watch: Enqueued = {
  text: 'Reads template and properties again. Resume the template when nothing is wrong any more.',
  run: async ({ tx, enqueue }, { portalId }) => {
    await enqueue(tx, 'schema.watch', { payload: { portalId, cause: 'asked' }, hurry: true });
    return true;
  },
};
const writeAny: Enqueued = {
  text: 'Asks HubSpot again; what waited goes on when it answers.',
  run: async ({ tx, enqueue }, { portalId }) => {
    await enqueue(tx, 'deal.write', { payload: { portalId }, hurry: true });
    return true;
  },
};

const audit = (db: Db, problem: Problem, { by, text }: { by: string; text: string }): Promise<void> =>
  writeAudit(db, {
    portalId: problem.portalId,
    who: by,
    action: 'problem_retried',
    subject: problem.kind,
    text,
  });

/** The work and its line in the audit are one transaction. */
const enqueued = ({ text, run }: Enqueued): Retry => ({
  text,
  act: (deps, problem, by) =>
    deps.db.$transaction(async (tx) => {
      if (!(await run({ tx, enqueue: deps.enqueue, now: deps.now() }, problem))) return null;
      await audit(tx, problem, { by, text });
      return `Started. ${text}`;
    }),
});

/** Done by a use case with a transaction of its own; the audit tells what came of it. */
const done = (text: string, act: Act): Retry => ({
  text,
  act: async (deps, problem, by) => {
    const message = await act(deps, problem, by);
    if (message !== null) await audit(deps.db, problem, { by, text: `${text} ${message}` });
    return message;
  },
});

/** What trying again means for each kind; kinds without an entry end by themselves or need a person. */
const retries: Partial<Record<ProblemKind, Retry>> = {
  deal_write_refused: enqueued(writeDeal),
  deal_gone: enqueued(writeDeal),
  document_not_attached: enqueued(
    ofContract('contract.finish', 'Brings the signed document to the deal again.'),
  ),
  metadata_not_written: enqueued(
    ofContract('contract.finish', 'Reads the metadata and writes it to the deal again.'),
  ),
  echo_different: enqueued(
    ofContract('contract.echo', 'Compares what SpotDraft stored with what was sent again.'),
  ),
  contract_gone: enqueued(verify),
  spotdraft_credentials: enqueued(readTemplates),
  spotdraft_away: enqueued(readTemplates),
  hubspot_credentials: enqueued(writeAny),
  hubspot_away: enqueued(writeAny),
  mapping_paused: enqueued(watch),
  two_contracts: done('Voids the younger of the two.', voidYounger),
  sweep_failed: done('Compares the workspace with SpotDraft again.', sweepWorkspace),
  webhook_silent: done('Registers our address at SpotDraft again.', checkHook),
  job_given_up: done('Puts it back to work.', redrive),
};

/** How a problem of a kind is tried again, with the sentence that announces it; null where nothing can be tried. */
export const retryOf = ({ kind }: Pick<Problem, 'kind'>): Retry | null =>
  isProblemKind(kind) ? (retries[kind] ?? null) : null;
