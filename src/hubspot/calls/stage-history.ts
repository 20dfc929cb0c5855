import { z } from 'zod';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { batchErrors, unreadPart } from '../transport/batch-errors.ts';
import type { HubSpotFailure } from '../transport/failure.ts';
import { idSchema, type HubSpotRecord } from './records.ts';
import type { Requests } from '../transport/requests.ts';
import type { Transport } from '../transport/transport.ts';

/** One value that the stage had, with HubSpot's time of it and who set it. */
export type StageVersion = {
  stageId: string;
  at: number;
  source: { type: string | null; id: string | null };
};
/** The versions begin with the present one. */
export type DealWithStages = { record: HubSpotRecord; stages: StageVersion[] };
export type DealsWithStages = { deals: DealWithStages[]; missing: string[] };

const text = z.union([z.string(), z.null(), z.number().transform(String), z.boolean().transform(String)]);
const version = z.object({
  value: text.nullish(),
  timestamp: z.union([z.string(), z.number()]),
  sourceType: z.string().nullish(),
  sourceId: z.union([z.string(), z.number().transform(String)]).nullish(),
});
const answered = z.object({
  ...batchErrors,
  results: z.array(
    z.object({
      id: idSchema,
      properties: z.record(z.string(), text).default({}),
      archived: z.boolean().default(false),
      updatedAt: z.string().nullable().default(null),
      propertiesWithHistory: z.record(z.string(), z.array(version)).default({}),
    }),
  ),
});

/** HubSpot takes half as many records in a call that asks for history. */
const mostWithHistory = 50;

export const createStageHistory = (transport: Transport, requests: Requests) => ({
  /** Deals with the given properties and all the stages they were in. Those that HubSpot does not know, or has archived, are missing. */
  readStages: async (
    dealIds: readonly string[],
    properties: readonly string[],
  ): Promise<Result<DealsWithStages, HubSpotFailure>> => {
    const wanted = [...new Set(dealIds)];
    const deals: DealWithStages[] = [];
    for (let start = 0; start < wanted.length; start += mostWithHistory) {
      const request = requests.objectBatches.read('deals', {
        inputs: wanted.slice(start, start + mostWithHistory).map((id) => ({ id })),
        properties: [...properties],
        propertiesWithHistory: ['dealstage'],
      });
      const answer = await transport.send({
        operation: 'readBatch',
        effect: 'read',
        request,
        schema: answered,
      });
      if (!answer.ok) {
        if (answer.failure.kind === 'not_found' && answer.failure.status === 404) continue;
        return answer;
      }
      const unread = unreadPart(transport.facts('readBatch', 'read'), answer.value.value);
      if (unread !== null) return fail(unread);
      for (const { propertiesWithHistory, ...record } of answer.value.value.results)
        deals.push({
          record: { ...record, objectType: 'deals' },
          stages: (propertiesWithHistory['dealstage'] ?? [])
            .flatMap(toVersion)
            .toSorted((a, b) => b.at - a.at),
        });
    }
    const found = new Set(deals.map(({ record }) => record.id));
    return ok({ deals, missing: wanted.filter((id) => !found.has(id)) });
  },
});

const toVersion = ({ value, timestamp, sourceType, sourceId }: z.output<typeof version>): StageVersion[] => {
  const at =
    typeof timestamp === 'number' || /^\d+$/.test(timestamp) ? Number(timestamp) : Date.parse(timestamp);
  if (value == null || value === '' || !Number.isFinite(at)) return [];
  return [{ stageId: value, at, source: { type: sourceType ?? null, id: sourceId ?? null } }];
};
