import { z } from 'zod';
import { association, condition } from './mapping-conditions.ts';
import { constantValue, source } from './mapping-sources.ts';
import { transform } from './mapping-transforms.ts';

export type * from './mapping-conditions.ts';
export type * from './mapping-sources.ts';
export type * from './mapping-transforms.ts';

/** How one value is made. */
export const valueRule = z.object({
  source,
  transforms: z.array(transform).max(10).default([]),
  /** Used as it is, without transforms, when `whenMissing` is `default`. */
  default: constantValue.optional(),
  whenMissing: z.enum(['stop', 'blank', 'default']).default('stop'),
  /** When false the target is not sent. */
  condition: condition.optional(),
});
export type ValueRule = z.output<typeof valueRule>;
export type WhenMissing = ValueRule['whenMissing'];

/** A value for a key: a variable of the template, or of the record data. */
export const rule = valueRule.extend({ target: z.string().min(1).max(200) });
export type Rule = z.output<typeof rule>;

const address = z.object({
  lineOne: valueRule,
  lineTwo: valueRule.optional(),
  city: valueRule,
  state: valueRule.optional(),
  zipcode: valueRule.optional(),
  /** A name in any language or an ISO code; both name and code are sent. */
  country: valueRule,
  email: valueRule.optional(),
  phone: valueRule.optional(),
  taxId: valueRule.optional(),
  gstNumber: valueRule.optional(),
  /** SpotDraft refuses an address without line one, city and country: stop, or send no address at all. */
  whenIncomplete: z.enum(['stop', 'leave_out']).default('stop'),
});

/** Who the contract is with. */
const counterparty = z.object({
  kind: z.union([z.enum(['organisation', 'individual']), z.object({ individualWhen: condition })]),
  /** Which company is the party; every company source in this section without an association of its own uses it. */
  company: association.optional(),
  organizationName: valueRule.optional(),
  /** One of SpotDraft's labels of the workspace. */
  organizationType: valueRule.optional(),
  pointOfContact: z.object({
    /** Which contact; likewise for every contact source in this section. */
    contact: association.optional(),
    firstName: valueRule,
    lastName: valueRule.optional(),
    email: valueRule,
  }),
  address: address.optional(),
  /** A country by name or code. */
  jurisdiction: valueRule.optional(),
  partyRole: z.string().trim().min(1).max(200).optional(),
});
export type CounterpartyRules = z.output<typeof counterparty>;
export type AddressRules = z.output<typeof address>;

export const signatory = z.object({
  role: z.enum(['counterparty', 'creator']),
  /** Which contact signs; contact sources of this signatory without an association of their own use it. */
  contact: association.optional(),
  company: association.optional(),
  name: valueRule,
  email: valueRule,
  title: valueRule.optional(),
  signOrder: z.int().min(1).max(100).optional(),
  note: z.string().max(2_000).optional(),
  condition: condition.optional(),
  /** Left out when name or email is missing, instead of stopping. */
  optional: z.boolean().default(false),
});
export type SignatoryRules = z.output<typeof signatory>;

const workflowConfig = z.object({
  autoSendToCounterparty: z.boolean().optional(),
  apiOnlyContractEdits: z.boolean().optional(),
  skipCounterpartyInfoCollection: z.boolean().optional(),
  skipCreatorInfoCollection: z.boolean().optional(),
});
export type WorkflowConfig = z.output<typeof workflowConfig>;

/** The way back: a value of the contract (SpotDraft's key pointer) to a deal property. */
export const writeBackRule = z.object({
  keyPointer: z.union([
    z.object({ fieldName: z.string().min(1).max(300) }),
    z.object({ label: z.string().min(1).max(300) }),
  ]),
  property: z.string().min(1).max(200),
  /** `auto` follows the property's type. `amount`, `currencyCode`, `months` and `days` take a part of money or a duration. */
  as: z
    .enum(['auto', 'text', 'number', 'date', 'boolean', 'amount', 'currencyCode', 'months', 'days'])
    .default('auto'),
  /** Contract value (left) to option of the property (right). */
  lookup: z
    .array(z.object({ from: z.string().max(500), to: z.string().max(500) }))
    .max(500)
    .optional(),
  /** What an empty key pointer does: leave the property as it is, or clear it. */
  whenEmpty: z.enum(['leave', 'clear']).default('leave'),
});
export type WriteBackRule = z.output<typeof writeBackRule>;

/** Keys of the record data that join a contract to its deal: no mapping and no other system sets them. */
export const reservedRecordKeys = [
  'portal_id',
  'deal_id',
  'request_id',
  'template_id',
  'mapping_version',
] as const satisfies readonly string[];

/** A mapping as it is stored, exported and published: the rules that turn a deal into one template's contract. */
export const mapping = z.object({
  formatVersion: z.literal(1),
  contractData: z.array(rule).max(500).default([]),
  counterparty,
  signatories: z.array(signatory).max(20).default([]),
  /** Not given: SpotDraft names the contract as the template says. */
  contractName: valueRule.optional(),
  /** `reference_id` of the entity that signs on our side. Not given: SpotDraft's primary entity. */
  entity: valueRule.optional(),
  workflowConfig: workflowConfig.default({}),
  /** Keys for other systems, kept with the contract in SpotDraft, such as a quote's id. */
  recordData: z.array(rule).max(50).default([]),
  writeBack: z.array(writeBackRule).max(200).default([]),
});
/** As stored. */
export type Mapping = z.output<typeof mapping>;
/** As written by hand or by the editor, with defaults left out. */
export type MappingInput = z.input<typeof mapping>;
