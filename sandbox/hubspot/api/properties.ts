import { z } from 'zod';
import type { Portal, PropertyDefinition, PropertyGroup } from '../state/model.ts';
import { define } from '../schema/define.ts';
import { findProperty, listProperties, shownProperty } from '../schema/portal-schema.ts';
import { conflict, empty, invalid, json, notFound } from '../state/reply.ts';
import type { Reply } from '../../kit/reply.ts';
import { objectType } from '../state/object-types.ts';
import { endpoint, readBody, typeParam } from './endpoint.ts';
import type { Call, Endpoint } from './endpoint.ts';

const fieldTypesOf: Readonly<Record<string, string[]>> = {
  string: ['text', 'textarea', 'html', 'phonenumber', 'file', 'calculation_equation'],
  phone_number: ['phonenumber'],
  number: ['number', 'calculation_equation'],
  bool: ['booleancheckbox', 'calculation_equation'],
  enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox', 'calculation_equation'],
  date: ['date'],
  datetime: ['date'],
};

const option = z.object({
  value: z.string(),
  label: z.string(),
  description: z.string().optional(),
  displayOrder: z.number().optional(),
  hidden: z.boolean(),
});
const creation = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  fieldType: z.string(),
  groupName: z.string(),
  description: z.string().optional(),
  options: z.array(option).optional(),
  displayOrder: z.number().optional(),
  hidden: z.boolean().optional(),
  formField: z.boolean().optional(),
  hasUniqueValue: z.boolean().optional(),
  externalOptions: z.boolean().optional(),
  referencedObjectType: z.string().optional(),
});
const change = creation.omit({ name: true, hasUniqueValue: true }).partial();
type Creation = z.infer<typeof creation>;

const readScope = (params: Record<string, string>): string[] => [objectType(typeParam(params)).readScope];
/** Only deals have a schema scope among those the app asks for; the others take their write scope here. */
const writeScope = (params: Record<string, string>): string[] =>
  typeParam(params) === 'deals' ? ['crm.schemas.deals.write'] : [objectType(typeParam(params)).writeScope];

function add(call: Call, input: Creation): PropertyDefinition {
  const type = typeParam(call.params);
  const { portal } = call;
  if (!/^[a-z][a-z0-9_]{0,99}$/.test(input.name))
    throw invalid(
      `Property name ${input.name} is not valid: lower-case letters, digits and underscores, a letter first, at most 100 characters.`,
    );
  checkShape(portal, call, input);
  if (portal.properties[type].some((one) => one.name === input.name))
    throw conflict(`A property named '${input.name}' already exists.`);
  const definition = define(withoutUndefined(input), call.core.now().toISOString());
  portal.properties[type].push(definition);
  call.core.changed();
  return definition;
}

function checkShape(
  portal: Portal,
  call: Call,
  { type, fieldType, groupName, options }: Pick<Creation, 'type' | 'fieldType' | 'groupName' | 'options'>,
): void {
  const fieldTypes = fieldTypesOf[type];
  if (!fieldTypes)
    throw invalid(`Property type ${type} is not valid.`, {
      errors: [{ message: `Property type ${type} is not valid.`, in: 'type' }],
    });
  if (!fieldTypes.includes(fieldType))
    throw invalid(`${fieldType} is not a valid field type for property type ${type}.`);
  if (!portal.groups[typeParam(call.params)].some((one) => one.name === groupName && !one.archived))
    throw invalid(`Property group ${groupName} does not exist`);
  const values = (options ?? []).map((one) => one.value);
  if (new Set(values).size !== values.length) throw invalid('Property options must have different values.');
}

const withoutUndefined = <Shape extends object>(
  shape: Shape,
): Shape & { [Key in keyof Shape]-?: Exclude<Shape[Key], undefined> } =>
  Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Shape & {
    [Key in keyof Shape]-?: Exclude<Shape[Key], undefined>;
  };

function require(call: Call): PropertyDefinition {
  const name = call.params['name'] ?? '';
  const found = findProperty(call.portal, typeParam(call.params), name);
  if (!found) throw notFound(`Property '${name}' does not exist`, { propertyName: [name] });
  return found;
}

const list = ({ portal, params, query }: Call): Reply =>
  json(200, {
    results: listProperties(portal, typeParam(params), query.get('archived') === 'true').map(shownProperty),
  });

const create = (call: Call): Reply => json(201, shownProperty(add(call, readBody(call, creation))));

const batchCreate = (call: Call): Reply => {
  const { inputs } = readBody(call, z.object({ inputs: z.array(creation) }));
  if (inputs.length > 100)
    throw invalid(`The maximum number of inputs is 100. This request has ${inputs.length}.`);
  const taken = new Set(call.portal.properties[typeParam(call.params)].map((one) => one.name));
  const known = inputs.find(({ name }) => taken.has(name));
  if (known) throw conflict(`A property named '${known.name}' already exists.`);
  const at = call.core.now().toISOString();
  return json(201, {
    status: 'COMPLETE',
    results: inputs.map((one) => shownProperty(add(call, one))),
    startedAt: at,
    completedAt: at,
  });
};

const update = (call: Call): Reply => {
  const { core, portal, params } = call;
  const shown = require(call);
  const changes = withoutUndefined(readBody(call, change));
  if (shown.hubspotDefined)
    throw invalid(`Property ${shown.name} is defined by HubSpot and cannot be changed.`);
  const stored = portal.properties[typeParam(params)].find((one) => one.name === shown.name);
  if (!stored) throw notFound('resource not found');
  const next = define({ ...stored, ...changes });
  checkShape(portal, call, next);
  Object.assign(stored, next, { createdAt: stored.createdAt, updatedAt: core.now().toISOString() });
  core.changed();
  return json(200, shownProperty(stored));
};

const archive = ({ core, portal, params }: Call): Reply => {
  const stored = portal.properties[typeParam(params)].find((one) => one.name === params['name']);
  if (stored?.hubspotDefined)
    throw invalid(`Property ${stored.name} is defined by HubSpot and cannot be archived.`);
  if (stored) stored.archived = true;
  core.changed();
  return empty(204);
};

const groupSchema = z.object({
  name: z.string().min(1),
  label: z.string(),
  displayOrder: z.number().optional(),
});

const createGroup = (call: Call): Reply => {
  const { core, portal, params } = call;
  const { name, label, displayOrder = -1 } = readBody(call, groupSchema);
  const groups = portal.groups[typeParam(params)];
  if (groups.some((one) => one.name === name))
    throw conflict(`A property group named '${name}' already exists.`);
  const group: PropertyGroup = { name, label, displayOrder, archived: false };
  groups.push(group);
  core.changed();
  return json(201, group);
};

const getGroup = ({ portal, params }: Call): Reply => {
  const found = portal.groups[typeParam(params)].find((one) => one.name === params['name']);
  if (!found) throw notFound(`Property group ${params['name']} does not exist`);
  return json(200, found);
};

export const propertyEndpoints: Endpoint[] = [
  endpoint('GET /crm/v3/properties/{type}/groups', readScope, ({ portal, params }) =>
    json(200, { results: portal.groups[typeParam(params)] }),
  ),
  endpoint('POST /crm/v3/properties/{type}/groups', writeScope, createGroup),
  endpoint('GET /crm/v3/properties/{type}/groups/{name}', readScope, getGroup),
  endpoint('POST /crm/v3/properties/{type}/batch/create', writeScope, batchCreate),
  endpoint('GET /crm/v3/properties/{type}', readScope, list),
  endpoint('POST /crm/v3/properties/{type}', writeScope, create),
  endpoint('GET /crm/v3/properties/{type}/{name}', readScope, (call) =>
    json(200, shownProperty(require(call))),
  ),
  endpoint('PATCH /crm/v3/properties/{type}/{name}', writeScope, update),
  endpoint('DELETE /crm/v3/properties/{type}/{name}', writeScope, archive),
];
