import type { NotConnected } from '../platform/vendor-error.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { Pipeline } from './calls/pipelines.ts';
import type { HubSpotClient } from './client.ts';
import type { HubSpotFailure } from './transport/failure.ts';

export type PipelinesRead = Result<Pipeline[], HubSpotFailure | NotConnected>;

/** For so long a portal's pipelines are taken as unchanged. */
const keptMs = 60_000;

/** Reads a portal's deal pipelines, at most once a minute; callers that come at the same time share one read. */
export function createKeptPipelines(
  hubspot: (portalId: number) => Promise<Result<HubSpotClient, NotConnected>>,
  clock: () => number,
): (portalId: number) => Promise<PipelinesRead> {
  const kept = new Map<number, { at: number; read: Promise<PipelinesRead> }>();
  const readAgain = async (portalId: number): Promise<PipelinesRead> => {
    const client = await hubspot(portalId);
    if (!client.ok) return client;
    const read = await client.value.listDealPipelines();
    return read.ok ? ok(read.value) : read;
  };
  return async (portalId) => {
    const known = kept.get(portalId);
    if (known !== undefined && clock() - known.at < keptMs) return known.read;
    const read = readAgain(portalId);
    kept.set(portalId, { at: clock(), read });
    const forget = (): void => {
      if (kept.get(portalId)?.read === read) kept.delete(portalId);
    };
    // A failure is not an answer, nor is a throw (the database is away): the next caller asks again.
    read.then((result) => {
      if (!result.ok) forget();
    }, forget);
    return read;
  };
}
