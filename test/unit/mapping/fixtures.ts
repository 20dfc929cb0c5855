import type { Mapping, MappingInput, Rule } from '@dealdraft/wire/mapping.ts';
import { mapping as mappingSchema } from '@dealdraft/wire/mapping.ts';
import type { Plan, PlanLine } from '@dealdraft/wire/plan.ts';
import type {
  AssociatedRecord,
  CrmRecord,
  DealRecords,
  PropertyDefinition,
} from '@dealdraft/wire/records.ts';
import type { Template, TemplateAttribute } from '@dealdraft/wire/template.ts';
import { planNow } from '../../../src/mapping/plan/build-plan.ts';
import type { PlanInput } from '../../../src/mapping/plan/build-plan.ts';
import { createFormulaRunner } from '../../../src/mapping/formulas/formula-runner.ts';
import type { Scope } from '../../../src/mapping/records/scope.ts';

export const now = new Date('2026-03-28T23:30:00Z');
export const portal = { id: 7_654_321, timeZone: 'Europe/Berlin', defaultCurrency: 'USD' };

export const crmRecord = (id: string, properties: Record<string, string | null>): CrmRecord => ({
  id,
  properties,
});

export const associated = (record: CrmRecord, more: Partial<AssociatedRecord> = {}): AssociatedRecord => ({
  record,
  labels: [],
  isPrimary: false,
  ...more,
});

export const property = (
  name: string,
  type = 'string',
  more: Partial<PropertyDefinition> = {},
): PropertyDefinition => ({
  name,
  label: name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' '),
  type,
  fieldType: 'text',
  options: [],
  externalOptions: false,
  readOnly: false,
  hidden: false,
  archived: false,
  currency: false,
  ...more,
});

const acme = crmRecord('201', {
  name: 'Müller & Söhne GmbH',
  domain: 'mueller.example',
  address: 'Hauptstraße 5',
  city: 'München',
  country: 'Deutschland',
  zip: '80331',
});
export const ana = crmRecord('301', {
  firstname: 'Ana',
  lastname: 'de la Cruz',
  email: 'ana@mueller.example',
  jobtitle: 'CFO',
});

/** A deal with all that an order form needs. */
export const dealRecords = (more: Partial<DealRecords> = {}): DealRecords => ({
  deal: crmRecord('1001', {
    dealname: 'Müller renewal',
    amount: '1200.30',
    deal_currency_code: 'EUR',
    closedate: '2026-03-31T22:30:00Z',
    term: 'P12M',
    auto_renew: 'true',
    billing: 'ann',
  }),
  companies: [associated(acme, { isPrimary: true })],
  contacts: [associated(ana)],
  owner: crmRecord('41', { email: 'sam@seller.example', firstName: 'Sam', lastName: 'Lee', userId: '9' }),
  quotes: [],
  lineItems: [
    crmRecord('501', {
      name: 'Seats',
      quantity: '10',
      price: '100.10',
      amount: '1001.00',
      family: 'Licenses',
    }),
    crmRecord('502', {
      name: 'Support',
      quantity: '1',
      price: '199.30',
      amount: '199.30',
      family: 'Services',
    }),
  ],
  properties: {},
  ...more,
});

export const attribute = (
  variable: string,
  type: TemplateAttribute['type'],
  more: Partial<TemplateAttribute> = {},
): TemplateAttribute => ({
  variable,
  label: variable.replaceAll('_', ' '),
  type,
  required: true,
  ...more,
});

export const nested = (
  parent: string,
  parentType: string,
  parts: [name: string, type: TemplateAttribute['type'], more?: Partial<TemplateAttribute>][],
): TemplateAttribute[] =>
  parts.map(([name, type, more]) =>
    attribute(`${parent}.${name}`, type, {
      label: `${parent} ${name}`,
      parentVariable: parent,
      parentType,
      parentRequired: true,
      ...more,
    }),
  );

export const money = (parent: string, more: Partial<TemplateAttribute> = {}): TemplateAttribute[] =>
  nested(parent, 'currency', [
    ['type', 'enum', { options: ['EUR', 'USD', 'JPY'].map((value) => ({ value, label: value })), ...more }],
    ['value', 'float', more],
  ]);

export const template = (attributes: TemplateAttribute[], more: Partial<Template> = {}): Template => ({
  id: 77,
  name: 'Order form',
  contractTypeId: 5,
  counterpartyKind: 'Both',
  attributes,
  ...more,
});

export const from = (object: 'deal' | 'company' | 'contact' | 'owner' | 'quote', name: string) => ({
  source: { kind: 'property' as const, object, property: name },
});
export const constant = (value: string | number | boolean | string[]) => ({
  source: { kind: 'constant' as const, value },
});
export const text = (content: string) => ({ source: { kind: 'text' as const, template: content } });
export const formula = (expression: string) => ({ source: { kind: 'formula' as const, expression } });

export const party: MappingInput['counterparty'] = {
  kind: 'organisation',
  organizationName: from('company', 'name'),
  organizationType: constant('Company'),
  pointOfContact: {
    firstName: from('contact', 'firstname'),
    lastName: from('contact', 'lastname'),
    email: from('contact', 'email'),
  },
};

export const mapping = (more: Partial<MappingInput> = {}): Mapping =>
  mappingSchema.parse({ formatVersion: 1, counterparty: party, ...more });

type RuleInput = NonNullable<MappingInput['contractData']>[number];
export const rule = (input: Omit<RuleInput, 'target'> & { target?: string }): Rule => {
  const [parsed] = mapping({ contractData: [{ target: 'x', ...input }] }).contractData;
  if (parsed === undefined) throw new Error('no rule');
  return parsed;
};

export const plan = (input: Partial<PlanInput> = {}): Plan =>
  planNow({
    mapping: mapping(),
    mappingVersionId: 'v1',
    template: template([]),
    records: dealRecords(),
    choices: {},
    portal,
    now,
    ...input,
  });

export const lineOf = (made: Plan, target: string): PlanLine => {
  const line = made.lines.find((each) => each.target === target);
  if (line === undefined)
    throw new Error(`no line for ${target}: ${made.lines.map((each) => each.target).join(', ')}`);
  return line;
};

export const scope = (more: Partial<Scope> = {}): Scope => ({
  records: dealRecords(),
  choices: {},
  portal,
  now,
  formulas: createFormulaRunner(now),
  associations: {},
  data: new Map(),
  ...more,
});

/** One rule, one variable `x`, one deal. */
export const planOne = (
  input: Parameters<typeof rule>[0],
  kind: TemplateAttribute | TemplateAttribute[] = attribute('x', 'string'),
  more: Partial<PlanInput> = {},
): PlanLine =>
  lineOf(
    plan({
      mapping: mapping({ contractData: [{ target: 'x', ...input }] }),
      template: template([kind].flat()),
      ...more,
    }),
    'x',
  );
