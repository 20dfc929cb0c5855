import { dealPropertyDefinitions } from '../../../hubspot/calls/deal-properties.ts';
import { ok, fail } from '@dealdraft/wire/result.ts';
import type { RecordObject, SourceObject } from '@dealdraft/wire/records.ts';
import type { ChoicesView, DealsView, PropertiesView } from '@dealdraft/wire/settings.ts';
import type { Deps, Answer } from '../../deps.ts';
import { findProperties } from './find-properties.ts';
import { askKeyPointers, seenKeyPointers } from './seen-key-pointers.ts';
import { anyVendorError, failureText, vendorError } from '../../../platform/vendor-error.ts';
import { findWorkspace } from '../../connections/workspace-view.ts';

const types: readonly [SourceObject, string][] = [
  ['company', 'companies'],
  ['contact', 'contacts'],
  ['quote', 'quotes'],
];

/** What the editor offers to choose from. Each list is read by itself: one that cannot be read does not hide the others. */
export const choicesView = async (deps: Deps, portalId: number, workspaceId: string): Answer<ChoicesView> => {
  const found = await findWorkspace(deps.db, portalId, workspaceId);
  if (!found.ok) return found;
  const messages: ChoicesView['messages'] = [];
  const [hubspot, spotdraft] = await Promise.all([
    deps.vendors.hubspot(portalId, 'interactive'),
    found.value.state === 'removed' ? null : deps.vendors.spotdraft(workspaceId, 'interactive'),
  ]);
  const view: ChoicesView = {
    pipelines: [],
    labels: {},
    entities: [],
    organizationTypes: [],
    contractTypes: [],
    keyPointers: await seenKeyPointers(deps.db, portalId, workspaceId),
    statusProperties: dealPropertyDefinitions.map(({ name, label }) => ({ name, label })),
    messages,
  };
  if (hubspot.ok) {
    const [pipelines, ...labels] = await Promise.all([
      hubspot.value.listDealPipelines(),
      ...types.map(([, type]) => hubspot.value.listAssociationLabels('deals', type)),
    ]);
    if (pipelines.ok)
      view.pipelines = pipelines.value.map(({ id, label, stages }) => ({
        id,
        label,
        stages: stages.map((stage) => ({
          id: stage.id,
          label: stage.label,
          isClosed: stage.isClosed,
          isWon: stage.isWon,
        })),
      }));
    else messages.push({ part: 'pipelines', message: pipelines.failure.text.admin });
    for (const [index, [object]] of types.entries()) {
      const read = labels[index];
      if (read?.ok === true)
        view.labels[object] = read.value.flatMap(({ category, label }) =>
          category === 'USER_DEFINED' && label !== null ? [label] : [],
        );
      // Quotes are closed to accounts whose tier has none: that is no fault to be told.
      else if (read !== undefined && read.failure.kind !== 'missing_scopes')
        messages.push({ part: 'labels', message: read.failure.text.admin });
    }
  } else messages.push({ part: 'pipelines', message: hubspot.failure.message });
  if (spotdraft?.ok === true) {
    const [entities, organizationTypes, contractTypes, keyPointers] = await Promise.all([
      spotdraft.value.listEntities(),
      spotdraft.value.listOrganizationTypes(),
      spotdraft.value.listContractTypes(),
      view.keyPointers.length === 0 ? askKeyPointers(spotdraft.value) : view.keyPointers,
    ]);
    view.keyPointers = keyPointers;
    if (entities.ok)
      view.entities = entities.value.flatMap(({ name, referenceId, isPrimary }) =>
        referenceId === null ? [] : [{ name, referenceId, isPrimary }],
      );
    else messages.push({ part: 'entities', message: entities.failure.text.admin });
    if (organizationTypes.ok)
      view.organizationTypes = organizationTypes.value.map(({ name }) => ({ label: name, country: null }));
    else messages.push({ part: 'organizationTypes', message: organizationTypes.failure.text.admin });
    if (contractTypes.ok) view.contractTypes = contractTypes.value;
    else messages.push({ part: 'contractTypes', message: contractTypes.failure.text.admin });
  } else if (spotdraft !== null) messages.push({ part: 'entities', message: failureText(spotdraft.failure) });
  return ok(view);
};

/** The names under which HubSpot's owners API gives an owner. */
const ownerProperties = ['email', 'firstName', 'lastName', 'userId'].map((name) => ({
  name,
  label: { email: 'Email', firstName: 'First name', lastName: 'Last name', userId: 'User id' }[name] ?? name,
  type: 'string',
  fieldType: 'text',
  options: [],
  externalOptions: false,
  readOnly: true,
  hidden: false,
  archived: false,
  currency: false,
}));

type PropertyQuery = { object: RecordObject; search: string; names: string[]; offset: number; limit: number };

/** A page of an object's properties: those of the given names, or those that fit a search. */
export const propertiesView = async (
  deps: Deps,
  portalId: number,
  { object, search, names, offset, limit }: PropertyQuery,
): Answer<PropertiesView> => {
  const client = await deps.vendors.hubspot(portalId, 'interactive');
  if (!client.ok) return fail(anyVendorError(client.failure));
  const read = await deps.definitions.read(client.value, [object]);
  if (!read.ok) return fail(vendorError(read.failure));
  const all = object === 'owner' ? ownerProperties : (read.value[object] ?? []);
  const wanted = new Set(names);
  const found = names.length > 0 ? all.filter(({ name }) => wanted.has(name)) : findProperties(all, search);
  return ok({ properties: found.slice(offset, offset + limit), total: found.length, offset });
};

const dealsPage = 20;

/** Deals to try a mapping on: the newest, or those that HubSpot finds by a text. */
export const dealsView = async (
  deps: Deps,
  portalId: number,
  query: { search: string; pipelineId?: string | undefined; after?: string | undefined },
): Answer<DealsView> => {
  const client = await deps.vendors.hubspot(portalId, 'interactive');
  if (!client.ok) return fail(anyVendorError(client.failure));
  const { search, pipelineId, after } = query;
  const filters =
    pipelineId === undefined ? [] : [{ propertyName: 'pipeline', operator: 'EQ', value: pipelineId }];
  const found = await client.value.searchDeals({
    ...(search === '' ? {} : { query: search }),
    filterGroups: filters.length === 0 ? [] : [{ filters }],
    sorts: [{ propertyName: 'createdate', direction: 'DESCENDING' }],
    properties: ['dealname', 'pipeline', 'dealstage', 'amount', 'hs_lastmodifieddate'],
    after: after ?? null,
    limit: dealsPage,
  });
  if (!found.ok) return fail(vendorError(found.failure));
  return ok({
    deals: found.value.records.map(({ id, properties, updatedAt }) => ({
      id,
      name: properties['dealname'] ?? `Deal ${id}`,
      pipelineId: properties['pipeline'] ?? null,
      stage: properties['dealstage'] ?? null,
      amount: properties['amount'] ?? null,
      changedAt: properties['hs_lastmodifieddate'] ?? updatedAt,
    })),
    after: found.value.after,
  });
};
