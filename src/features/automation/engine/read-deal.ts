import type { Cause, DealFacts, PipelineFacts, Place, RuleFacts } from '../rules/facts.ts';
import type { HubSpotClient } from '../../../hubspot/client.ts';
import type { HubSpotFailure } from '../../../hubspot/transport/failure.ts';
import { untyped, type Comparing } from '../../../mapping/records/compare.ts';
import { kindOf } from '../../../mapping/records/property-kind.ts';
import type { HubSpotRecord } from '../../../hubspot/calls/records.ts';
import type { DealWithStages, StageVersion } from '../../../hubspot/calls/stage-history.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { NotConnected } from '../../../platform/vendor-error.ts';
import { mergedIdsProperty } from '../../merges/merged-ids.ts';
import type { Deps } from '../../deps.ts';

/** A deal as HubSpot has it now, and how it came to its stage. */
export type DealNow = {
  /** Another than the one asked for when that was merged. */
  dealId: string;
  record: Pick<HubSpotRecord, 'id' | 'properties'>;
  deal: DealFacts;
  name: string;
  /** `byMerge`: it has its stage from a merge, and HubSpot doesn't say how it came there before. */
  entry: { at: number; from: Place | null; cause: Cause; byMerge: boolean };
};

/** Sources in HubSpot's history that stand for somebody at a screen. */
const people = /^(CRM_UI|MOBILE|CRM_SETTING|CONTACTS|DEALS|SALES|IMPORT|MERGE|USER|EXTENSION)/;

const causeOf = (source: StageVersion['source'], appId: number): Cause => {
  if (source.type === 'INTEGRATION' && source.id === String(appId)) return 'rule';
  return source.type !== null && people.test(source.type) ? 'person' : 'machine';
};

const alwaysRead = ['dealname', 'pipeline', 'dealstage', mergedIdsProperty];

/** What is read of a deal: what rules ask about it, and what its blocked runs wait for. */
export const propertiesOf = (
  rules: readonly RuleFacts[],
  waitedFor: readonly { property: string }[] = [],
): string[] => [
  ...new Set([
    ...alwaysRead,
    ...rules.flatMap(({ content }) => content.conditions.map(({ property }) => property)),
    ...waitedFor.map(({ property }) => property),
  ]),
];

const placeOf = (pipelines: readonly PipelineFacts[], stageId: string | undefined): Place | null => {
  const pipeline = pipelines.find(({ stages }) => stages.some(({ id }) => id === stageId));
  return stageId === undefined || pipeline === undefined ? null : { pipelineId: pipeline.id, stageId };
};

const isMerge = ({ source }: StageVersion): boolean => source.type?.startsWith('MERGE') === true;

/** The version by which the deal came to its stage: a merge that left it where it was is no move. */
const entryIndex = (stages: readonly StageVersion[]): number => {
  const index = stages.findIndex(
    (version, at) => !(isMerge(version) && stages[at + 1]?.stageId === version.stageId),
  );
  return Math.max(0, index);
};

export const toDealNow = (
  { record, stages }: DealWithStages,
  around: { pipelines: readonly PipelineFacts[]; appId: number; now: number },
): DealNow => {
  const [current, before] = stages.slice(entryIndex(stages));
  const known = current !== undefined && current.stageId === record.properties['dealstage'];
  return {
    dealId: record.id,
    record,
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
          byMerge: isMerge(current),
        }
      : {
          at: around.now,
          from: placeOf(around.pipelines, current?.stageId),
          cause: 'machine',
          byMerge: false,
        },
  };
};

/** Reads the deal, or the one into which it was merged; null when HubSpot does not have it any more. */
export const readDealNow = async (
  deps: Deps,
  { portalId, dealId }: { portalId: number; dealId: string },
  { properties, pipelines }: { properties: readonly string[]; pipelines: readonly PipelineFacts[] },
): Promise<Result<DealNow | null, HubSpotFailure | NotConnected>> => {
  const client = await deps.vendors.hubspot(portalId, 'background');
  if (!client.ok) return client;
  const read = await client.value.readStages([dealId], properties);
  if (!read.ok) return read;
  const found = read.value.deals.find(({ record }) => record.id === dealId);
  if (found !== undefined) {
    const comparing = await readComparing(deps, client.value, properties);
    if (!comparing.ok) return comparing;
    const now = toDealNow(found, { pipelines, appId: deps.settings.hubspotAppId, now: deps.now().getTime() });
    return ok({ ...now, deal: { ...now.deal, comparing: comparing.value } });
  }
  // Asked alone, HubSpot tells what became of it.
  const alone = await client.value.getDeal(dealId, ['dealname']);
  if (!alone.ok) return alone.failure.kind === 'not_found' ? ok(null) : alone;
  return alone.value.id === dealId
    ? ok(null)
    : readDealNow(deps, { portalId, dealId: alone.value.id }, { properties, pipelines });
};

/** What the properties are that rules compare; asked only when there are some. */
const readComparing = async (
  deps: Deps,
  client: HubSpotClient,
  properties: readonly string[],
): Promise<Result<Record<string, Comparing>, HubSpotFailure>> => {
  const compared = properties.filter((name) => !alwaysRead.includes(name));
  if (compared.length === 0) return ok({});
  const read = await deps.definitions.read(client, ['deal']);
  if (!read.ok) return read;
  const portal = await deps.db.portal.findUnique({
    where: { portalId: client.portalId },
    select: { timeZone: true },
  });
  const kinds = new Map(read.value.deal?.map((definition) => [definition.name, kindOf(definition, 'deal')]));
  const timeZone = portal?.timeZone ?? 'UTC';
  return ok(
    Object.fromEntries(
      compared.map((name) => [name, { ...untyped, kind: kinds.get(name) ?? 'unknown', timeZone }]),
    ),
  );
};
