import { z } from 'zod';
import { json, notFound, plainError, standardError } from '../state/reply.ts';
import type { Entity } from '../state/model.ts';
import type { TemplateDefinition } from '../state/attribute.ts';
import { endpoint } from './endpoint.ts';
import type { Call } from './endpoint.ts';
import { page } from './paging.ts';

const templateOf = ({ workspace, params }: Call): TemplateDefinition | undefined =>
  workspace.templates.find((one) => String(one.id) === params['int']);

const brief = ({ id, name, contractTypeId }: TemplateDefinition) => ({
  id,
  name,
  contract_type_id: contractTypeId,
});
const list = (text: string | null): string[] =>
  (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
const fits = (template: TemplateDefinition, kind: string): boolean =>
  template.counterPartyKind === kind || template.counterPartyKind === 'Both';

const entityView = (one: Entity) => ({
  id: one.id,
  name: one.name,
  reference_id: one.referenceId,
  jurisdiction: one.jurisdiction,
  organization_type: one.organizationType,
  primary_address: {
    id: one.address.id,
    line_one: one.address.lineOne,
    city_name: one.address.city,
    state_name: one.address.state,
    zipcode: one.address.zipcode,
    country: one.address.country,
  },
  is_primary: one.isPrimary,
});

export const referenceEndpoints = [
  endpoint('GET', 'templates/', (call) => {
    const tags = list(call.query.get('tags'));
    const allTags = list(call.query.get('tags_all'));
    const kinds = list(call.query.get('cp_types'));
    const allKinds = list(call.query.get('cp_types_all'));
    const items = call.workspace.templates.filter(
      (one) =>
        (!one.archived || call.query.get('include_archived') === 'true') &&
        (tags.length === 0 || tags.some((tag) => one.tags.includes(tag))) &&
        allTags.every((tag) => one.tags.includes(tag)) &&
        (kinds.length === 0 || kinds.some((kind) => fits(one, kind))) &&
        allKinds.every((kind) => fits(one, kind)),
    );
    return json({ items: items.map(brief) });
  }),
  endpoint('GET', 'templates/{int}/', (call) => {
    const template = templateOf(call);
    return template ? json({ ...brief(template), tags: template.tags }) : notFound;
  }),
  endpoint('GET', 'templates/{int}/metadata', (call) => {
    const template = templateOf(call);
    return template
      ? json({ attributes: template.attributes, counter_party_kind: template.counterPartyKind })
      : notFound;
  }),
  endpoint('GET', 'contract_types/', ({ workspace }) => json(workspace.contractTypes)),
  endpoint('GET', 'contract_types/{int}/entities', ({ workspace, params }) => {
    if (!workspace.contractTypes.some((one) => String(one.id) === params['int'])) return notFound;
    return json(
      workspace.entities.map((one) => ({
        entity_id: one.id,
        entity_name: one.name,
        entity_type: one.organizationType.name,
        jurisdiction_of_incorporation: one.jurisdiction.name,
        address: {
          line_one: one.address.lineOne,
          city: one.address.city,
          state: one.address.state,
          country: one.address.country.name,
          zipcode: one.address.zipcode,
        },
        is_primary: one.isPrimary,
      })),
    );
  }),
  endpoint('GET', 'organizations/entities/', ({ workspace }) => json(workspace.entities.map(entityView))),
  endpoint('GET', 'organizations/types/', ({ workspace, query }) => {
    const code = query.get('jurisdiction_iso_code');
    if (code !== null && !/^[A-Z]{2}$/.test(code))
      return standardError(400, 'SD_PUBLIC_00002', 'Invalid jurisdiction ISO code.');
    return json(
      workspace.organizationTypes.filter((one) => code === null || one.jurisdiction.code2 === code),
    );
  }),
  endpoint('GET', 'auth/users/', ({ workspace, query }) => {
    const email = query.get('user_email')?.toLowerCase();
    const name = query.get('user_name')?.toLowerCase();
    const found = workspace.users.filter(
      (one) =>
        (email === undefined || one.email.toLowerCase() === email) &&
        (name === undefined || one.name.toLowerCase().includes(name)),
    );
    return page(found, query, (one) => ({
      id: one.id,
      email: one.email,
      name: one.name,
      designation: one.designation,
      roles: one.roles,
      is_active: one.isActive,
    }));
  }),
  endpoint('GET', 'counter_parties/', ({ workspace, query }) => {
    const email = query.get('filter__client_email_address')?.toLowerCase();
    const found = workspace.counterParties.filter(
      (one) => email === undefined || one.contacts.some((contact) => contact.email.toLowerCase() === email),
    );
    return page(found, query, (one) => ({
      id: one.id,
      name: one.name,
      is_individual: one.isIndividual,
      contacts: one.contacts,
      primary_address: one.address
        ? {
            id: one.address.id,
            line_one: one.address.lineOne,
            city_name: one.address.city,
            state_name: one.address.state,
            zipcode: one.address.zipcode,
            country_name: one.address.country,
          }
        : null,
      status: 'ACTIVE',
      custom_fields: {},
      brand_name: null,
    }));
  }),
  endpoint('POST', 'workspace/feature-flags/', ({ body }) => {
    const read = z.object({ flags: z.array(z.string()).min(1) }).safeParse(body);
    return read.success
      ? json(Object.fromEntries(read.data.flags.map((flag) => [flag, false])))
      : plainError(400, 'At least one flag name is required.');
  }),
];
