import { z } from 'zod';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { HubSpotFailure } from '../transport/failure.ts';
import { idSchema } from './records.ts';
import type { Requests } from '../transport/requests.ts';
import type { Transport } from '../transport/transport.ts';

/** A stage of a deal pipeline. Won is closed with probability 1, lost is closed with probability 0. */
type Stage = {
  id: string;
  label: string;
  order: number;
  isClosed: boolean;
  isWon: boolean;
};
export type Pipeline = { id: string; label: string; order: number; stages: Stage[] };

const metadata = z.record(z.string(), z.unknown()).catch({});
const stage = z.object({
  id: idSchema,
  label: z.string(),
  displayOrder: z.number().default(0),
  archived: z.boolean().default(false),
  metadata: metadata.default({}),
});
const pipeline = z.object({
  id: idSchema,
  label: z.string(),
  displayOrder: z.number().default(0),
  archived: z.boolean().default(false),
  stages: z.array(stage),
});
const pipelines = z.object({ results: z.array(pipeline) });

export const createPipelines = (transport: Transport, requests: Requests) => ({
  /** The deal pipelines that are in use, pipelines and stages in the order people see them. */
  listDealPipelines: async (): Promise<Result<Pipeline[], HubSpotFailure>> => {
    const request = requests.pipelines.getAll('deals');
    const answer = await transport.send({
      operation: 'listDealPipelines',
      effect: 'read',
      request,
      schema: pipelines,
    });
    return answer.ok ? ok(inOrder(answer.value.value.results).map(toPipeline)) : answer;
  },
});

const toPipeline = (data: z.output<typeof pipeline>): Pipeline => ({
  id: data.id,
  label: data.label,
  order: data.displayOrder,
  stages: inOrder(data.stages).map((each) => {
    const { isClosed, probability } = each.metadata;
    const chance =
      probability === undefined || probability === '' || probability === null ? NaN : Number(probability);
    // The metadata are texts. Where isClosed is missing, certainty closes a stage.
    const closed =
      isClosed === undefined ? chance === 1 || chance === 0 : String(isClosed).toLowerCase() === 'true';
    return {
      id: each.id,
      label: each.label,
      order: each.displayOrder,
      isClosed: closed,
      isWon: closed && chance === 1,
    };
  }),
});

const inOrder = <Item extends { displayOrder: number; archived: boolean }>(items: readonly Item[]): Item[] =>
  items.filter((item) => !item.archived).toSorted((left, right) => left.displayOrder - right.displayOrder);
