import { checkSearch, searchRecords, searchSchema } from '../records/search-records.ts';
import { indexed } from '../records/search-index.ts';
import { recordView } from '../records/record-view.ts';
import { invalid, json } from '../state/reply.ts';
import type { Reply } from '../../kit/reply.ts';
import { endpoint, readBody, readsType, typeParam } from './endpoint.ts';
import type { Call, Endpoint } from './endpoint.ts';

const largestBody = 3000;
const largestPage = 200;
const largestWindow = 10_000;

/** Searches the state as it was `lagMs` ago, for HubSpot's index is behind its records. */
const search =
  (lagMs: number) =>
  (call: Call): Reply => {
    const { core, portal, params, rawBody } = call;
    if (rawBody.toString('utf8').length > largestBody)
      throw invalid(`The request body is longer than ${largestBody} characters.`);
    const input = readBody(call, searchSchema);
    if (input.limit < 0 || input.limit > largestPage)
      throw invalid(`limit must be at most ${largestPage}, not ${input.limit}.`);
    const start = Number(input.after ?? 0);
    if (!Number.isInteger(start) || start < 0) throw invalid(`after is not valid: ${input.after}`);
    if (start + input.limit > largestWindow)
      throw invalid(`Paging beyond ${largestWindow} results is not supported.`);
    const type = typeParam(params);
    checkSearch(portal, type, input);
    const known = indexed(portal, type, new Date(core.now().getTime() - lagMs));
    const valuesOf = new Map(known.map(({ record, values }) => [record, values]));
    const found = searchRecords(portal, type, input, known);
    const end = Math.min(start + input.limit, found.length);
    const results = found
      .slice(start, end)
      .map((record) =>
        recordView(
          portal,
          { ...record, properties: valuesOf.get(record) ?? record.properties },
          { properties: input.properties },
        ),
      );
    return json(200, {
      total: found.length,
      results,
      ...(end < found.length ? { paging: { next: { after: String(end) } } } : {}),
    });
  };

export const searchEndpoints = (lagMs: number): Endpoint[] => [
  endpoint('POST /crm/v3/objects/{type}/search', readsType, search(lagMs), 'search'),
];
