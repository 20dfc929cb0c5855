import type { NotConnected } from '../platform/vendor-error.ts';
import type { Priority } from '../platform/vendor-limits/budget.ts';
import type { Association } from './calls/associations.ts';
import type { HubSpotClient } from './client.ts';
import type { HubSpotFailure } from './transport/failure.ts';
import type { HubSpotRecord } from './calls/records.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import { gather } from './gather.ts';

type Loader<Answer> = (ids: readonly string[]) => Promise<Answer>;

/** A loader of its own for each kind of question, made when it is first asked. */
const perKey = <Answer>(make: (key: string) => Loader<Answer>) => {
  const loaders = new Map<string, Loader<Answer>>();
  return (key: string): Loader<Answer> => {
    const known = loaders.get(key) ?? make(key);
    loaders.set(key, known);
    return known;
  };
};

const namesKeptMs = 60_000;

/**
 * The same client, but reads of many deals at once share their calls: five hundred deals that enter a stage together
 * cost some fifty calls instead of more than four thousand. For work in the background; whoever a person waits for
 * asks alone and at once.
 */
export const coalesceReads = (client: HubSpotClient, now: () => number): HubSpotClient => {
  const keyOf = (type: string, properties: readonly string[]): string =>
    JSON.stringify([type, [...properties].sort()]);
  const records = perKey((key) => {
    const [type, properties] = JSON.parse(key) as [string, string[]];
    return gather<string, Awaited<ReturnType<HubSpotClient['readBatch']>>>(100, (ids) =>
      client.readBatch(type, ids, properties),
    );
  });
  const associations = perKey((type) =>
    gather<string, Awaited<ReturnType<HubSpotClient['readAssociations']>>>(250, (ids) =>
      client.readAssociations(ids, type),
    ),
  );
  const stages = perKey((key) => {
    const [, properties] = JSON.parse(key) as [string, string[]];
    return gather<string, Awaited<ReturnType<HubSpotClient['readStages']>>>(50, (ids) =>
      client.readStages(ids, properties),
    );
  });
  const owners = kept((id: string) => client.getOwner(id), now);
  const pipelines = kept(() => client.listDealPipelines(), now);

  return {
    ...client,
    getDeal: async (dealId, properties): Promise<Result<HubSpotRecord, HubSpotFailure>> => {
      const read = await records(keyOf('deals', properties))([dealId]);
      if (!read.ok) return read;
      const found = read.value.records.find(({ id }) => id === dealId);
      // Asked alone, HubSpot tells what became of it: deleted, or merged into another.
      return found === undefined ? client.getDeal(dealId, properties) : ok(found);
    },
    readBatch: async (type, ids, properties) => {
      if (ids.length === 0) return ok({ records: [], missing: [] });
      const read = await records(keyOf(type, properties))(ids);
      if (!read.ok) return read;
      const found = ids.flatMap((id) => read.value.records.find((record) => record.id === id) ?? []);
      return ok({ records: found, missing: ids.filter((id) => !found.some((record) => record.id === id)) });
    },
    getAssociations: async (dealId, type): Promise<Result<Association[], HubSpotFailure>> => {
      const read = await associations(type)([dealId]);
      if (!read.ok) return read;
      return read.value.incomplete.includes(dealId)
        ? client.getAssociations(dealId, type)
        : ok(read.value.found.get(dealId) ?? []);
    },
    readStages: async (dealIds, properties) => {
      const read = await stages(keyOf('deals', properties))(dealIds);
      if (!read.ok) return read;
      const deals = read.value.deals.filter(({ record }) => dealIds.includes(record.id));
      return ok({ deals, missing: dealIds.filter((id) => !deals.some(({ record }) => record.id === id)) });
    },
    getOwner: owners,
    listDealPipelines: () => pipelines(''),
  };
};

/** Answers that many deals ask for, kept for a minute. A failure is not kept, nor is a throw (the database is away). */
const kept = <Value, Failure>(
  ask: (key: string) => Promise<Result<Value, Failure>>,
  now: () => number,
): ((key: string) => Promise<Result<Value, Failure>>) => {
  const answers = new Map<string, { at: number; answer: Promise<Result<Value, Failure>> }>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined && now() - known.at < namesKeptMs) return known.answer;
    const answer = ask(key);
    answers.set(key, { at: now(), answer });
    const forget = (): void => {
      if (answers.get(key)?.answer === answer) answers.delete(key);
    };
    answer.then((result) => {
      if (!result.ok) forget();
    }, forget);
    return answer;
  };
};

type ClientFor = (portalId: number, priority: Priority) => Promise<Result<HubSpotClient, NotConnected>>;

/** Background clients whose reads are coalesced. One per client, so that all callers meet in the same batches. */
export function coalescedClients(clientFor: ClientFor, clock: () => number): ClientFor {
  const wrapped = new WeakMap<HubSpotClient, HubSpotClient>();
  return async (portalId) => {
    const client = await clientFor(portalId, 'background');
    if (!client.ok) return client;
    const coalescing = wrapped.get(client.value) ?? coalesceReads(client.value, clock);
    wrapped.set(client.value, coalescing);
    return ok(coalescing);
  };
}
