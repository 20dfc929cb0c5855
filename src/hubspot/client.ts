import type { Dispatcher } from 'undici';
import type { Secret } from '../platform/secrets/secret.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { createAccount } from './calls/account.ts';
import { createAssociations } from './calls/associations.ts';
import { createBatchAssociations } from './calls/batch-associations.ts';
import { createCallbacks } from './calls/callbacks.ts';
import { createBatchUpdate } from './calls/deal-writes.ts';
import { createEnsureProperties } from './calls/ensure-properties.ts';
import type { HubSpotFailure } from './transport/failure.ts';
import { createFiles } from './calls/files.ts';
import { createNotes } from './calls/notes.ts';
import { createOwners } from './calls/owners.ts';
import { createPipelines } from './calls/pipelines.ts';
import { createProperties } from './calls/properties.ts';
import { createRecords } from './calls/records.ts';
import { createRequests } from './transport/requests.ts';
import { createStageHistory } from './calls/stage-history.ts';
import { createTransport } from './transport/transport.ts';
import type { Acquire, CallReport } from './transport/transport.ts';
import { createWriteDeals } from './calls/write-deals.ts';

export type HubSpotClientOptions = {
  /** https://api.hubapi.com, or a stand-in. */
  basePath: string;
  portalId: number;
  accessToken: () => Promise<Result<Secret, HubSpotFailure>>;
  /** Whether the account is known not to have granted a scope. */
  lacks?: (scope: string) => boolean;
  /** The budget of the account: awaited before every call but searches. Waiting is not a failure. */
  acquire: Acquire;
  /** The budget of its searches, which HubSpot counts apart; without it searches take from the common one. */
  acquireSearch?: Acquire;
  onCall?: (call: CallReport) => void;
  /** Time limit of one call, 10 s unless told; an upload has a minute. */
  timeoutMs?: number;
  signal?: AbortSignal;
  dispatcher?: Dispatcher;
  clock?: () => number;
  /** Zone in which the account's daily limit resets. */
  timeZone?: string;
};

/** All that DealDraft asks of one HubSpot account. Every method gives a value or a failure, never throws for HubSpot's sake, and tries once: retrying is the jobs' business. */
export const createHubSpotClient = (options: HubSpotClientOptions) => {
  const transport = createTransport(options);
  const requests = createRequests(options.basePath);
  const records = createRecords(transport, requests);
  const associations = createAssociations(transport, requests);
  const batchUpdateDeals = createBatchUpdate(transport, requests);
  return {
    portalId: options.portalId,
    ...records,
    ...associations,
    ...createBatchAssociations(transport, requests),
    ...createStageHistory(transport, requests),
    ...createOwners(transport, requests),
    ...createPipelines(transport, requests),
    ...createProperties(transport, requests),
    ...createEnsureProperties(transport, requests),
    batchUpdateDeals,
    writeDeals: createWriteDeals(batchUpdateDeals),
    ...createFiles(transport, requests),
    ...createNotes({ transport, requests, reads: { ...associations, ...records } }),
    ...createCallbacks(transport, requests),
    ...createAccount(transport, requests),
  };
};

export type HubSpotClient = ReturnType<typeof createHubSpotClient>;
