import { Prisma, type Erasure } from '../../platform/database/generated/client.ts';
import type { Db } from '../../platform/database/client.ts';
import type { Json } from '@dealdraft/wire/plan.ts';
import { parseJson } from '../../platform/storable-json.ts';
import { knownOf, learnFrom, likePatterns, type Person } from './person.ts';
import { keysOf, type Theirs } from './stored-rows.ts';

type Of = Pick<Erasure, 'portalId'>;

/** A chain of merges, or of documents that each tell a little more, is followed so far. */
const mostRounds = 5;
/** Documents that are read to learn of somebody, of each kind. */
const mostDocuments = 2_000;

const nobody: Theirs = { contracts: [], requests: [], deals: [] };

/** A contact that was merged has several IDs here. */
const learnMerges = async (db: Db, { portalId }: Of, person: Person): Promise<void> => {
  const ids = [...person.contactIds];
  if (ids.length === 0) return;
  const merged = await db.mergedRecord.findMany({
    where: { portalId, objectType: 'contact', OR: [{ mergedId: { in: ids } }, { intoId: { in: ids } }] },
  });
  for (const { mergedId, intoId } of merged) {
    person.contactIds.add(mergedId);
    person.contactIds.add(intoId);
  }
};

const linesOf = (column: string, person: Person): Prisma.Sql => {
  const path = '$.lines[*].source ? (@.object == "contact" && @.recordId == $ids[*])';
  return Prisma.sql`jsonb_path_exists(${Prisma.raw(`"${column}"`)}, ${path}::jsonpath, jsonb_build_object('ids', ${[...person.contactIds]}::text[]))`;
};

type Found = { id: string; dealId: string; requestId: string | null; documents: Json };

const contractsOf = (db: Db, { portalId }: Of, person: Person): Promise<Found[]> => {
  const patterns = likePatterns(person);
  return db.$queryRaw<Found[]>`
    SELECT "id", "dealId", "requestId", jsonb_build_array("sentPlan", "people", "sentData") AS documents FROM "contract"
    WHERE "portalId" = ${portalId} AND (${linesOf('sentPlan', person)}
      OR concat_ws(' ', "sentPlan"::text, "people"::text, "sentData"::text, "name", "createdBy") ILIKE ANY(${patterns}))`;
};

const requestsOf = (db: Db, { portalId }: Of, person: Person): Promise<Found[]> => {
  const patterns = likePatterns(person);
  return db.$queryRaw<Found[]>`
    SELECT "id", "dealId", "id" AS "requestId", "plan" AS documents FROM "request"
    WHERE "portalId" = ${portalId} AND (${linesOf('plan', person)} OR concat_ws(' ', "plan"::text, "body", "requestedBy", "reason") ILIKE ANY(${patterns}))`;
};

/** Notices name people with their addresses, too: of contracts that were linked, nothing else may. */
const noticesOf = async (db: Db, { portalId }: Of, person: Person): Promise<Json[]> => {
  const keys = await keysOf(db, {
    table: 'delivery',
    portalId,
    patterns: likePatterns(person),
    theirs: nobody,
  });
  const ids = keys.slice(0, mostDocuments).map(({ id }) => String(id));
  const rows = await db.delivery.findMany({ where: { portalId, id: { in: ids } }, select: { body: true } });
  return rows.flatMap(({ body }) => {
    try {
      return [parseJson(Buffer.from(body).toString('utf8')) as Json];
    } catch {
      return [];
    }
  });
};

/**
 * What is known of a person, found from a contact's ID or an email address, and which contracts and requests they are in. HubSpot
 * has already forgotten the contact when it tells us: everything is learned from what is stored here.
 */
export const findPerson = async (db: Db, of: Of, person: Person): Promise<Theirs> => {
  for (let round = 0; ; round += 1) {
    const known = knownOf(person);
    await learnMerges(db, of, person);
    const contracts = await contractsOf(db, of, person);
    const requests = await requestsOf(db, of, person);
    for (const { documents } of [...contracts, ...requests].slice(0, mostDocuments))
      learnFrom(person, documents);
    for (const notice of await noticesOf(db, of, person)) learnFrom(person, notice);
    if (knownOf(person) > known && round < mostRounds) continue;
    return {
      contracts: contracts.map(({ id }) => id),
      requests: [...requests, ...contracts].flatMap(({ requestId }) => requestId ?? []),
      deals: [...new Set([...contracts, ...requests].map(({ dealId }) => dealId))],
    };
  }
};
