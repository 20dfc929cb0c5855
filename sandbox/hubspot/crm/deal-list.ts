import type { CrmRecord, Portal } from '../state/model.ts';
import { associatedWith } from '../records/associations.ts';
import { findRecord, recordsOf } from '../records/find-record.ts';
import { pageOf } from '../api/endpoint.ts';
import { nameOf, ownerName, ownerOf, stageOf } from './deal-record.ts';

export interface DealListRequest {
  search: string;
  pipeline: string | null;
  after: string | null;
  limit: number;
}

/** A page of deals, those changed last first. The search is over names of deals and companies. */
export function dealList(portal: Portal, { search, pipeline, after, limit }: DealListRequest): object {
  const wanted = search.trim().toLowerCase();
  const found = recordsOf(portal, 'deals')
    .filter((deal) => pipeline === null || deal.properties['pipeline'] === pipeline)
    .filter(
      (deal) =>
        wanted === '' || `${nameOf(deal)}\n${companyOf(portal, deal) ?? ''}`.toLowerCase().includes(wanted),
    )
    .toSorted((left, right) =>
      left.updatedAt < right.updatedAt
        ? 1
        : left.updatedAt > right.updatedAt
          ? -1
          : Number(left.id) - Number(right.id),
    );
  const page = pageOf(found, after, limit);
  return { total: found.length, ...page, results: page.results.map((one) => row(portal, one)) };
}

/** The primary company, else the first. */
function companyOf(portal: Portal, deal: CrmRecord): string | null {
  const all = associatedWith(portal, 'deals', deal.id, 'companies');
  const chosen = all.find((one) => one.types.some((type) => type.label === 'Primary')) ?? all[0];
  const record = chosen && findRecord(portal, 'companies', chosen.id);
  return record ? nameOf(record) : null;
}

function row(portal: Portal, deal: CrmRecord): object {
  const { pipeline, stage } = stageOf(portal, deal);
  return {
    id: deal.id,
    name: nameOf(deal),
    amount: deal.properties['amount'] ?? null,
    currency: deal.properties['deal_currency_code'] ?? null,
    pipeline: pipeline?.id ?? null,
    pipelineLabel: pipeline?.label ?? null,
    stage: stage?.id ?? null,
    stageLabel: stage?.label ?? null,
    closeDate: deal.properties['closedate'] ?? null,
    ownerName: ownerName(ownerOf(portal, deal)),
    company: companyOf(portal, deal),
    updatedAt: deal.updatedAt,
  };
}
