import { Prisma } from '../../platform/database/generated/client.ts';
import type { HubSpotRecord } from '../../hubspot/calls/records.ts';
import { ok } from '@dealdraft/wire/result.ts';
import { settleDeal } from '../deals/check-deal.ts';
import { lockDeal } from '../../platform/database/lock-deal.ts';
import { learnMerge } from '../deals/learn-merge.ts';
import { mergedIdsProperty } from '../merges/merged-ids.ts';
import { dealPropertyDefinitions } from '../../hubspot/calls/deal-properties.ts';
import type { DealProperties } from '../deals/headline.ts';
import { vendorIsBack, vendorTrouble } from '../vendors/vendor-trouble.ts';
import type { Position } from './position.ts';
import { pageSize, type PageDone, type Repair, type StepPage, type SweepAround } from './repair.ts';
import { differingProperties } from '../deals/same-on-deal.ts';

type Deals = Extract<Position, { step: 'deals' }>;
type Row = {
  dealId: string;
  written: DealProperties | null;
  parked: string | null;
  dirty: boolean;
  lacks: boolean;
};

/** A deal that HubSpot refused is tried again so much later, in case what it named was put right. */
const refusedRestMs = 6 * 60 * 60_000;

/** Our deal properties, where somebody or something may have changed them: what stands on the deals against what was last written. */
export const compareDeals: StepPage<Deals> = async (around, { after }) => {
  const { deps, run } = around;
  const { portalId, workspaceId } = run;
  const rows = await deps.db.$queryRaw<Row[]>`
    SELECT p."dealId", p."written", p."parked", p."dirtySince" IS NOT NULL AS dirty, p."missing" <> '[]'::jsonb AS lacks FROM "deal_projection" p
    WHERE p."portalId" = ${portalId} AND p."dealId" > ${after ?? ''}
      AND EXISTS (SELECT 1 FROM "contract" c WHERE c."portalId" = ${portalId} AND c."dealId" = p."dealId"
        AND c."workspaceId" = ${workspaceId}::uuid)
    ORDER BY p."dealId" LIMIT ${pageSize}`;
  const skip = (message: string): PageDone => ({ checked: 0, calls: 0, repairs: [], next: null, message });
  if (rows.length === 0) return ok({ checked: 0, calls: 0, repairs: [], next: null });
  const client = await deps.vendors.hubspot(portalId, 'background');
  if (!client.ok) return ok(skip('Deals were not compared: HubSpot is not connected.'));
  const names = new Set<string>([mergedIdsProperty, ...dealPropertyDefinitions.map(({ name }) => name)]);
  for (const { written } of rows) for (const name of Object.keys(written ?? {})) names.add(name);
  const read = await client.value.readBatch(
    'deals',
    rows.map(({ dealId }) => dealId),
    [...names],
  );
  if (!read.ok) {
    // SpotDraft's side of the sweep is not held up; HubSpot's return asks for another one.
    await vendorTrouble(deps, { portalId, vendor: 'hubspot', failure: read.failure });
    deps.log.warn({ portalId }, read.failure.text.log);
    return ok({ ...skip('Deals were not compared: HubSpot did not answer.'), calls: 1 });
  }
  await vendorIsBack(deps.db, { portalId, vendor: 'hubspot' });
  const records = new Map(read.value.records.map((record) => [record.id, record]));
  const repairs: Repair[] = [];
  let calls = 1;
  for (const row of rows) {
    const record = records.get(row.dealId);
    if (record !== undefined) repairs.push(...(await compare(around, row, record)));
    else {
      calls += 1;
      repairs.push(...(await lookForDeal(around, row)));
    }
  }
  const last = rows.at(-1);
  return ok({
    checked: rows.length,
    calls,
    repairs,
    next: last === undefined || rows.length < pageSize ? null : { step: 'deals', after: last.dealId },
  });
};

/** A deal that the batch does not have: archived, or merged into another. */
const lookForDeal = async ({ deps, run }: SweepAround, row: Row): Promise<Repair[]> => {
  const { portalId } = run;
  const client = await deps.vendors.hubspot(portalId, 'background');
  if (!client.ok) return [];
  const read = await client.value.getDeal(row.dealId, ['dealname', mergedIdsProperty]);
  if (!read.ok && read.failure.kind !== 'not_found') return [];
  const found = await settleDeal(deps, { portalId, dealId: row.dealId }, read.ok ? read.value : null);
  if (found === 'here' || (found === 'gone' && row.parked !== null)) return [];
  return [
    {
      kind: 'deal_gone',
      contractId: null,
      text:
        found === 'merged'
          ? `Deal ${row.dealId} was merged; its contracts moved along.`
          : `Deal ${row.dealId} is not in HubSpot any more.`,
    },
  ];
};

const compare = async (around: SweepAround, row: Row, record: HubSpotRecord): Promise<Repair[]> => {
  const { deps, run } = around;
  const { portalId } = run;
  const { dealId } = row;
  // Deals without contracts may have been merged into it, with requests and rules under way.
  await learnMerge(deps, { portalId, dealId }, record);
  // HubSpot refused it for want of values: the clock looks for them far more often than this.
  if (row.parked !== null && row.lacks) return [];
  if (row.parked !== null) return (await tryAgain(around, row, record)) ? [back(dealId)] : [];
  if (row.dirty || row.written === null) return [];
  const differing = differingProperties(row.written, record.properties);
  if (differing.length === 0) return [];
  const marked = await deps.db.$transaction(async (tx) => {
    await lockDeal(tx, { portalId, dealId });
    const { count } = await tx.dealProjection.updateMany({
      where: { portalId, dealId, dirtySince: null, parked: null },
      data: { written: Prisma.DbNull, writtenHash: null, dirtySince: deps.now() },
    });
    if (count > 0) await deps.enqueue(tx, 'deal.write', { payload: { portalId }, background: true });
    return count > 0;
  });
  return marked
    ? [{ kind: 'deal', contractId: null, text: `Deal ${dealId}: ${differing.join(', ')} is written again.` }]
    : [];
};

const back = (dealId: string): Repair => ({
  kind: 'deal_back',
  contractId: null,
  text: `Deal ${dealId} is there; its properties are written again.`,
});

/** A deal that was given up: gone, and there again; or refused, and perhaps put right since. */
const tryAgain = async ({ deps, run }: SweepAround, row: Row, record: HubSpotRecord): Promise<boolean> => {
  const { portalId } = run;
  const { dealId } = row;
  const problem = await deps.db.problem.findFirst({
    where: {
      portalId,
      key: { in: [`deal_gone:${dealId}`, `deal_write_refused:${dealId}`] },
      clearedAt: null,
    },
  });
  const rested = problem === null || deps.now().getTime() - problem.lastSeenAt.getTime() > refusedRestMs;
  if (problem?.kind !== 'deal_gone' && !rested) return false;
  await settleDeal(deps, { portalId, dealId }, record);
  return true;
};
