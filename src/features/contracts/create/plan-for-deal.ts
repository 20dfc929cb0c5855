import { createHash } from 'node:crypto';
import type {
  Mapping as MappingRow,
  MappingVersion,
  Portal,
  Template as TemplateRow,
  Workspace,
} from '../../../platform/database/generated/client.ts';
import { requiredProperties } from '../../../mapping/sources/required-properties.ts';
import { toCreateBody } from '../../../spotdraft/calls/create-body.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import { mapping as mappingSchema, type Mapping } from '@dealdraft/wire/mapping.ts';
import type { Plan, PlanProblemCode } from '@dealdraft/wire/plan.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { Template, TemplateAttribute } from '@dealdraft/wire/template.ts';
import type { AssociatedRecord, DealRecords, RecordObject } from '@dealdraft/wire/records.ts';
import { cardError } from '../../../platform/card-errors.ts';
import type { Deps } from '../../deps.ts';
import { externalId } from './join-key.ts';
import { learnMerge } from '../../deals/learn-merge.ts';
import { idsMergedInto } from '../../merges/merged-records.ts';
import { readDealRecords } from '../../deals/read-deal-records.ts';
import { hasVanished } from '../../deals/vanished-properties.ts';

/** A template that can be generated from: connected, published at SpotDraft, mapped and published here. */
export type ReadyTemplate = {
  workspace: Workspace;
  template: Template;
  mappingRow: MappingRow;
  version: MappingVersion;
  mapping: Mapping;
};

export const templateOf = (row: TemplateRow): Template => ({
  id: row.templateId,
  name: row.name,
  contractTypeId: row.contractTypeId,
  counterpartyKind: row.counterpartyKind as Template['counterpartyKind'],
  attributes: row.attributes as unknown as TemplateAttribute[],
});

/** All templates of the portal that have a published mapping. */
export const readyTemplates = async (
  deps: Deps,
  portalId: number,
  templateId?: number,
): Promise<ReadyTemplate[]> => {
  const rows = await deps.db.mapping.findMany({
    where: {
      portalId,
      publishedVersionId: { not: null },
      ...(templateId === undefined ? {} : { templateId }),
      workspace: { state: { notIn: ['paused', 'removed'] } },
    },
    include: { workspace: true },
    orderBy: { createdAt: 'asc' },
  });
  const versions = await deps.db.mappingVersion.findMany({
    where: { portalId, id: { in: rows.flatMap((row) => row.publishedVersionId ?? []) } },
  });
  const templates = await deps.db.template.findMany({
    where: { portalId, OR: rows.map(({ workspaceId, templateId: id }) => ({ workspaceId, templateId: id })) },
  });
  return rows.flatMap(({ workspace, ...mappingRow }) => {
    const version = versions.find(({ id }) => id === mappingRow.publishedVersionId);
    const template = templates.find(
      (row) => row.workspaceId === mappingRow.workspaceId && row.templateId === mappingRow.templateId,
    );
    const mapping = mappingSchema.safeParse(version?.content);
    if (version === undefined || template === undefined || !mapping.success) return [];
    return [{ workspace, mappingRow, version, mapping: mapping.data, template: templateOf(template) }];
  });
};

/** Which template is meant: the same number can stand for different templates in two workspaces, and production wins. */
export const findReadyTemplate = async (
  deps: Deps,
  portalId: number,
  templateId: number,
): Promise<ReadyTemplate | null> => {
  const found = await readyTemplates(deps, portalId, templateId);
  return found.find(({ workspace }) => workspace.environment === 'production') ?? found[0] ?? null;
};

const unite = (mappings: readonly Mapping[]): Partial<Record<RecordObject, string[]>> => {
  const union: Partial<Record<RecordObject, string[]>> = {};
  for (const mapping of mappings) {
    for (const [object, names] of Object.entries(requiredProperties(mapping)) as [RecordObject, string[]][]) {
      union[object] = [...new Set([...(union[object] ?? []), ...names])];
    }
  }
  return union;
};

/** Reads the deal once for all the mappings that are to be applied to it. */
export const recordsForMappings = async (
  deps: Deps,
  deal: { portalId: number; dealId: string },
  mappings: readonly Mapping[],
): Promise<Result<DealRecords, CardError>> => {
  const client = await deps.vendors.hubspot(deal.portalId, 'interactive');
  if (!client.ok) return fail(cardError.notConnected(client.failure.message));
  const needed = unite(mappings);
  const read = () =>
    readDealRecords(client.value, deal.dealId, {
      needed,
      definitionsOf: (objects) => deps.definitions.read(client.value, objects),
    });
  const first = await read();
  const stale = first.ok && hasVanished(first.value, needed);
  if (stale) deps.definitions.forget(deal.portalId);
  const records = stale ? await read() : first;
  if (!records.ok) return fail(cardError.vendor(records.failure));
  await learnMerge(deps, deal, records.value.deal);
  return ok(await withOldIds(deps, deal.portalId, records.value));
};

/** A choice of a record may be older than two merges of it: HubSpot's property need not name the first. */
const withOldIds = async (deps: Deps, portalId: number, records: DealRecords): Promise<DealRecords> => {
  const known = async (objectType: 'company' | 'contact', all: AssociatedRecord[]) => {
    const ids = all.map(({ record }) => record.id);
    const merged = await idsMergedInto(deps.db, { portalId, objectType }, ids);
    return all.map((each) => ({
      ...each,
      mergedIds: [...(each.mergedIds ?? []), ...(merged.get(each.record.id) ?? [])],
    }));
  };
  const [companies, contacts] = await Promise.all([
    known('company', records.companies),
    known('contact', records.contacts),
  ]);
  return { ...records, companies, contacts };
};

export type PlanInput = {
  ready: ReadyTemplate;
  records: DealRecords;
  portal: Portal;
  choices: Record<string, string>;
};

/** What the template or the account no longer has: not this deal's fault, but the mapping's. */
const breakages: ReadonlySet<PlanProblemCode | undefined> = new Set(['property_gone', 'unknown_target']);

/** A plan that meets a breaking change has the schema watch look at once, which pauses the template and says why. */
export const planFrom = async (deps: Deps, input: PlanInput): Promise<Plan> => {
  const plan = await planOf(deps, input);
  const { mappingRow } = input.ready;
  if (mappingRow.state === 'active' && plan.lines.some(({ problem }) => breakages.has(problem?.code)))
    await deps.db.$transaction((tx) =>
      deps.enqueue(tx, 'schema.watch', {
        payload: { portalId: input.portal.portalId, cause: 'use' },
        background: true,
      }),
    );
  return plan;
};

const planOf = (deps: Deps, { ready, records, portal, choices }: PlanInput): Promise<Plan> =>
  deps.mapping.plan(portal.portalId, {
    mapping: ready.mapping,
    mappingVersionId: ready.version.id,
    template: ready.template,
    records,
    choices,
    portal: { id: portal.portalId, timeZone: portal.timeZone, defaultCurrency: portal.defaultCurrency },
    now: deps.now(),
  });

/** Fingerprint of what would be sent, but for our own metadata: the same for a preview and for its creation. */
export const hashPlan = (plan: Plan): string =>
  createHash('sha256').update(JSON.stringify(plan.contract)).update(plan.mappingVersion).digest('base64url');

/** The exact text that is posted for a request. */
export const requestBody = (
  plan: Plan,
  request: { id: string; portalId: number; dealId: string; mappingVersion: number },
): string =>
  toCreateBody({
    ...plan.contract,
    templateId: plan.templateId,
    externalMetadata: {
      id: externalId(request.dealId),
      integrationName: 'HubSpot',
      recordType: 'Deal',
      recordData: {
        ...plan.contract.recordData,
        portal_id: String(request.portalId),
        deal_id: request.dealId,
        request_id: request.id,
        template_id: String(plan.templateId),
        mapping_version: String(request.mappingVersion),
      },
    },
  });
