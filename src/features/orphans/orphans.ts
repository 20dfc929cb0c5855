import { linkContract } from '../contracts/create/link-contract.ts';
import type { Db } from '../../platform/database/client.ts';
import type { OrphanItem, OrphanScan } from '../../platform/database/generated/client.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type {
  OrphanContractsView,
  OrphanDealsView,
  OrphanDismissed,
  OrphanLinked,
  OrphanScanView,
} from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer } from '../deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import type { Match } from './match-orphans.ts';
import { contractRef, dealRef, type StoredContract, type StoredDeal } from './stored-orphans.ts';
import { findWorkspace } from '../connections/workspace-view.ts';

const dayMs = 24 * 3600_000;
const grouped = new Intl.NumberFormat('en-US');

const scanView = async (db: Db, scan: OrphanScan): Promise<OrphanScanView> => {
  const workspace = await db.workspace.findFirst({
    where: { id: scan.workspaceId, portalId: scan.portalId },
    select: { name: true },
  });
  const state = scan.state === 'done' || scan.state === 'failed' ? scan.state : 'running';
  const of = (count: number, one: string): string =>
    `${grouped.format(count)} ${one}${count === 1 ? '' : 's'}`;
  const read = `Read ${of(scan.contracts, 'contract')} and ${of(scan.deals, 'deal')}.`;
  return {
    scanId: scan.id,
    state,
    startedAt: scan.createdAt.toISOString(),
    startedBy: scan.startedBy,
    workspaceId: scan.workspaceId,
    workspaceName: workspace?.name ?? '',
    pipelineId: scan.pipelineId,
    stageIds: scan.stageIds,
    text: state === 'failed' ? (scan.message ?? 'It could not be finished.') : read,
    contracts: scan.contracts,
    deals: scan.deals,
    cut: scan.cut,
    pollAfterMs: state === 'running' ? 1_000 : null,
  };
};

type Wish = { workspaceId: string; pipelineId: string; stageIds: string[]; days: number };

/** Starts a search; what an older one found is let go. */
export const startScan = async (deps: Deps, { portalId, by }: Admin, wish: Wish): Answer<OrphanScanView> => {
  const { days, ...place } = wish;
  const found = await findWorkspace(deps.db, portalId, place.workspaceId);
  if (!found.ok) return found;
  const scan = await deps.db.$transaction(async (tx) => {
    await tx.orphanScan.deleteMany({ where: { portalId } });
    const made = await tx.orphanScan.create({
      data: { portalId, ...place, since: new Date(deps.now().getTime() - days * dayMs), startedBy: by },
    });
    await deps.enqueue(tx, 'orphans.scan', { payload: { portalId, scanId: made.id }, background: true });
    return made;
  });
  return ok(await scanView(deps.db, scan));
};

const newest = (db: Db, portalId: number): Promise<OrphanScan | null> =>
  db.orphanScan.findFirst({ where: { portalId }, orderBy: { createdAt: 'desc' } });

export const lastScan = async (db: Db, portalId: number): Answer<OrphanScanView | null> => {
  const scan = await newest(db, portalId);
  return ok(scan === null ? null : await scanView(db, scan));
};

type Page = { search: string; offset: number; limit: number };

const itemsOf = async (
  db: Db,
  portalId: number,
  { kind, search, offset, limit }: Page & { kind: 'contract' | 'deal' },
): Promise<{ items: OrphanItem[]; total: number; names: Map<string, string> }> => {
  const scan = await newest(db, portalId);
  if (scan === null) return { items: [], total: 0, names: new Map() };
  const where = {
    portalId,
    scanId: scan.id,
    kind,
    settled: false,
    ...(search === '' ? {} : { name: { contains: search, mode: 'insensitive' as const } }),
  };
  const [items, total] = await Promise.all([
    db.orphanItem.findMany({
      where,
      orderBy: [{ best: 'desc' }, { name: 'asc' }, { ref: 'asc' }],
      skip: offset,
      take: limit,
    }),
    db.orphanItem.count({ where }),
  ]);
  const refs = matchesOf(items).map((match) => (kind === 'contract' ? match.deal : match.contract));
  const others = await db.orphanItem.findMany({
    where: {
      portalId,
      scanId: scan.id,
      kind: kind === 'contract' ? 'deal' : 'contract',
      ref: { in: refs },
      settled: false,
    },
    select: { ref: true, name: true },
  });
  return { items, total, names: new Map(others.map(({ ref, name }) => [ref, name])) };
};

const matchesOf = (items: readonly OrphanItem[]): Match[] =>
  items.flatMap(({ matches }) => matches as unknown as Match[]);

export const orphanContracts = async (db: Db, portalId: number, page: Page): Answer<OrphanContractsView> => {
  const { items, total, names } = await itemsOf(db, portalId, { ...page, kind: 'contract' });
  return ok({
    contracts: items.map((item) => {
      const facts = item.facts as unknown as StoredContract;
      const { workspaceId, statusLabel, counterparty, value, createdAt, link } = facts;
      const matches = matchesOf([item]).flatMap(({ deal, score, reasons }) => {
        const dealName = names.get(deal);
        return dealName === undefined ? [] : [{ dealId: deal, dealName, score, reasons }];
      });
      return {
        spotdraftId: item.ref,
        workspaceId,
        name: item.name,
        statusLabel,
        counterparty,
        value,
        createdAt,
        link,
        matches,
      };
    }),
    total,
    offset: page.offset,
  });
};

/** Stages by their names, when HubSpot can be asked; else by their ids. */
const stageLabels = async (deps: Deps, portalId: number): Promise<Map<string, string>> => {
  const client = await deps.vendors.hubspot(portalId, 'interactive');
  const pipelines = client.ok ? await client.value.listDealPipelines() : null;
  if (pipelines?.ok !== true) return new Map();
  return new Map(
    pipelines.value.flatMap(({ stages }) => stages.map(({ id, label }): [string, string] => [id, label])),
  );
};

export const orphanDeals = async (deps: Deps, portalId: number, page: Page): Answer<OrphanDealsView> => {
  const [{ items, total, names }, stages] = await Promise.all([
    itemsOf(deps.db, portalId, { ...page, kind: 'deal' }),
    stageLabels(deps, portalId),
  ]);
  const scan = await newest(deps.db, portalId);
  return ok({
    deals: items.map((item) => {
      const { stageId, amount, companies } = item.facts as unknown as StoredDeal;
      return {
        dealId: item.ref,
        name: item.name,
        stageLabel: stages.get(stageId) ?? stageId,
        amount,
        company: companies[0]?.name ?? null,
        matches: matchesOf([item]).flatMap(({ contract, score, reasons }) => {
          const contractName = names.get(contract);
          return contractName === undefined
            ? []
            : [{ spotdraftId: contract, workspaceId: scan?.workspaceId ?? '', contractName, score, reasons }];
        }),
      };
    }),
    total,
    offset: page.offset,
  });
};

type Pair = { workspaceId: string; spotdraftId: string; dealId: string };

/** Links the two, as the card does. A contract that has found a deal meanwhile is not moved. */
export const linkOrphan = async (
  deps: Deps,
  { portalId, by }: Admin,
  { workspaceId, spotdraftId, dealId }: Pair,
): Answer<OrphanLinked> => {
  const idempotencyKey = `orphan:${workspaceId}:${spotdraftId}:${dealId}`;
  const linked = await linkContract(
    deps,
    { portalId, dealId },
    { wish: { workspaceId, spotdraftId, confirmMove: false, idempotencyKey }, by },
  );
  if (!linked.ok) return linked;
  await deps.db.$transaction(async (tx) => {
    await tx.orphanItem.updateMany({
      where: {
        portalId,
        OR: [
          { kind: 'contract', ref: spotdraftId, scan: { workspaceId } },
          { kind: 'deal', ref: dealId },
        ],
      },
      data: { settled: true },
    });
    await writeAudit(tx, {
      portalId,
      who: by,
      action: 'contract_linked',
      subject: spotdraftId,
      text: `Linked ${spotdraftId} to deal ${dealId}`,
      changes: [{ path: 'dealId', before: null, after: dealId }],
    });
  });
  return linked;
};

/** Leaves a contract or a deal out from now on: it is meant to stand alone. */
export const dismissOrphan = async (
  deps: Deps,
  { portalId, by }: Admin,
  wish: { workspaceId: string; spotdraftId: string } | { dealId: string },
): Answer<OrphanDismissed> => {
  const isDeal = 'dealId' in wish;
  if (!isDeal) {
    const found = await findWorkspace(deps.db, portalId, wish.workspaceId);
    if (!found.ok) return found;
  }
  const ref = isDeal ? dealRef(wish.dealId) : contractRef(wish.workspaceId, wish.spotdraftId);
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.orphanDismissal.createMany({
      data: [{ portalId, ref, by }],
      skipDuplicates: true,
    });
    await tx.orphanItem.updateMany({
      where: isDeal
        ? { portalId, kind: 'deal', ref: wish.dealId }
        : { portalId, kind: 'contract', ref: wish.spotdraftId, scan: { workspaceId: wish.workspaceId } },
      data: { settled: true },
    });
    if (count > 0)
      await writeAudit(tx, {
        portalId,
        who: by,
        action: 'orphan_dismissed',
        subject: isDeal ? wish.dealId : wish.spotdraftId,
        text: isDeal ? 'This deal needs no contract' : 'This contract belongs to no deal',
      });
  });
  return ok({ dismissed: true });
};
