import { actionCalls } from './calls/action-calls.ts';
import { createAsk } from './transport/ask.ts';
import { contractCalls } from './calls/contract-calls.ts';
import { documentCalls } from './calls/document-calls.ts';
import { createTransport, type TransportOptions } from './transport/transport.ts';
import { workspaceCalls } from './calls/workspace-calls.ts';

export type SpotDraftClientOptions = TransportOptions & {
  /** Making a contract takes longer than other calls; 30 s unless told. */
  createTimeoutMs?: number;
};

/**
 * All that DealDraft asks of one SpotDraft workspace. Every method gives a value or a failure, and tries once: retrying
 * is the jobs' business.
 */
export const createSpotDraftClient = (options: SpotDraftClientOptions) => {
  const ask = createAsk(createTransport(options));
  const { dispatcher, hosts, createTimeoutMs = 30_000 } = options;
  return {
    ...contractCalls(ask, { createTimeoutMs, hosts }),
    ...actionCalls(ask),
    ...documentCalls(ask, { dispatcher, hosts }),
    ...workspaceCalls(ask),
  };
};

export type SpotDraftClient = ReturnType<typeof createSpotDraftClient>;
