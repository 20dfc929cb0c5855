import { compositeId, workspaceOf } from '../state/core.ts';
import type { Core } from '../state/core.ts';
import { microsOf } from '../state/clock.ts';
import type { FieldErrors } from '../state/reply.ts';
import type { Contract } from '../state/model.ts';

type Value = string | number;
interface Field {
  kind: 'text' | 'number' | 'time' | 'flag';
  of(core: Core, contract: Contract): Value[];
}

const textField = (of: Field['of']): Field => ({ kind: 'text', of });
const numberField = (of: Field['of']): Field => ({ kind: 'number', of });
const timeField = (of: (contract: Contract) => string | null): Field => ({
  kind: 'time',
  of: (_core, contract) => {
    const stamp = of(contract);
    return stamp === null ? [] : [microsOf(stamp)];
  },
});
const names = (people: { name: string; email: string }[]): string[] =>
  people.flatMap((one) => [one.name, one.email]);

/** The documented `filter__…` fields of the contract list. */
const fields: Record<string, Field> = {
  approvals_pending: {
    kind: 'flag',
    of: (_core, one) => [
      String(
        one.approvals.some((approval) => approval.status === 'PENDING' || approval.status === 'NOT_STARTED'),
      ),
    ],
  },
  client_brand_name: textField(() => []),
  client_email: textField((_core, one) => one.parties.map((party) => party.contact.email)),
  client_email_address: textField((_core, one) => one.parties.map((party) => party.contact.email)),
  client_name: textField((_core, one) => one.parties.map((party) => party.name)),
  contract_id: textField((_core, one) => [compositeId(one), String(one.id)]),
  contract_kind: textField((_core, one) => [one.kind]),
  contract_packet_name: textField(() => []),
  contract_reference_id: textField((_core, one) => [one.referenceId]),
  contract_type_name: textField((core, one) =>
    workspaceOf(core, one)
      .contractTypes.filter((type) => type.id === one.contractTypeId)
      .map((type) => type.name),
  ),
  display_status: textField((_core, one) => [one.status]),
  entity_name: textField((core, one) =>
    workspaceOf(core, one)
      .entities.filter((entity) => entity.id === one.entityId)
      .map((entity) => entity.name),
  ),
  pending_with: textField((_core, one) => (one.status === 'DRAFT' ? ['CREATOR_PARTY'] : ['COUNTER_PARTY'])),
  signatories: textField((_core, one) => names(one.signatories)),
  signatures_completed_by: textField((_core, one) =>
    names(one.signatories.filter((person) => person.action?.signed === true)),
  ),
  signatures_pending_on: textField((_core, one) =>
    one.status === 'SIGN' ? names(one.signatories.filter((person) => person.action === null)) : [],
  ),
  signatures_rejected_by: textField((_core, one) =>
    names(one.signatories.filter((person) => person.action?.signed === false)),
  ),
  tags: textField(() => []),
  assigned_to: numberField((_core, one) => [one.createdById]),
  business_user_id: numberField((_core, one) => [one.createdById]),
  legal_user_id: numberField((core, one) => [workspaceOf(core, one).legalUserId]),
  contract_type_id: numberField((_core, one) => [one.contractTypeId]),
  created_at: timeField((one) => one.createdAt),
  execution_date: timeField((one) => one.executedAt),
  expiring_at: timeField((one) => one.expiringAt),
  last_updated_on: timeField((one) => one.updatedAt),
};

const equality = ['$eq', '$in', '$ne'];
const ordering = ['$gt', '$gte', '$lt', '$lte'];

type Test = (core: Core, contract: Contract) => boolean;

/** The query's filters as tests, or the complaints about them. In lenient mode unknown filters are passed over. */
export function readFilters(
  query: URLSearchParams,
  strict: boolean,
): { tests: Test[] } | { errors: FieldErrors } {
  const tests: Test[] = [];
  const errors: FieldErrors = {};
  for (const [name, text] of query) {
    const [, fieldName = '', operator = '$eq'] = /^filter__(\w+?)(?:\[(\$\w+)\])?$/.exec(name) ?? [];
    if (!name.startsWith('filter__')) continue;
    const field = fields[fieldName];
    const ranged = field?.kind === 'number' || field?.kind === 'time';
    if (!field || !(equality.includes(operator) || (ranged && ordering.includes(operator)))) {
      if (strict) errors[name] = ['Unknown filter.'];
      continue;
    }
    const wanted = (operator === '$in' ? splitList(text) : [text]).map((one) => parse(field, one));
    if (wanted.some((one) => typeof one === 'number' && Number.isNaN(one)))
      errors[name] = [field.kind === 'time' ? 'Enter a valid date/time.' : 'Enter a number.'];
    else tests.push((core, contract) => compare(field.of(core, contract), operator, wanted));
  }
  return Object.keys(errors).length > 0 ? { errors } : { tests };
}

/** A comma parts the values, `\,` is a comma in one. */
export const splitList = (text: string): string[] =>
  text.split(/(?<!\\),/).map((one) => one.replaceAll('\\,', ','));

const parse = (field: Field, text: string): Value => {
  if (field.kind === 'time') return microsOf(text);
  if (field.kind === 'number') return text.trim() === '' ? NaN : Number(text);
  return text.toLowerCase();
};

function compare(values: Value[], operator: string, wanted: Value[]): boolean {
  const have = values.map((one) => (typeof one === 'string' ? one.toLowerCase() : one));
  const [first = NaN] = wanted;
  switch (operator) {
    case '$ne':
      return !have.includes(first);
    case '$gt':
      return have.some((one) => one > first);
    case '$gte':
      return have.some((one) => one >= first);
    case '$lt':
      return have.some((one) => one < first);
    case '$lte':
      return have.some((one) => one <= first);
    default:
      return have.some((one) => wanted.includes(one));
  }
}

/** The `query` parameter: contract name, entity, party name or party email. */
export function matchesText(core: Core, contract: Contract, text: string): boolean {
  const needle = text.toLowerCase();
  const entity = workspaceOf(core, contract).entities.find((one) => one.id === contract.entityId);
  const hay = [
    contract.name,
    entity?.name ?? '',
    ...contract.parties.flatMap((party) => [party.name, party.contact.email]),
  ];
  return hay.some((one) => one.toLowerCase().includes(needle));
}
