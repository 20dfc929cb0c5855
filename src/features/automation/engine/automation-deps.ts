import type { PipelineFacts } from '../rules/facts.ts';
import type { HubSpotClient } from '../../../hubspot/client.ts';
import type { HubSpotFailure } from '../../../hubspot/transport/failure.ts';
import type { Pipeline } from '../../../hubspot/calls/pipelines.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { Deps, NotConnected } from '../../deps.ts';
import { coalesceReads } from '../../../hubspot/coalesce-reads.ts';

export type PipelinesRead = Result<PipelineFacts[], HubSpotFailure | NotConnected>;

export type AutomationSettings = {
  /** How often waits are ended that are over, and missed changes looked for. */
  tickMs: number;
};

/** The use cases' dependencies, as automation needs them: HubSpot behind people's calls and in few calls. */
export type AutomationDeps = Deps & {
  readPipelines: (portalId: number) => Promise<PipelinesRead>;
  automation: AutomationSettings;
};

const pipelinesKeptMs = 60_000;

export const pipelineFacts = ({ id, label, stages }: Pipeline): PipelineFacts => ({
  id,
  label,
  stages: stages.map((stage) => ({
    id: stage.id,
    label: stage.label,
    isClosed: stage.isClosed,
    isWon: stage.isClosed && stage.probability === 1,
  })),
});

export const createAutomationDeps = (deps: Deps, automation: AutomationSettings): AutomationDeps => {
  const clients = new WeakMap<HubSpotClient, HubSpotClient>();
  const kept = new Map<number, { at: number; read: Promise<PipelinesRead> }>();
  const clock = (): number => deps.now().getTime();
  const hubspot: Deps['vendors']['hubspot'] = async (portalId) => {
    const client = await deps.vendors.hubspot(portalId, 'background');
    if (!client.ok) return client;
    const coalescing = clients.get(client.value) ?? coalesceReads(client.value, clock);
    clients.set(client.value, coalescing);
    return ok(coalescing);
  };
  const readAgain = async (portalId: number): Promise<PipelinesRead> => {
    const client = await hubspot(portalId, 'background');
    if (!client.ok) return client;
    const read = await client.value.listDealPipelines();
    return read.ok ? ok(read.value.map(pipelineFacts)) : read;
  };
  return {
    ...deps,
    automation,
    vendors: { ...deps.vendors, hubspot },
    readPipelines: async (portalId) => {
      const known = kept.get(portalId);
      if (known !== undefined && clock() - known.at < pipelinesKeptMs) return known.read;
      const read = readAgain(portalId);
      kept.set(portalId, { at: clock(), read });
      const forget = (): void => {
        if (kept.get(portalId)?.read === read) kept.delete(portalId);
      };
      // A failure is nobody's knowledge, nor is a throw (the database is away): the next one asks again.
      read.then((result) => {
        if (!result.ok) forget();
      }, forget);
      return read;
    },
  };
};
