import type { Db } from '../../platform/database/client.ts';
import type { HubSpotRecord } from '../../hubspot/calls/records.ts';
import type { Deps } from '../deps.ts';
import { isWorthTrying, readMissing, type MissingProperty } from '../problems/missing-values.ts';
import { vendorTrouble } from '../vendors/vendor-trouble.ts';

type Refused = {
  dealId: string;
  what: 'rule' | 'write';
  missing: MissingProperty[];
  refusedAt: Date | null;
};

/** Looked at in one go, newest first: somebody who was just told is filling in values now. */
const most = 2_000;

/**
 * Goes on with what HubSpot refused for want of values, for the deals that have them now: moves of stage rules, and
 * write-backs. Few of the properties that an account may require are told by webhooks, so the deals are read, a hundred
 * to a call. With `dealId` one deal alone is looked at.
 */
export async function resumeRefused(
  deps: Pick<Deps, 'db' | 'enqueue' | 'vendors' | 'now'>,
  { portalId, dealId }: { portalId: number; dealId?: string },
): Promise<void> {
  const refused = await readRefused(deps.db, portalId, dealId);
  if (refused.length === 0) return;
  const client = await deps.vendors.hubspot(portalId, 'background');
  if (!client.ok) return;
  const names = new Set(refused.flatMap(({ missing }) => missing.map(({ property }) => property)));
  const ids = [...new Set(refused.map((each) => each.dealId))];
  const read = await client.value.readBatch('deals', ids, [...names]);
  if (!read.ok) {
    await vendorTrouble(deps, { portalId, vendor: 'hubspot', failure: read.failure });
    return;
  }
  const ready = refused.filter((each) => isReady(each, read.value.records, deps.now()));
  for (const { what, dealId: id } of ready) await resume(deps, { portalId, dealId: id }, what);
}

const isReady = (refused: Refused, records: readonly HubSpotRecord[], now: Date): boolean => {
  const record = records.find(({ id }) => id === refused.dealId);
  return record !== undefined && isWorthTrying(refused, record.properties, now);
};

async function readRefused(db: Db, portalId: number, dealId?: string): Promise<Refused[]> {
  const rows = await db.$queryRaw<(Omit<Refused, 'missing'> & { missing: unknown })[]>`
    SELECT * FROM (
      SELECT "dealId", 'rule' AS what, "missing", "refusedAt" FROM "rule_firing"
      WHERE "portalId" = ${portalId} AND "state" = 'blocked' AND "missing" <> '[]'::jsonb
      UNION ALL
      SELECT "dealId", 'write' AS what, "missing", "refusedAt" FROM "deal_projection"
      WHERE "portalId" = ${portalId} AND "parked" IS NOT NULL AND "missing" <> '[]'::jsonb
    ) AS refused
    WHERE ${dealId ?? null}::text IS NULL OR "dealId" = ${dealId ?? null}::text
    ORDER BY "refusedAt" DESC LIMIT ${most}`;
  return rows.map((row) => ({ ...row, missing: readMissing(row.missing) }));
}

/** Hands it back to those whose work it is; they find it as it is then. */
async function resume(
  { db, enqueue }: Pick<Deps, 'db' | 'enqueue'>,
  deal: { portalId: number; dealId: string },
  what: Refused['what'],
): Promise<void> {
  await db.$transaction(async (tx) => {
    if (what === 'rule') {
      await enqueue(tx, 'deal.automate', { payload: deal, background: true });
      return;
    }
    const { count } = await tx.dealProjection.updateMany({
      where: { ...deal, parked: { not: null }, missing: { not: [] } },
      data: { parked: null, missing: [], refusedAt: null },
    });
    if (count > 0)
      await enqueue(tx, 'deal.write', { payload: { portalId: deal.portalId }, background: true });
  });
}
