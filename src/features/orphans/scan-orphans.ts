import { toJson } from '../../platform/database/to-json.ts';
import { dealIdOf, portalIdOf } from '../contracts/create/join-key.ts';
import { isContractStatus } from '../contracts/status/state-graph.ts';
import type { OrphanScan, Prisma } from '../../platform/database/generated/client.ts';
import type { HubSpotClient } from '../../hubspot/client.ts';
import type { JobContext } from '../../platform/jobs/jobs.ts';
import { done, later, type JobEnd } from '../../platform/jobs/job-end.ts';
import { afterFailure, troubleOf } from '../../platform/jobs/after-failure.ts';
import type { VendorFailure } from '../../platform/vendor-failure.ts';
import type { Contract as SpotDraftContract } from '../../spotdraft/answers/contract.ts';
import type { SpotDraftClient } from '../../spotdraft/client.ts';
import { statusLabels } from '@dealdraft/wire/contract-status.ts';
import type { Deps } from '../deps.ts';
import { enrichContracts } from './enrich-orphans.ts';
import { bestMatches, matchOrphans, type DealFacts } from './match-orphans.ts';
import { contractRef, dealRef, type StoredContract, type StoredDeal } from './stored-orphans.ts';

/** Of each kind so many are kept: a list of more is not worked off by hand. */
const mostItems = 2_000;
const pageLength = 100;
const dealsPageLength = 200;

type Around = { deps: Deps; scan: OrphanScan; spotdraft: SpotDraftClient; hubspot: HubSpotClient };
type Step = 'next' | VendorFailure;

/**
 * Job `orphans.scan`: contracts of a workspace that no deal has, deals in the chosen stages that have no contract, and
 * which may belong together. Page by page, with the place kept: a repeated job goes on where it was.
 */
export const scanOrphans = async (
  deps: Deps,
  { portalId, scanId }: { portalId: number; scanId: string },
  { attempt, signal }: JobContext,
): Promise<JobEnd> => {
  for (;;) {
    const scan = await deps.db.orphanScan.findFirst({ where: { id: scanId, portalId, state: 'running' } });
    if (scan === null) return done;
    if (signal.aborted) return later(500, 'told to stop');
    const [spotdraft, hubspot] = await Promise.all([
      deps.vendors.spotdraft(scan.workspaceId, 'background'),
      deps.vendors.hubspot(portalId, 'background'),
    ]);
    if (!spotdraft.ok || !hubspot.ok) {
      const message = !spotdraft.ok ? spotdraft.failure.message : hubspot.ok ? '' : hubspot.failure.message;
      await save(deps, scan, { state: 'failed', message });
      return done;
    }
    const around = { deps, scan, spotdraft: spotdraft.value, hubspot: hubspot.value };
    const step = await steps[scan.step as keyof typeof steps](around);
    if (step === 'next') continue;
    const end = afterFailure(step);
    if (end.end !== 'give_up' && troubleOf(step) === null && attempt < 5) return end;
    await save(deps, scan, { state: 'failed', message: step.text.admin });
    return done;
  }
};

const save = async (
  deps: Deps,
  { id, portalId }: OrphanScan,
  data: Prisma.OrphanScanUpdateManyMutationInput,
): Promise<void> => {
  await deps.db.orphanScan.updateMany({ where: { id, portalId }, data });
};

const readContracts = async ({ deps, scan, spotdraft }: Around): Promise<Step> => {
  const page = Number(scan.cursor ?? '1');
  const read = await spotdraft.listContracts({
    page,
    limit: pageLength,
    filters: { created_at: { gte: scan.since.toISOString() } },
  });
  if (!read.ok) return read.failure;
  const alone = await withoutDeal(deps, scan, read.value.contracts);
  const items = alone.map((contract) => ({
    portalId: scan.portalId,
    scanId: scan.id,
    kind: 'contract',
    ref: contract.id.composite,
    name: contract.name,
    facts: {
      ref: contract.id.composite,
      name: contract.name,
      counterparty: contract.counterpartyName,
      value: null,
      domains: [],
      workspaceId: scan.workspaceId,
      statusLabel: isContractStatus(contract.status) ? statusLabels[contract.status] : contract.status,
      createdAt: contract.createdAt.toISOString(),
      link: contract.link,
    } satisfies StoredContract,
  }));
  const kept = await deps.db.orphanItem.count({
    where: { portalId: scan.portalId, scanId: scan.id, kind: 'contract' },
  });
  const room = Math.max(0, mostItems - kept);
  await deps.db.orphanItem.createMany({ data: items.slice(0, room), skipDuplicates: true });
  const over = read.value.contracts.length < pageLength || items.length > room;
  await save(deps, scan, {
    contracts: (page - 1) * pageLength + read.value.contracts.length,
    cut: scan.cut || items.length > room,
    ...(over ? { step: 'deals', cursor: null } : { cursor: String(page + 1) }),
  });
  return 'next';
};

/** Neither in our rows nor, by its metadata, of a deal of this account; and not dismissed. */
const withoutDeal = async (
  deps: Deps,
  { portalId, workspaceId }: OrphanScan,
  contracts: readonly SpotDraftContract[],
): Promise<SpotDraftContract[]> => {
  const refs = contracts.map(({ id }) => contractRef(workspaceId, id.composite));
  const [known, dismissed] = await Promise.all([
    deps.db.contract.findMany({
      where: {
        portalId,
        workspaceId,
        unlinkedAt: null,
        numericId: { in: contracts.map(({ id }) => id.numeric) },
      },
      select: { numericId: true },
    }),
    deps.db.orphanDismissal.findMany({ where: { portalId, ref: { in: refs } }, select: { ref: true } }),
  ]);
  const taken = new Set(known.map(({ numericId }) => numericId));
  const left = new Set(dismissed.map(({ ref }) => ref));
  return contracts.filter(({ id, externalMetadata }) => {
    if (taken.has(id.numeric) || left.has(contractRef(workspaceId, id.composite))) return false;
    return dealIdOf(externalMetadata) === null || portalIdOf(externalMetadata) !== portalId;
  });
};

/**
 * Newest first, each page a search of its own below the last page's ids: HubSpot gives no more than ten thousand
 * results of one search, however many there are.
 */
const readDeals = async ({ deps, scan, hubspot }: Around): Promise<Step> => {
  const { portalId, pipelineId, stageIds } = scan;
  const found = await hubspot.searchDeals({
    filterGroups: [
      {
        filters: [
          { propertyName: 'pipeline', operator: 'EQ', value: pipelineId },
          { propertyName: 'dealstage', operator: 'IN', values: stageIds },
          ...(scan.cursor === null
            ? []
            : [{ propertyName: 'hs_object_id', operator: 'LT', value: scan.cursor }]),
        ],
      },
    ],
    sorts: [{ propertyName: 'hs_object_id', direction: 'DESCENDING' }],
    properties: ['dealname', 'amount', 'dealstage'],
    limit: dealsPageLength,
  });
  if (!found.ok) return found.failure;
  const ids = found.value.records.map(({ id }) => id);
  const [contracts, dismissed] = await Promise.all([
    deps.db.contract.findMany({
      where: { portalId, dealId: { in: ids }, unlinkedAt: null },
      select: { dealId: true },
    }),
    deps.db.orphanDismissal.findMany({
      where: { portalId, ref: { in: ids.map(dealRef) } },
      select: { ref: true },
    }),
  ]);
  const taken = new Set([
    ...contracts.map(({ dealId }) => dealRef(dealId)),
    ...dismissed.map(({ ref }) => ref),
  ]);
  const alone = found.value.records.filter(({ id }) => !taken.has(dealRef(id)));
  const companies = await companiesOf(
    hubspot,
    alone.map(({ id }) => id),
  );
  if ('kind' in companies) return companies;
  const items = alone.map(({ id, properties }) => ({
    portalId,
    scanId: scan.id,
    kind: 'deal',
    ref: id,
    name: properties['dealname'] ?? `Deal ${id}`,
    facts: {
      ref: id,
      name: properties['dealname'] ?? '',
      amount: properties['amount'] ?? null,
      companies: companies.of.get(id) ?? [],
      stageId: properties['dealstage'] ?? '',
    } satisfies StoredDeal,
  }));
  const kept = await deps.db.orphanItem.count({ where: { portalId, scanId: scan.id, kind: 'deal' } });
  const room = Math.max(0, mostItems - kept);
  await deps.db.orphanItem.createMany({ data: items.slice(0, room), skipDuplicates: true });
  const last = found.value.after === null || items.length > room ? undefined : ids.at(-1);
  await save(deps, scan, {
    deals: scan.deals + ids.length,
    cut: scan.cut || items.length > room,
    ...(last === undefined ? { step: 'matches', cursor: null } : { cursor: last }),
  });
  return 'next';
};

const companiesOf = async (
  hubspot: HubSpotClient,
  dealIds: readonly string[],
): Promise<{ of: Map<string, DealFacts['companies']> } | VendorFailure> => {
  if (dealIds.length === 0) return { of: new Map() };
  const linked = await hubspot.readAssociations(dealIds, 'companies');
  if (!linked.ok) return linked.failure;
  const ids = [...new Set([...linked.value.found.values()].flat().map(({ toId }) => toId))];
  const read = await hubspot.readBatch('companies', ids, ['name', 'domain']);
  if (!read.ok) return read.failure;
  const byId = new Map(read.value.records.map(({ id, properties }) => [id, properties]));
  const of = new Map<string, DealFacts['companies']>();
  for (const [dealId, associations] of linked.value.found)
    of.set(
      dealId,
      associations.flatMap(({ toId }) => {
        const name = byId.get(toId)?.['name'];
        return name == null ? [] : [{ name, domain: byId.get(toId)?.['domain']?.toLowerCase() ?? null }];
      }),
    );
  return { of };
};

const matchAll = async ({ deps, scan, spotdraft }: Around): Promise<Step> => {
  const where = { portalId: scan.portalId, scanId: scan.id };
  const items = await deps.db.orphanItem.findMany({ where });
  const stored = items.flatMap(({ kind, facts }) =>
    kind === 'contract' ? [facts as unknown as StoredContract] : [],
  );
  const deals = items.flatMap(({ kind, facts }) => (kind === 'deal' ? [facts as unknown as StoredDeal] : []));
  const contracts = await enrichContracts(spotdraft, stored);
  const matches = matchOrphans(contracts, deals);
  await deps.db.$transaction(
    async (tx) => {
      for (const contract of contracts) {
        const best = bestMatches(matches.filter((match) => match.contract === contract.ref));
        await tx.orphanItem.updateMany({
          where: { ...where, kind: 'contract', ref: contract.ref },
          data: {
            facts: toJson(contract),
            matches: toJson(best),
            best: best[0]?.score ?? 0,
          },
        });
      }
      for (const deal of deals) {
        const best = bestMatches(matches.filter((match) => match.deal === deal.ref));
        if (best.length > 0)
          await tx.orphanItem.updateMany({
            where: { ...where, kind: 'deal', ref: deal.ref },
            data: { matches: toJson(best), best: best[0]?.score ?? 0 },
          });
      }
      await tx.orphanScan.updateMany({
        where: { id: scan.id, portalId: scan.portalId },
        data: { state: 'done' },
      });
    },
    { timeout: 120_000 },
  );
  return 'next';
};

const steps = { contracts: readContracts, deals: readDeals, matches: matchAll };
