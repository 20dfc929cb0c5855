import type { WorkflowConfig } from './mapping.ts';
import type { RecordObject } from './records.ts';
import type { TargetKind } from './template.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** A place in HubSpot where a value can be looked at or filled in. Whoever shows it makes the address. */
export type PlanLink = { object: RecordObject; recordId: string; property?: string };

export type PlanSection = 'data' | 'counterparty' | 'signatories' | 'contract';

/**
 * - `ok`: a value from its source
 * - `defaulted`: the default, because the source is empty
 * - `skipped`: not sent, because its condition is false
 * - `blank`: not sent, because there is no value and none is needed
 * - `missing`, `invalid`, `choose`: nothing is sent until somebody acts; these are the blockers
 */
export type PlanLineStatus = 'ok' | 'defaulted' | 'skipped' | 'blank' | 'missing' | 'invalid' | 'choose';

export type PlanProblemCode =
  | 'no_value' // the source is empty and the target needs a value
  | 'no_record' // no such record is associated with the deal
  | 'no_access' // HubSpot does not let DealDraft read such records
  | 'no_rule' // the template requires what the mapping does not fill
  | 'choose_record' // several records match
  | 'property_gone' // the property was renamed, archived or deleted
  | 'unknown_target' // the template has no such variable (any more)
  | 'not_allowed' // not one of the target's options
  | 'wrong_type' // cannot become what the target takes
  | 'not_exact' // a number that cannot be sent without losing digits
  | 'bad_transform'
  | 'bad_formula'
  | 'circular'
  | 'wrong_kind'; // an individual where the template takes organizations, or the reverse

/** One sentence: what, why, what to do. `choices` with `choiceKey`: answer by sending `choices[choiceKey] = recordId`. */
export type PlanProblem = {
  code: PlanProblemCode;
  message: string;
  link?: PlanLink;
  choiceKey?: string;
  choices?: { recordId: string; label: string; detail: string }[];
};

export type PlanSource = {
  kind:
    'property' | 'lineItems' | 'lineItemsSum' | 'constant' | 'text' | 'formula' | 'templateDefault' | 'none';
  object?: RecordObject;
  recordId?: string;
  recordLabel?: string;
  property?: string;
  propertyLabel?: string;
  /** The whole thing in words: "Deal amount of Acme renewal". */
  text: string;
};

export type PlanLine = {
  /** A variable of the template, or a path such as `counterparty.address.city` or `signatories.0.email`. */
  target: string;
  label: string;
  section: PlanSection;
  required: boolean;
  /** What the target takes; absent in plans from before it was kept. */
  kind?: TargetKind;
  /** For rows: what each column takes. */
  columns?: Record<string, TargetKind>;
  source: PlanSource;
  /** As it stands in HubSpot. */
  raw: Json;
  /** In words, in the order they ran. */
  transforms: string[];
  /** What is sent; null when nothing is. */
  value: Json;
  display: string;
  status: PlanLineStatus;
  problem?: PlanProblem;
};

export type PlanWarning = {
  code:
    | 'money_differs'
    | 'currency_differs'
    | 'more_decimals'
    | 'not_an_option'
    | 'guessed_name'
    | 'damaged_text';
  message: string;
  link?: PlanLink;
};

export type PlannedAddress = {
  lineOne: string;
  lineTwo?: string;
  city: string;
  state?: string;
  zipcode?: string;
  country: string;
  countryIsoCode: string;
  email?: string;
  phone?: string;
  taxId?: string;
  gstNumber?: string;
};

export type PlannedCounterparty = {
  isIndividual: boolean;
  organizationName?: string;
  organizationType?: string;
  pointOfContact: { firstName: string; lastName: string; email: string };
  jurisdiction?: string;
  jurisdictionIsoCode?: string;
  address?: PlannedAddress;
  partyRole?: string;
};

export type PlannedSignatory = {
  isCounterparty: boolean;
  name: string;
  email: string;
  title?: string;
  /** For the counterparty's: the organization's name, or the individual's first and last name. */
  counterpartyName?: string;
  signOrder?: number;
  note?: string;
};

/** What is sent to SpotDraft, but for our own external metadata. Complete only when the plan has no blockers. */
export type PlannedContract = {
  contractData: JsonObject;
  counterparties: PlannedCounterparty[];
  signatories: PlannedSignatory[];
  contractName?: string;
  entityReferenceId?: string;
  workflowConfig: WorkflowConfig;
  recordData: JsonObject;
};

/** A mapping applied to one deal: preview and creation use the same one. */
export type Plan = {
  dealId: string;
  templateId: number;
  mappingVersion: string;
  /** The answers it was made with: choice key → record id. */
  choices: Record<string, string>;
  /** Lines that stop the contract. 0: it can be generated. */
  blockers: number;
  lines: PlanLine[];
  warnings: PlanWarning[];
  contract: PlannedContract;
};
