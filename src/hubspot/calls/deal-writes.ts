import { z } from 'zod';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { statusOfCategory } from '../transport/batch-errors.ts';
import { contextValues, toErrorBody } from '../transport/error-body.ts';
import type { HubSpotFailure } from '../transport/failure.ts';
import { batchSize, idSchema } from './records.ts';
import type { Requests } from '../transport/requests.ts';
import { missingRecord, translateBody } from '../transport/translate-error.ts';
import type { Transport } from '../transport/transport.ts';

export type DealUpdate = { id: string; properties: Readonly<Record<string, string>> };
/** `merged`: of those updated, the ones that HubSpot answered with another id. */
export type DealsWritten = {
  updated: string[];
  merged: string[];
  failed: { id: string; failure: HubSpotFailure }[];
};

const answered = z.object({
  results: z.array(z.object({ id: idSchema, objectWriteTraceId: z.string().nullish() })).default([]),
  errors: z.array(z.unknown()).default([]),
});

export const createBatchUpdate =
  (transport: Transport, requests: Requests) =>
  /**
   * One call for at most 100 deals. A 200 or 207 says for each deal how it went; a refusal of the whole call is the
   * failure, in which `inputs` or `fields` say whom HubSpot blames, when it says. Updates of the same deal are merged.
   */
  async (updates: readonly DealUpdate[]): Promise<Result<DealsWritten, HubSpotFailure>> => {
    const wanted = mergeUpdates(updates);
    if (wanted.length === 0) return ok({ updated: [], merged: [], failed: [] });
    if (wanted.length > batchSize)
      throw new RangeError(`A batch holds at most ${batchSize} deals, not ${wanted.length}.`);
    const inputs = wanted.map(({ id, properties }) => ({
      id,
      properties: { ...properties },
      objectWriteTraceId: id,
    }));
    const request = requests.objectBatches.update('deals', { inputs });
    const answer = await transport.send({
      operation: 'batchUpdateDeals',
      effect: 'write',
      request,
      schema: answered,
    });
    if (!answer.ok) return fail(answer.failure);

    // A deal that was merged answers with the id of the one that came of it; the trace id is still that of the input.
    const { results } = answer.value.value;
    const written = new Set(results.map(({ objectWriteTraceId, id }) => objectWriteTraceId ?? id));
    const merged = results.flatMap(({ objectWriteTraceId: asked, id }) =>
      asked != null && asked !== id ? [asked] : [],
    );
    const facts = transport.facts('batchUpdateDeals', 'write');
    const errors = answer.value.value.errors.map(toErrorBody);
    const failed = wanted
      .filter(({ id }) => !written.has(id))
      .map(({ id }) => {
        const body =
          errors.find((error) =>
            contextValues(error, 'ids', 'id', 'objectId', 'objectWriteTraceId').includes(id),
          ) ?? errors[0];
        if (body === undefined) return { id, failure: missingRecord(facts, id) };
        return {
          id,
          failure: translateBody(facts, { status: statusOfCategory(body.category, 400), headers: {} }, body),
        };
      });
    return ok({ updated: wanted.map(({ id }) => id).filter((id) => written.has(id)), merged, failed });
  };

/** Later values win; HubSpot refuses a batch that names a deal twice. */
export const mergeUpdates = (updates: readonly DealUpdate[]): DealUpdate[] => {
  const byId = new Map<string, DealUpdate>();
  for (const { id, properties } of updates) {
    byId.set(id, { id, properties: { ...byId.get(id)?.properties, ...properties } });
  }
  return [...byId.values()];
};
