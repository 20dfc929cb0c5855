import { z } from 'zod';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { Association } from './associations.ts';
import { batchErrors, unreadPart } from '../transport/batch-errors.ts';
import type { HubSpotFailure } from '../transport/failure.ts';
import { idSchema, nextPage } from './records.ts';
import type { Requests } from '../transport/requests.ts';
import type { Transport } from '../transport/transport.ts';

const type = z.object({
  category: z.string().default('HUBSPOT_DEFINED'),
  typeId: z.number(),
  label: z.string().nullable().default(null),
});
const answered = z.object({
  ...batchErrors,
  results: z
    .array(
      z.object({
        from: z.object({ id: idSchema }),
        to: z.array(z.object({ toObjectId: idSchema, associationTypes: z.array(type).default([]) })),
        paging: nextPage,
      }),
    )
    .default([]),
});

/** HubSpot takes a thousand; a quarter keeps the answer of deals with many line items within its limits. */
const mostDeals = 250;

export const createBatchAssociations = (transport: Transport, requests: Requests) => ({
  /**
   * What is associated with each of many deals, in few calls. Deals of which one page did not hold everything are in
   * `incomplete`: they are read one by one.
   */
  readAssociations: async (
    dealIds: readonly string[],
    toObjectType: string,
  ): Promise<Result<{ found: Map<string, Association[]>; incomplete: string[] }, HubSpotFailure>> => {
    const found = new Map<string, Association[]>();
    const incomplete: string[] = [];
    for (let start = 0; start < dealIds.length; start += mostDeals) {
      const inputs = dealIds.slice(start, start + mostDeals).map((id) => ({ id }));
      const content = { type: 'application/json', body: JSON.stringify({ inputs }) };
      const request = requests.plain(
        'POST',
        `/crm/v4/associations/deals/${toObjectType}/batch/read`,
        content,
      );
      const answer = await transport.send({
        operation: 'getAssociations',
        effect: 'read',
        request,
        schema: answered,
      });
      if (!answer.ok) return answer;
      const unread = unreadPart(transport.facts('getAssociations', 'read'), answer.value.value);
      if (unread !== null) return fail(unread);
      for (const { from, to, paging } of answer.value.value.results) {
        if (paging?.next?.after !== undefined) incomplete.push(from.id);
        found.set(
          from.id,
          to.map((each) => ({ toId: each.toObjectId, types: each.associationTypes })),
        );
      }
    }
    return ok({ found, incomplete });
  },
});
