import { toJson } from '../../../platform/database/to-json.ts';
import { coalesceReads } from '../../../hubspot/coalesce-reads.ts';
import { readDealRecords } from '../../deals/read-deal-records.ts';
import { templateOf } from '../../contracts/create/plan-for-deal.ts';
import type { CoverageRun, Portal } from '../../../platform/database/generated/client.ts';
import type { HubSpotClient } from '../../../hubspot/client.ts';
import type { HubSpotFailure } from '../../../hubspot/transport/failure.ts';
import type { JobContext } from '../../../platform/jobs/jobs.ts';
import { done, later, type JobEnd } from '../../../platform/jobs/job-end.ts';
import { afterFailure } from '../../../platform/jobs/after-failure.ts';
import { requiredProperties } from '../../../mapping/sources/required-properties.ts';
import { mapping as mappingSchema, type Mapping } from '@dealdraft/wire/mapping.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { Template } from '@dealdraft/wire/template.ts';
import type { Deps } from '../../deps.ts';
import { coveredDeal, unreadableDeal, type CoveredDeal } from './coverage-summary.ts';
import { planOfDraft } from './try-mapping.ts';

/** So many deals are read together, in as many calls as one would take. */
const together = 25;

type Around = { client: HubSpotClient; portal: Portal; template: Template; mapping: Mapping };

/** Job `coverage.run`: plans the newest deals of a pipeline, a few at a time, and tells how far it is. Reads only; goes on where it was when it is repeated. */
export const runCoverage = async (
  deps: Deps,
  { portalId, runId }: { portalId: number; runId: string },
  { attempt, signal }: JobContext,
): Promise<JobEnd> => {
  const run = await deps.db.coverageRun.findFirst({ where: { id: runId, portalId, state: 'running' } });
  if (run === null) return done;
  const around = await gatherAround(deps, run);
  if ('message' in around) return end(deps, run, around.message);
  const found = await around.client.searchDeals({
    filterGroups: [{ filters: [{ propertyName: 'pipeline', operator: 'EQ', value: run.pipelineId }] }],
    sorts: [{ propertyName: 'createdate', direction: 'DESCENDING' }],
    properties: ['dealname'],
    limit: run.wanted,
  });
  if (!found.ok) return trouble(deps, { run, attempt }, found.failure);
  const covered = run.deals as unknown as CoveredDeal[];
  const known = new Set(covered.map(({ dealId }) => dealId));
  const open = found.value.records.filter(({ id }) => !known.has(id));
  const total = covered.length + open.length;
  await tell(deps, run, { covered, total });
  for (let start = 0; start < open.length; start += together) {
    if (signal.aborted) return later(500, 'told to stop');
    const batch = open.slice(start, start + together);
    const results = await Promise.all(
      batch.map(({ id, properties }) =>
        coverDeal(deps, around, { id, name: properties['dealname'] ?? `Deal ${id}` }),
      ),
    );
    for (const result of results) {
      if (!result.ok) return trouble(deps, { run, attempt }, result.failure);
      covered.push(result.value);
    }
    await tell(deps, run, { covered, total });
  }
  return end(deps, run, null);
};

const gatherAround = async (deps: Deps, run: CoverageRun): Promise<Around | { message: string }> => {
  const { portalId, workspaceId, templateId } = run;
  const [portal, record, client] = await Promise.all([
    deps.db.portal.findUnique({ where: { portalId } }),
    deps.db.template.findFirst({ where: { portalId, workspaceId, templateId } }),
    deps.vendors.hubspot(portalId, 'background'),
  ]);
  const mapping = mappingSchema.safeParse(run.content);
  if (!client.ok) return { message: client.failure.message };
  if (portal === null || record === null || !mapping.success)
    return { message: 'The template is not there any more.' };
  const gathering = coalesceReads(client.value, () => deps.now().getTime());
  return { client: gathering, portal, template: templateOf(record), mapping: mapping.data };
};

const coverDeal = async (
  deps: Deps,
  { client, portal, template, mapping }: Around,
  deal: { id: string; name: string },
): Promise<Result<CoveredDeal, HubSpotFailure>> => {
  const records = await readDealRecords(client, deal.id, {
    needed: requiredProperties(mapping),
    definitionsOf: (objects) => deps.definitions.read(client, objects),
  });
  if (records.ok) {
    const plan = await planOfDraft(deps, { template, mapping, portal, records: records.value }, {});
    return ok(coveredDeal(deal.id, deal.name, plan));
  }
  // One deal that was deleted meanwhile says nothing about the others.
  const gone = afterFailure(records.failure).end === 'give_up';
  return gone ? ok(unreadableDeal(deal.id, deal.name, records.failure.text.admin)) : records;
};

const tell = async (
  deps: Deps,
  { id, portalId }: CoverageRun,
  { covered, total }: { covered: CoveredDeal[]; total: number },
): Promise<void> => {
  await deps.db.coverageRun.updateMany({
    where: { id, portalId },
    data: { deals: toJson(covered), done: covered.length, total },
  });
};

const end = async (deps: Deps, { id, portalId }: CoverageRun, message: string | null): Promise<JobEnd> => {
  await deps.db.coverageRun.updateMany({
    where: { id, portalId },
    data: { state: message === null ? 'done' : 'failed', message },
  });
  return done;
};

/** A person is looking at it: what does not pass soon ends the run with the reason. */
const trouble = async (
  deps: Deps,
  { run, attempt }: { run: CoverageRun; attempt: number },
  failure: HubSpotFailure,
): Promise<JobEnd> => {
  const next = afterFailure(failure);
  if (next.end === 'retry' && attempt < 4) return next;
  if (next.end === 'later' && next.afterMs <= 2_000) return next;
  return end(deps, run, failure.text.admin);
};
