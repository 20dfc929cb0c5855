import { createHash } from 'node:crypto';
import { Prisma } from '../../platform/database/generated/client.ts';
import type { Db } from '../../platform/database/client.ts';
import { done, later, type JobEnd } from '../../platform/jobs/job-end.ts';
import type { Deps } from '../deps.ts';
import { projectDeal } from '../deals/deal-projection.ts';
import { writeAudit } from '../history/write-audit.ts';
import { wakeAutomation } from '../wake/wake-automation.ts';
import { accountTableNames, ruleOf, type AccountTable } from './data-map.ts';
import { allowErasing } from './erasing.ts';
import { findPerson } from './find-person.ts';
import { likePatterns, personOf, scrubberOf, storedOf, type Person } from './person.ts';
import { openSubject, sealSubject } from './request-erasure.ts';
import { countNaming, keysOf, rewriteRow, type Theirs } from './stored-rows.ts';
import { eraseFromQueue } from './erase-from-queue.ts';

type Job = { portalId: number; erasureId: string };

/** A contract that is being generated comes to its end first: what is posted must be what was shown. */
const waitMs = 15_000;

/**
 * Job `person.erase`: takes a person out of everything that is kept of an account, and leaves a receipt. It can be repeated at
 * any point: whom it is about is kept until it is done.
 */
export const erasePerson = async (deps: Deps, { portalId, erasureId }: Job): Promise<JobEnd> => {
  const { db } = deps;
  const erasure = await db.erasure.findFirst({ where: { id: erasureId, portalId, state: 'waiting' } });
  if (erasure?.subject == null) return done;
  const { person, theirs } = await knowThem(deps, { portalId, erasureId, sealed: erasure.subject });
  if (!(await endRequests(deps, portalId, theirs)))
    return later(waitMs, 'a contract of the person is being generated');
  const proofs = await keepProofs(db, portalId, theirs);
  await eraseRows(deps, { portalId, erasureId, person, theirs });
  await eraseFromQueue(db, portalId, person);
  await projectDeals(deps, portalId, theirs);
  const named = await stillNaming(db, portalId, person);
  await db.$transaction(async (tx) => {
    const { count } = await tx.erasure.updateMany({
      where: { id: erasureId, portalId, state: 'waiting' },
      data: {
        state: 'done',
        subject: null,
        doneAt: deps.now(),
        kept: { ...(proofs === 0 ? {} : { proofs }), ...named },
      },
    });
    if (count === 0) return;
    await writeAudit(tx, {
      portalId,
      who: 'DealDraft',
      action: 'person_erased',
      subject: erasureId,
      text: erasure.askedBy === 'hubspot' ? 'Erased a person whom HubSpot told to forget' : 'Erased a person',
    });
  });
  return done;
};

/** Found once, and kept sealed until it is done: after a crash half-way there would be too little left to find them by. */
const knowThem = async (
  { db, sealing }: Pick<Deps, 'db' | 'sealing'>,
  { portalId, erasureId, sealed }: Job & { sealed: string },
): Promise<{ person: Person; theirs: Theirs }> => {
  const subject = openSubject(sealing, erasureId, sealed);
  const person = personOf(subject.person);
  if (subject.theirs !== null) return { person, theirs: subject.theirs };
  const theirs = await findPerson(db, { portalId }, person);
  await db.erasure.updateMany({
    where: { id: erasureId, portalId, state: 'waiting' },
    data: { subject: sealSubject(sealing, erasureId, { person: storedOf(person), theirs }) },
  });
  return { person, theirs };
};

/** Requests that were never posted end without a contract. False while another is on its way. */
const endRequests = async (deps: Deps, portalId: number, { requests }: Theirs): Promise<boolean> => {
  const underWay = { portalId, id: { in: [...requests] }, state: { in: ['queued', 'creating', 'checking'] } };
  const untried = await deps.db.request.findMany({
    where: { ...underWay, state: 'queued', attempts: 0 },
    select: { id: true, dealId: true },
  });
  for (const { id, dealId } of untried)
    await deps.db.$transaction(async (tx) => {
      await tx.request.updateMany({
        where: { id, portalId, state: 'queued', attempts: 0 },
        data: {
          state: 'refused',
          refusal: { message: 'A person on this contract was erased.', detail: null, fields: [] },
        },
      });
      await wakeAutomation({ tx, enqueue: deps.enqueue }, { portalId, dealId });
    });
  return (await deps.db.request.count({ where: underWay })) === 0;
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Of an executed contract, fingerprints of what was sent stay: whoever holds the paper can prove that it is the one. */
const keepProofs = async (db: Db, portalId: number, { contracts }: Theirs): Promise<number> => {
  const executed = await db.contract.findMany({
    where: { portalId, id: { in: [...contracts] }, status: 'EXECUTED', erasedAt: null },
    include: { request: { select: { body: true, planHash: true } } },
  });
  for (const { id, request, sentPlan, sentData, people } of executed)
    await db.contract.updateMany({
      where: { id, portalId, erasedAt: null },
      data: {
        proof: {
          ...(request === null ? {} : { body: sha256(request.body), planHash: request.planHash }),
          ...(sentPlan === null ? {} : { plan: sha256(JSON.stringify(sentPlan)) }),
          ...(sentData === null ? {} : { data: sha256(JSON.stringify(sentData)) }),
          people: sha256(JSON.stringify(people)),
        },
      },
    });
  return db.contract.count({
    where: { portalId, id: { in: [...contracts] }, status: 'EXECUTED', proof: { not: Prisma.DbNull } },
  });
};

type Work = Job & { person: Person; theirs: Theirs };

const eraseRows = async (deps: Deps, work: Work): Promise<void> => {
  const { portalId, erasureId } = work;
  for (const table of accountTableNames) {
    const count = await eraseFrom(deps, work, table);
    if (count > 0)
      await deps.db.$executeRaw`
        UPDATE "erasure" SET "counts" = "counts" || jsonb_build_object(${table}::text, ${count} + COALESCE(("counts"->>${table})::int, 0))
        WHERE "id" = ${erasureId}::uuid AND "portalId" = ${portalId}`;
  }
};

const ofContracts = new Set<AccountTable>(['contract_action', 'contract_event', 'delivery']);

const eraseFrom = async (deps: Deps, work: Work, table: AccountTable): Promise<number> => {
  const { db } = deps;
  const { portalId, person, theirs } = work;
  if (ruleOf(table).forget === 'all') return (await db.keptFile.deleteMany({ where: { portalId } })).count;
  const ours = new Set([...theirs.contracts, ...theirs.requests]);
  let count = 0;
  for (const key of await keysOf(db, { table, portalId, patterns: likePatterns(person), theirs })) {
    const isTheirs = ofContracts.has(table) || ours.has(String(key['id']));
    const changed = await db.$transaction(async (tx) => {
      await allowErasing(tx);
      const rewritten = await rewriteRow(tx, {
        table,
        portalId,
        key,
        scrub: scrubberOf(person, { isTheirs }),
      });
      if (rewritten && table === 'contract')
        await tx.contract.updateMany({
          where: { id: String(key['id']), portalId },
          data: { erasedAt: deps.now() },
        });
      return rewritten;
    });
    if (changed) count += 1;
  }
  return count;
};

/** What stands on the deals is worked out anew: a contract's name no longer names anybody. */
const projectDeals = async ({ db, enqueue }: Deps, portalId: number, { deals }: Theirs): Promise<void> => {
  for (const dealId of deals)
    if ((await db.contract.count({ where: { portalId, dealId, erasedAt: { not: null } } })) > 0)
      await db.$transaction((tx) => projectDeal({ tx, enqueue }, portalId, dealId));
};

const stillNaming = async (db: Db, portalId: number, person: Person): Promise<Record<string, number>> => {
  const named: Record<string, number> = {};
  for (const table of accountTableNames) {
    const count = await countNaming(db, { table, portalId, patterns: likePatterns(person) });
    if (count > 0) named[table] = count;
  }
  return named;
};
