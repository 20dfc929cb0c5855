import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { Target, TargetKind } from '@dealdraft/wire/template.ts';
import { runTransforms } from '../transforms/run-transforms.ts';
import { describeTransform } from '../transforms/describe-transform.ts';
import { fitTarget } from '../targets/fit-target.ts';
import { fromJson } from '../values/value.ts';
import type { Fault } from '../values/value.ts';
import { capitalized, error } from './context.ts';
import type { LintContext } from './context.ts';
import { lintMoney } from './lint-money.ts';
import { lintNumbers } from './lint-numbers.ts';
import { lintOptions } from './lint-options.ts';
import { lintRaw } from './lint-raw.ts';
import { lintUnits } from './lint-units.ts';
import type { Maker, Place } from './maker.ts';
import { canTake, shapeWords, sourceShape, throughSteps } from './shape.ts';

const kindWords: Record<TargetKind, string> = {
  text: 'text',
  boolean: 'yes or no',
  integer: 'a whole number',
  decimal: 'a number',
  date: 'a date',
  datetime: 'a date and time',
  option: 'one of its options',
  options: 'some of its options',
  strings: 'a list of texts',
  currency: 'an amount with its currency',
  duration: 'a length of time',
  address: 'several parts',
  rows: 'rows',
  files: 'files, which cannot be filled from HubSpot',
};

const fixes: Partial<Record<TargetKind, string>> = {
  currency: 'Add the step “as money”.',
  duration: 'Add the step “as a length of time”.',
  address: 'Map its parts one by one.',
  rows: 'Use line items as the source.',
  files: 'Make this question optional in the template.',
};

/** Whether a source, its steps and its default can give what the target takes. */
export function lintValue(context: LintContext, maker: Maker, place: Place): Finding[] {
  return [
    ...lintShape(context, maker, place),
    ...lintConstant(context, maker, place),
    ...lintDefault(context, maker, place),
    ...lintNumbers(context, maker, place),
    ...lintUnits(maker, place),
    ...lintOptions(context, maker, place),
    ...lintRaw(context, maker, place),
    ...lintMoney(context, maker, place),
  ];
}

function lintShape(context: LintContext, { source, transforms }: Maker, { path, target }: Place): Finding[] {
  if (source.kind === 'constant') return []; // tried out for real instead
  const { shape, stuck } = throughSteps(sourceShape(context, source), transforms);
  if (stuck) {
    return [
      error(
        { code: 'transform_cannot_apply', target: path },
        {
          message: `${target.label}: the step “${describeTransform(stuck.step)}” cannot work here.`,
          reason: `It would be given ${shapeWords[stuck.got]}.`,
          fix: 'Remove the step, or put the right one before it.',
        },
      ),
    ];
  }
  const empty = transforms.find((step) => step.kind === 'lookup' && step.table.length === 0);
  if (empty?.kind === 'lookup' && empty.otherwise !== 'keep') {
    return [
      error(
        { code: 'transform_cannot_apply', target: path },
        {
          message: `${target.label}: the lookup table is empty.`,
          reason: 'No value would get through it.',
          fix: 'Fill in the table, or remove the step.',
        },
      ),
    ];
  }
  if (canTake(target, shape)) return [];
  return [
    error(
      { code: 'type_mismatch', target: path },
      {
        message: `${target.label} takes ${kindWords[target.kind]}.`,
        reason: `The rule makes ${shapeWords[shape]} for it.`,
        fix: fixes[target.kind] ?? 'Choose another source, or add a step that turns it into the right kind.',
      },
    ),
  ];
}

function lintConstant(
  context: LintContext,
  { source, transforms }: Maker,
  { path, target }: Place,
): Finding[] {
  if (source.kind !== 'constant') return [];
  const scope = withCurrency(context, target);
  const made = runTransforms(fromJson(source.value), transforms, { scope, definition: null });
  if (!made.ok) return [refused('invalid_constant', { path, target }, made.failure)];
  if (made.value === null || made.value === '') {
    return [
      error(
        { code: 'invalid_constant', target: path },
        {
          message: `${target.label}: the fixed value is empty.`,
          reason: 'An empty value is never sent.',
          fix: 'Write a value, or remove the rule.',
        },
      ),
    ];
  }
  const fitted = fitTarget(made.value, target, { scope, definition: null });
  if (fitted.ok) return [];
  return [
    refused(
      fitted.failure.code === 'not_allowed' ? 'not_an_option' : 'invalid_constant',
      { path, target },
      fitted.failure,
    ),
  ];
}

function lintDefault(
  context: LintContext,
  { default: given, whenMissing }: Maker,
  { path, target }: Place,
): Finding[] {
  if (whenMissing !== 'default') return [];
  const value = fromJson(given ?? target.defaultValue);
  if (value === null || value === '') {
    return [
      error(
        { code: 'default_missing', target: path },
        {
          message: `${target.label}: a default is to be used when there is no value, but there is none.`,
          reason: 'Neither the rule nor the template has a default.',
          fix: 'Write a default, or choose to stop or to leave it blank.',
        },
      ),
    ];
  }
  const fitted = fitTarget(value, target, { scope: context.scope, definition: null });
  return fitted.ok ? [] : [refused('invalid_default', { path, target }, fitted.failure)];
}

function refused(code: Finding['code'], { path, target }: Place, { why }: Fault): Finding {
  const what = code === 'invalid_default' ? 'the default' : 'the fixed value';
  return error(
    { code, target: path },
    {
      message: `${target.label}: ${what} cannot be used.`,
      reason: `${capitalized(why)}.`,
      fix: 'Correct it.',
    },
  );
}

/** "The deal's currency" stands for any that the template allows. */
function withCurrency({ scope }: LintContext, { options }: Target): LintContext['scope'] {
  const [first] = options;
  return first === undefined
    ? scope
    : { ...scope, portal: { ...scope.portal, defaultCurrency: first.value } };
}
