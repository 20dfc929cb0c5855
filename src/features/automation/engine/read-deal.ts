import type { Cause, DealFacts, PipelineFacts, Place, RuleFacts } from '../rules/facts.ts';
import type { HubSpotFailure } from '../../../hubspot/transport/failure.ts';
import type { DealWithStages, StageVersion } from '../../../hubspot/calls/stage-history.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { NotConnected } from '../../../platform/vendor-error.ts';
import type { Deps } from '../../deps.ts';

/** A deal as HubSpot has it now, and how it came to its stage. */
export type DealNow = {
  deal: DealFacts;
  name: string;
  entry: { at: number; from: Place | null; cause: Cause };
};

/** Sources in HubSpot's history that stand for somebody at a screen. */
const people = /^(CRM_UI|MOBILE|CRM_SETTING|CONTACTS|DEALS|SALES|IMPORT|MERGE|USER|EXTENSION)/;

export const causeOf = (source: StageVersion['source'], appId: number): Cause => {
  if (source.type === 'INTEGRATION' && source.id === String(appId)) return 'rule';
  return source.type !== null && people.test(source.type) ? 'person' : 'machine';
};

export const propertiesOf = (rules: readonly RuleFacts[]): string[] => [
  ...new Set([
    'dealname',
    'pipeline',
    'dealstage',
    ...rules.flatMap(({ content }) => content.conditions.map(({ property }) => property)),
  ]),
];

const placeOf = (pipelines: readonly PipelineFacts[], stageId: string | undefined): Place | null => {
  const pipeline = pipelines.find(({ stages }) => stages.some(({ id }) => id === stageId));
  return stageId === undefined || pipeline === undefined ? null : { pipelineId: pipeline.id, stageId };
};

export const toDealNow = (
  { record, stages }: DealWithStages,
  around: { pipelines: readonly PipelineFacts[]; appId: number; now: number },
): DealNow => {
  const [current, before] = stages;
  const known = current !== undefined && current.stageId === record.properties['dealstage'];
  return {
    deal: {
      pipelineId: record.properties['pipeline'] ?? '',
      stageId: record.properties['dealstage'] ?? '',
      properties: record.properties,
    },
    name: record.properties['dealname'] ?? `Deal ${record.id}`,
    entry: known
      ? {
          at: current.at,
          from: placeOf(around.pipelines, before?.stageId),
          cause: causeOf(current.source, around.appId),
        }
      : { at: around.now, from: placeOf(around.pipelines, current?.stageId), cause: 'machine' },
  };
};

/** Reads the deal; null when HubSpot does not have it any more. */
export const readDealNow = async (
  deps: Deps,
  { portalId, dealId }: { portalId: number; dealId: string },
  { properties, pipelines }: { properties: readonly string[]; pipelines: readonly PipelineFacts[] },
): Promise<Result<DealNow | null, HubSpotFailure | NotConnected>> => {
  const client = await deps.vendors.hubspot(portalId, 'background');
  if (!client.ok) return client;
  const read = await client.value.readStages([dealId], properties);
  if (!read.ok) return read;
  const [found] = read.value.deals;
  if (found === undefined) return ok(null);
  return ok(toDealNow(found, { pipelines, appId: deps.settings.hubspotAppId, now: deps.now().getTime() }));
};
