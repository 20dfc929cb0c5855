import type { ValueRule } from '@dealdraft/wire/mapping.ts';
import type {
  Json,
  PlanLine,
  PlanLineStatus,
  PlanProblem,
  PlanSection,
  PlanSource,
} from '@dealdraft/wire/plan.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { keepStored, runTransforms } from '../transforms/run-transforms.ts';
import { holds } from '../sources/conditions.ts';
import { describeTransform } from '../transforms/describe-transform.ts';
import { display } from '../values/display.ts';
import { fitTarget } from '../targets/fit-target.ts';
import { describeSource, readSource } from '../sources/read-source.ts';
import type { Reading } from '../sources/read-source.ts';
import { withoutTags } from '../transforms/in-words.ts';
import { makeRows } from './rows.ts';
import { readerOf } from '../targets/targets.ts';
import type { TransformContext } from '../records/transform-context.ts';
import type { Scope } from '../records/scope.ts';
import { fromJson, isMissing } from '../values/value.ts';
import type { Fault } from '../values/value.ts';

/** Where a value is to go. */
export type Aim = { target: Target; path: string; section: PlanSection };

type Found = {
  json: Json | null;
  raw: Json;
  source: PlanSource;
  from: Pick<Reading, 'definition' | 'link' | 'empty'>;
};

/** One rule applied to one deal: the line that the preview shows and that creation sends. */
export function evaluateRule(scope: Scope, rule: ValueRule, aim: Aim): PlanLine {
  const blank = blankLine(aim, describeSource(scope, rule.source));
  const line = { ...blank, transforms: rule.transforms.map(describeTransform) };
  const asked = rule.condition === undefined ? ok(true) : holds(rule.condition, { scope });
  if (!asked.ok) return withFault(line, asked.failure);
  if (!asked.value) return { ...line, status: 'skipped', display: 'Not sent: its condition is not met' };

  const found = rule.source.kind === 'lineItems' ? findRows(scope, rule, aim) : findValue(scope, rule, aim);
  if (!found.ok) {
    // A record that is not there is an empty source: the rule says what to do about that.
    if (found.failure.code === 'no_record') return whenMissing({ scope, rule, aim }, line, found.failure);
    return withFault({ ...line, ...found.failure.shown }, found.failure);
  }
  const { json, raw, source, from } = found.value;
  const read = { ...line, raw, source };
  if (json !== null) return withValue(read, json, aim);
  const link =
    from.link ??
    (rule.source.kind === 'lineItems' || rule.source.kind === 'lineItemsSum'
      ? { object: 'deal' as const, recordId: scope.records.deal.id }
      : undefined);
  const nothing = from.empty ?? emptySource(source, link, 'of' in rule.source ? rule.source.of : 'deal');
  return whenMissing({ scope, rule, aim }, read, nothing);
}

/** A fault after the source was read still shows what was read. */
type ShownFault = Fault & { shown?: Pick<PlanLine, 'raw' | 'source'> };

function findValue(scope: Scope, rule: ValueRule, { target }: Aim): Result<Found, ShownFault> {
  if (rule.source.kind === 'lineItems') return findRows(scope, rule, { target } as Aim);
  const read = readSource(scope, rule.source);
  if (!read.ok) return read;
  const { value, raw, source, definition, link, empty } = read.value;
  const shown = { raw, source };
  const [given, context] = withoutTags(value, {
    ...contextOf(scope, read.value),
    reader: readerOf(target),
  });
  const blame = (failure: Fault): { ok: false; failure: ShownFault } => ({
    ok: false,
    failure: { ...(link === undefined ? {} : { link }), ...failure, shown },
  });
  const made = runTransforms(given, rule.transforms, context);
  if (!made.ok) return blame(made.failure);
  const from = {
    definition,
    ...(link === undefined ? {} : { link }),
    ...(empty === undefined ? {} : { empty }),
  };
  if (isMissing(made.value)) return ok({ json: null, raw, source, from });
  const isStored = read.value.isStored && keepStored(rule.transforms);
  const fitted = fitTarget(made.value, target, { ...context, isStored });
  if (!fitted.ok) return blame(fitted.failure);
  return ok({ json: isMissing(fromJson(fitted.value)) ? null : fitted.value, raw, source, from });
}

const contextOf = (scope: Scope, { definition, source, record }: Reading): TransformContext => ({
  scope,
  definition,
  record,
  object: source.object,
  property: source.property,
});

function findRows(scope: Scope, { source }: ValueRule, { target }: Aim): Result<Found, ShownFault> {
  if (source.kind !== 'lineItems') return wrongShape('this is not a list of line items');
  if (target.kind !== 'rows') return wrongShape('line items make rows, which this cannot take');
  const made = makeRows(scope, source, target);
  if (!made.ok) return made;
  const { rows, raw, source: words } = made.value;
  return ok({ json: rows.length === 0 ? null : rows, raw, source: words, from: { definition: null } });
}

const wrongShape = (why: string): { ok: false; failure: Fault } => ({
  ok: false,
  failure: { code: 'wrong_type', why, fix: 'Ask an admin to map it in another way.' },
});

type Case = { scope: Scope; rule: ValueRule; aim: Aim };

function whenMissing({ scope, rule, aim }: Case, line: PlanLine, failure: Fault): PlanLine {
  const { target } = aim;
  if (rule.whenMissing === 'default') {
    const value = fromJson(rule.default ?? target.defaultValue);
    const fitted = isMissing(value) ? null : fitTarget(value, target, { scope, definition: null });
    if (fitted?.ok) return { ...withValue(line, fitted.value, aim), status: 'defaulted' };
    if (fitted)
      return withFault(line, {
        ...fitted.failure,
        why: `the default cannot be used: ${fitted.failure.why}`,
        fix: 'Ask an admin to correct the mapping.',
      });
  }
  if (rule.whenMissing !== 'stop' && !target.required)
    return { ...line, status: 'blank', display: 'Left blank' };
  return withFault(line, failure);
}

function emptySource(source: PlanSource, link: Fault['link'], of: 'deal' | 'quote'): Fault {
  const words = {
    lineItems: 'no line items to put here',
    lineItemsSum: 'no line item has a value to add up',
    text: 'a value that the text needs is empty',
    formula: 'the formula has no result for this deal',
    constant: 'the fixed value is empty',
    none: 'nothing fills it',
    templateDefault: 'the template’s default is empty',
    property: `${source.text} is empty`,
  }[source.kind];
  const fix =
    source.kind === 'property'
      ? 'Fill it in.'
      : source.kind.startsWith('lineItems')
        ? `Add line items to the ${of}.`
        : 'Fill in what it is made from, or ask an admin.';
  return { code: 'no_value', why: words, fix, ...(link === undefined ? {} : { link }) };
}

/** A line before anything is known of it. */
export const blankLine = ({ target, path, section }: Aim, source: PlanSource): PlanLine => ({
  target: path,
  label: target.label,
  section,
  required: target.required,
  kind: target.kind,
  ...(target.columns === undefined ? {} : { columns: columnKinds(target.columns) }),
  source,
  raw: null,
  transforms: [],
  value: null,
  display: '',
  status: 'blank',
});

const columnKinds = (columns: readonly Target[]): NonNullable<PlanLine['columns']> =>
  Object.fromEntries(columns.map(({ key, kind }) => [key, kind]));

export const withValue = (line: PlanLine, value: Json, { target }: Pick<Aim, 'target'>): PlanLine => ({
  ...line,
  value,
  display: display(value, target),
  status: 'ok',
});

/** A line that stops the contract, with one sentence of what and why and one of what to do. */
export function withFault(line: PlanLine, { code, why, fix, link, choiceKey, choices }: Fault): PlanLine {
  const problem: PlanProblem = {
    code,
    message: `${line.label}: ${why.replace(/[.\s]+$/, '')}.${fix === undefined ? '' : ` ${fix}`}`,
    ...(link === undefined ? {} : { link }),
    ...(choiceKey === undefined ? {} : { choiceKey }),
    ...(choices === undefined ? {} : { choices }),
  };
  return { ...line, value: null, display: '', status: statusOf(code), problem };
}

function statusOf(code: PlanProblem['code']): PlanLineStatus {
  if (code === 'choose_record') return 'choose';
  return code === 'no_value' || code === 'no_record' || code === 'no_rule' ? 'missing' : 'invalid';
}

export const blocks = ({ status }: PlanLine): boolean =>
  status === 'missing' || status === 'invalid' || status === 'choose';
