import type {
  Association,
  Condition,
  LineItemColumn,
  Mapping,
  Source,
  Transform,
  ValueRule,
} from '@dealdraft/wire/mapping.ts';
import type { Finding } from '@dealdraft/wire/mapping-lint.ts';

/** Something that a person has begun and not finished: where, and what is still to be chosen. */
export type Unfinished = { path: string; todo: string };

const CHOOSE_PROPERTY = 'Choose a property.';

const association = (value: Association | undefined): string | null =>
  value?.label !== undefined && value.label.trim() === '' ? 'Name the association label.' : null;

/** What a condition still lacks, or null. */
const ofCondition = (condition: Condition | undefined): string | null => {
  if (condition === undefined) return null;
  if ('not' in condition) return ofCondition(condition.not);
  if ('all' in condition) return firstOf(condition.all.map(ofCondition));
  if ('any' in condition) return firstOf(condition.any.map(ofCondition));
  return condition.property === ''
    ? 'Choose the property that the condition tests.'
    : association(condition.association);
};

const firstOf = (todos: readonly (string | null)[]): string | null =>
  todos.find((todo) => todo !== null) ?? null;

const ofTransform = (step: Transform): string | null => {
  if (
    step.kind === 'number' &&
    step.multiplyBy !== undefined &&
    !/^-?\d{1,15}(\.\d{1,10})?$/.test(step.multiplyBy)
  )
    return 'Write a number to multiply by.';
  if (step.kind !== 'currency') return null;
  if (typeof step.currency === 'object')
    return step.currency.property === '' ? 'Name the property with the currency.' : null;
  return step.currency === 'deal' || /^[A-Z]{3}$/.test(step.currency)
    ? null
    : 'Write the currency’s three letters.';
};

const ofColumn = ({ key, source, transforms }: LineItemColumn): string | null =>
  source.kind === 'property' && source.property === ''
    ? `Choose a property for the column “${key}”.`
    : source.kind === 'formula' && source.expression.trim() === ''
      ? `Write the formula of the column “${key}”.`
      : firstOf(transforms.map(ofTransform));

const ofSource = (source: Source): string | null => {
  switch (source.kind) {
    case 'property':
      return source.property === '' ? CHOOSE_PROPERTY : association(source.association);
    case 'lineItems':
      return (
        (source.columns.length === 0 ? 'Add a column.' : null) ??
        firstOf(source.columns.map(ofColumn)) ??
        (source.groupBy === '' || source.sort?.property === ''
          ? 'Choose what to group and sort by.'
          : null) ??
        ofCondition(source.filter)
      );
    case 'lineItemsSum':
      return source.property === '' ? CHOOSE_PROPERTY : ofCondition(source.filter);
    case 'constant':
      return null;
    case 'text':
      return source.template === '' ? 'Write the text.' : null;
    case 'formula':
      return source.expression.trim() === '' ? 'Write the formula.' : null;
  }
};

const ofRule = (rule: ValueRule): string | null =>
  ofSource(rule.source) ?? firstOf(rule.transforms.map(ofTransform)) ?? ofCondition(rule.condition);

/**
 * The mapping without what is not finished: the part that the service can take at any moment, so that the rest of the
 * work is saved while somebody still chooses. Where something must be there, what was `last` complete stays.
 */
export const complete = (mapping: Mapping, last: Mapping): { content: Mapping; unfinished: Unfinished[] } => {
  const unfinished: Unfinished[] = [];
  const keep = (path: string, todo: string | null): boolean => {
    if (todo !== null) unfinished.push({ path, todo });
    return todo === null;
  };
  const optional = <Value extends object>(
    path: string,
    rules: Value,
    lastRules: object | undefined,
    needed: readonly string[],
  ): Value =>
    Object.fromEntries(
      Object.entries(rules).flatMap(([name, value]): [string, unknown][] => {
        if (!isRule(value) || keep(`${path}.${name}`, ofRule(value))) return [[name, value]];
        const before = (lastRules as Record<string, unknown> | undefined)?.[name];
        return needed.includes(name) && before !== undefined ? [[name, before]] : [];
      }),
    ) as Value;

  const { counterparty: party } = mapping;
  const { kind, company, address, pointOfContact, ...rest } = party;
  const kindTodo = typeof kind === 'string' ? null : ofCondition(kind.individualWhen);
  const filled =
    address === undefined
      ? undefined
      : optional('counterparty.address', address, last.counterparty.address, ['lineOne', 'city', 'country']);
  const hasAddress = filled !== undefined && ['lineOne', 'city', 'country'].every((name) => name in filled);
  const { contact, ...point } = pointOfContact;
  const content: Mapping = {
    ...mapping,
    contractData: mapping.contractData.filter((rule) => keep(rule.target, ofRule(rule))),
    counterparty: {
      ...optional('counterparty', rest, undefined, []),
      kind: keep('counterparty.kind', kindTodo) ? kind : last.counterparty.kind,
      ...(company !== undefined && keep('counterparty.kind', association(company)) ? { company } : {}),
      pointOfContact: {
        ...optional('counterparty.pointOfContact', point, last.counterparty.pointOfContact, [
          'firstName',
          'email',
        ]),
        ...(contact !== undefined && keep('counterparty.pointOfContact.email', association(contact))
          ? { contact }
          : {}),
      },
      ...(hasAddress ? { address: filled } : {}),
    },
    signatories: mapping.signatories.filter((signatory, index) =>
      keep(
        `signatories.${String(index)}`,
        ofRule(signatory.name) ??
          ofRule(signatory.email) ??
          (signatory.title === undefined ? null : ofRule(signatory.title)) ??
          association(signatory.contact) ??
          association(signatory.company) ??
          ofCondition(signatory.condition),
      ),
    ),
    recordData: mapping.recordData.filter((rule) =>
      keep(
        `contract.recordData.${rule.target}`,
        rule.target.trim() === '' ? 'Give the key a name.' : ofRule(rule),
      ),
    ),
    writeBack: mapping.writeBack.filter((rule, index) => {
      const pointer = 'label' in rule.keyPointer ? rule.keyPointer.label : rule.keyPointer.fieldName;
      const todo =
        pointer === '' ? 'Choose a key pointer.' : rule.property === '' ? 'Choose a deal property.' : null;
      return keep(`writeBack.${String(index)}`, todo);
    }),
  };
  for (const name of ['contractName', 'entity'] as const) {
    const rule = mapping[name];
    const path = name === 'contractName' ? 'contract.name' : 'contract.entity';
    if (rule !== undefined && !keep(path, ofRule(rule))) delete content[name];
  }
  return { content, unfinished };
};

const isRule = (value: unknown): value is ValueRule =>
  typeof value === 'object' && value !== null && 'source' in value && 'transforms' in value;

/** What is not finished, in the form of the lint's findings, so that it stands beside the place. */
export const unfinishedFindings = (unfinished: readonly Unfinished[]): Finding[] =>
  unfinished.map(({ path, todo }) => ({
    code: 'required_without_rule',
    severity: 'error',
    target: path,
    message: 'Choose a property to save this.',
    reason: 'It is not part of the draft until it is.',
    fix: todo,
  }));
