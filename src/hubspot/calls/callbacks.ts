import { z } from 'zod';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { HubSpotFailure } from '../transport/failure.ts';
import { batchSize } from './records.ts';
import type { Requests } from '../transport/requests.ts';
import type { Transport } from '../transport/transport.ts';

/** The result of a workflow action that was answered with ASYNC. The execution state is one of the output fields (workflow-action.ts). */
export type CallbackCompletion = { callbackId: string; outputFields: Readonly<Record<string, string>> };

export const createCallbacks = (transport: Transport, requests: Requests) => ({
  /** Reports any number of results, 100 a call. Stops at the first refusal; completing one twice does no harm. */
  completeCallbacks: async (
    completions: readonly CallbackCompletion[],
  ): Promise<Result<void, HubSpotFailure>> => {
    for (let start = 0; start < completions.length; start += batchSize) {
      const inputs = completions
        .slice(start, start + batchSize)
        .map(({ callbackId, outputFields }) => ({ callbackId, outputFields: { ...outputFields } }));
      const request = requests.callbacks.completeBatch({ inputs });
      const answer = await transport.send({
        operation: 'completeCallbacks',
        effect: 'write',
        request,
        schema: z.unknown(),
      });
      if (!answer.ok) return answer;
    }
    return ok(undefined);
  },
});
