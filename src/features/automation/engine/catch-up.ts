import type { HubSpotRecord } from '../../../hubspot/calls/records.ts';
import type { JobContext } from '../../../platform/jobs/jobs.ts';
import { vendorTrouble } from '../../vendors/vendor-trouble.ts';
import type { Deps } from '../../deps.ts';
import { readRules } from './read-rules.ts';

const pageSize = 200;
/** Pages in one go; the job comes back for the rest. At five searches a second and a page of 200 this is a few seconds. */
const mostPages = 10;
/** HubSpot gives no more than so many results of one search, however many there are. */
const windowSize = 10_000;
/**
 * HubSpot's search index lags behind its records, and its clock may be minutes from ours: each search begins so much
 * before the end of the last.
 */
const overlapMs = 8 * 60_000;
/** After a long stop no further back than this: what is older is for a person to decide. */
const longestMs = 7 * 24 * 3600_000;

const modifiedAt = (record: HubSpotRecord): number => {
  const text = record.properties['hs_lastmodifieddate'] ?? record.updatedAt ?? '';
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text);
};

/**
 * Looks for deals whose stage changed without a webhook telling us: of those that were modified since the last look,
 * in the pipelines that rules are about, those that are not where they were last seen. Each is then looked at like any
 * other; what was done before is not done again. Answers whether more is left for now.
 */
export const catchUp = async (deps: Deps, portalId: number, context: JobContext): Promise<'all' | 'more'> => {
  const { db } = deps;
  const rules = await readRules(db, portalId);
  if (rules.length === 0) return 'all';
  const now = deps.now().getTime();
  const cursor = await db.automationCursor.findUnique({ where: { portalId } });
  const since = Math.max(
    (cursor === null ? Math.min(...rules.map((rule) => rule.since)) : cursor.searchedTo.getTime()) -
      overlapMs,
    now - longestMs,
  );
  const client = await deps.vendors.hubspot(portalId, 'background');
  if (!client.ok) return 'all';
  const pipelines = [...new Set(rules.map(({ content }) => content.pipelineId))];
  let from = since;
  let after: string | null = null;
  let seen = 0;
  for (let page = 0; page < mostPages; page += 1) {
    if (context.signal.aborted) return 'more';
    const found = await client.value.searchDeals({
      filterGroups: [
        {
          filters: [
            { propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: String(from) },
            { propertyName: 'pipeline', operator: 'IN', values: pipelines },
          ],
        },
      ],
      sorts: [{ propertyName: 'hs_lastmodifieddate', direction: 'ASCENDING' }],
      properties: ['dealstage', 'pipeline', 'hs_lastmodifieddate'],
      after,
      limit: pageSize,
    });
    if (!found.ok) {
      await vendorTrouble(deps, { portalId, vendor: 'hubspot', failure: found.failure });
      return 'all';
    }
    const { records, after: next } = found.value;
    const woken = await wakeMoved(deps, portalId, records);
    if (woken > 0) context.log.info({ deals: woken }, 'deals changed their stage without a webhook');
    seen += records.length;
    const last = Math.max(from, ...records.map(modifiedAt).filter(Number.isFinite));
    if (next === null) {
      await moveCursor(deps, portalId, now);
      return 'all';
    }
    await moveCursor(deps, portalId, last);
    if (seen + pageSize > windowSize) {
      // The window is full: a new search begins at the last one seen, and past it if all bear the same time.
      from = last > from ? last : last + 1;
      after = null;
      seen = 0;
    } else {
      after = next;
    }
  }
  return 'more';
};

const wakeMoved = async (
  deps: Deps,
  portalId: number,
  records: readonly HubSpotRecord[],
): Promise<number> => {
  const known = await deps.db.dealStage.findMany({
    where: { portalId, dealId: { in: records.map(({ id }) => id) } },
  });
  const moved = records.filter(({ id, properties }) => {
    const row = known.find(({ dealId }) => dealId === id);
    return (
      row === undefined ||
      row.stageId !== properties['dealstage'] ||
      row.pipelineId !== properties['pipeline']
    );
  });
  await deps.db.$transaction(async (tx) => {
    for (const { id: dealId } of moved)
      await deps.enqueue(tx, 'deal.automate', { payload: { portalId, dealId }, background: true });
  });
  return moved.length;
};

const moveCursor = async (deps: Deps, portalId: number, to: number): Promise<void> => {
  const searchedTo = new Date(to);
  await deps.db.automationCursor.upsert({
    where: { portalId },
    create: { portalId, searchedTo },
    update: { searchedTo },
  });
};
