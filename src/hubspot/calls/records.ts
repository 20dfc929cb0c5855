import { z } from 'zod';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { batchErrors, unreadPart } from '../transport/batch-errors.ts';
import type { HubSpotFailure } from '../transport/failure.ts';
import type { Requests } from '../transport/requests.ts';
import type { Transport } from '../transport/transport.ts';

/** A CRM record. `objectType` is the name it was asked by, such as deals or line_items. Values are as HubSpot stores them: text. */
export type HubSpotRecord = {
  id: string;
  objectType: string;
  properties: Record<string, string | null>;
  archived: boolean;
  updatedAt: string | null;
};

export type RecordsRead = { records: HubSpotRecord[]; missing: string[] };
export type DealSearch = {
  /** Words, looked for in the properties that HubSpot searches by default: a deal's name, description, stage, pipeline and type. */
  query?: string;
  filterGroups: readonly { filters: readonly SearchFilter[] }[];
  sorts?: readonly { propertyName: string; direction: 'ASCENDING' | 'DESCENDING' }[];
  properties: readonly string[];
  after?: string | null;
  limit?: number;
};
type SearchFilter = {
  propertyName: string;
  operator: string;
  value?: string;
  highValue?: string;
  values?: readonly string[];
};
export type DealsFound = { total: number; records: HubSpotRecord[]; after: string | null };

export const idSchema = z.union([z.string(), z.number()]).transform(String);
const value = z.union([z.string(), z.null(), z.number().transform(String), z.boolean().transform(String)]);
const record = z.object({
  id: idSchema,
  properties: z.record(z.string(), value).default({}),
  archived: z.boolean().default(false),
  updatedAt: z.string().nullable().default(null),
});
const records = z.object({ results: z.array(record) });
const batch = records.extend(batchErrors);
export const nextPage = z.object({ next: z.object({ after: idSchema }).optional() }).nullish();
const found = records.extend({ total: z.number().default(0), paging: nextPage });

/** HubSpot reads and writes at most so many records in one call. */
export const batchSize = 100;

export const createRecords = (transport: Transport, requests: Requests) => {
  const of =
    (objectType: string) =>
    (data: z.output<typeof record>): HubSpotRecord => ({ ...data, objectType });

  /** Asks for exactly these properties; one that does not exist is left out of the answer by HubSpot. An archived deal is 'not_found'; for one that was merged, the record that remains comes, with its own id. */
  const getDeal = async (
    dealId: string,
    properties: readonly string[],
  ): Promise<Result<HubSpotRecord, HubSpotFailure>> => {
    const request = requests.objects.getById('deals', dealId, [...properties]);
    const answer = await transport.send({ operation: 'getDeal', effect: 'read', request, schema: record });
    return answer.ok ? ok(of('deals')(answer.value.value)) : answer;
  };

  /** Reads any number of records, 100 a call, in the order asked for. Ids that HubSpot does not know, or has archived, are listed as missing; a record that it could not read fails the whole. */
  const readBatch = async (
    objectType: string,
    ids: readonly string[],
    properties: readonly string[],
  ): Promise<Result<RecordsRead, HubSpotFailure>> => {
    const wanted = [...new Set(ids)];
    const byId = new Map<string, HubSpotRecord>();
    for (let start = 0; start < wanted.length; start += batchSize) {
      const inputs = wanted.slice(start, start + batchSize).map((id) => ({ id }));
      const request = requests.objectBatches.read(objectType, {
        inputs,
        properties: [...properties],
        propertiesWithHistory: [],
      });
      const answer = await transport.send({
        operation: 'readBatch',
        effect: 'read',
        request,
        schema: batch,
      });
      if (!answer.ok) {
        // Some object types answer 404 instead of 207 when none of the ids exists.
        if (
          answer.failure.kind === 'not_found' &&
          answer.failure.status === 404 &&
          answer.failure.inputs.length > 0
        )
          continue;
        return answer;
      }
      const unread = unreadPart(transport.facts('readBatch', 'read'), answer.value.value);
      if (unread !== null) return fail(unread);
      for (const each of answer.value.value.results) byId.set(each.id, of(objectType)(each));
    }
    const present = wanted.flatMap((id) => byId.get(id) ?? []);
    return ok({ records: present, missing: wanted.filter((id) => !byId.has(id)) });
  };

  /** One page of a search, at most 200 deals. HubSpot's index lags: a deal written a moment ago may be absent or old. */
  const searchDeals = async (search: DealSearch): Promise<Result<DealsFound, HubSpotFailure>> => {
    const { after, limit, ...rest } = search;
    const body = {
      sorts: [],
      ...rest,
      limit: Math.min(limit ?? 100, 200),
      ...(after == null ? {} : { after }),
    };
    const content = { type: 'application/json', body: JSON.stringify(body) };
    const request = requests.plain('POST', '/crm/v3/objects/deals/search', content);
    const answer = await transport.send({
      operation: 'searchDeals',
      effect: 'read',
      request,
      schema: found,
      budget: 'search',
    });
    if (!answer.ok) return answer;
    const { total, results, paging } = answer.value.value;
    return ok({ total, records: results.map(of('deals')), after: paging?.next?.after ?? null });
  };

  /** Writes the given properties of one deal; an empty string clears one. */
  const updateDeal = async (
    dealId: string,
    properties: Readonly<Record<string, string>>,
  ): Promise<Result<HubSpotRecord, HubSpotFailure>> => {
    const request = requests.objects.update('deals', dealId, { properties: { ...properties } });
    const answer = await transport.send({
      operation: 'updateDeal',
      effect: 'write',
      request,
      schema: record,
    });
    return answer.ok ? ok(of('deals')(answer.value.value)) : answer;
  };

  return { getDeal, readBatch, searchDeals, updateDeal };
};
