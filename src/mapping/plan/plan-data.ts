import type { Mapping, Rule } from '@dealdraft/wire/mapping.ts';
import type { Json, PlanLine } from '@dealdraft/wire/plan.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { display } from '../values/display.ts';
import { blankLine, blocks, evaluateRule, withFault, withValue } from './evaluate-rule.ts';
import type { Aim } from './evaluate-rule.ts';
import { fitTarget } from '../targets/fit-target.ts';
import { dataReadBy, orderByReads } from './rule-order.ts';
import type { Scope } from '../records/scope.ts';
import { findRuleTarget, partsOf, textTarget } from '../targets/targets.ts';
import { fromJson, isMissing } from '../values/value.ts';

export type PlannedData = { lines: PlanLine[]; data: Map<string, Json> };
type Made = { lines: PlanLine[]; json: Json | undefined };
type Plain = { rule: Rule; part: Target | undefined };

/** `contract_data`: every target of the template and every rule of the mapping has its line, in the template's order. */
export function planData(scope: Scope, mapping: Mapping, targets: readonly Target[]): PlannedData {
  const byKey = new Map<string, Plain[]>();
  const strangers: Rule[] = [];
  for (const rule of mapping.contractData) {
    const found = findRuleTarget(targets, rule.target);
    if (found === null) strangers.push(rule);
    else byKey.set(found.target.key, [...(byKey.get(found.target.key) ?? []), { rule, part: found.part }]);
  }
  const reads = new Map(
    [...byKey].map(([key, rules]) => [
      key,
      new Set(rules.flatMap(({ rule }) => keysRead(rule, scope, targets))),
    ]),
  );
  const { ordered, circular } = orderByReads(reads);
  const made = new Map<string, Made>();
  const data = new Map<string, Json>();
  for (const key of ordered) {
    const target = targets.find((each) => each.key === key);
    if (target === undefined) continue;
    const result = makeTarget({ ...scope, data, targets }, target, {
      rules: byKey.get(key) ?? [],
      circular: circular.has(key),
    });
    made.set(key, result);
    if (result.json !== undefined) data.set(key, result.json);
  }
  for (const target of targets) {
    if (made.has(target.key)) continue;
    const result = unmapped(scope, target);
    made.set(target.key, result);
    if (result.json !== undefined) data.set(target.key, result.json);
  }
  const lines = targets.flatMap(({ key }) => made.get(key)?.lines ?? []);
  const kept = targets.flatMap(({ key }): [string, Json][] =>
    data.has(key) ? [[key, data.get(key) ?? null]] : [],
  );
  return { lines: [...lines, ...strangers.map((rule) => unknownTarget(scope, rule))], data: new Map(kept) };
}

const keysRead = (rule: Rule, scope: Scope, targets: readonly Target[]): string[] =>
  dataReadBy(rule.source, scope.formulas).map(
    (name) => findRuleTarget(targets, name)?.target.key ?? name.split('.')[0] ?? name,
  );

const aimAt = (target: Target, path = target.key): Aim => ({ target, path, section: 'data' });

type Rules = { rules: Plain[]; circular: boolean };

function makeTarget(scope: Scope, target: Target, { rules, circular }: Rules): Made {
  const whole = rules.filter(({ part }) => part === undefined);
  if (circular) {
    const line = blankLine(aimAt(target), { kind: 'formula', text: 'Formula' });
    return {
      lines: [
        withFault(line, {
          code: 'circular',
          why: 'it is made from itself, by way of other targets',
          fix: 'Ask an admin to break the circle.',
        }),
      ],
      json: undefined,
    };
  }
  const line =
    whole.length === 0
      ? undefined
      : firstThatApplies(
          whole.map(({ rule }) => rule),
          (rule) => evaluateRule(scope, rule, aimAt(target)),
        );
  const parts = rules.filter(({ part }) => part !== undefined);
  if (line && (parts.length === 0 || line.status !== 'skipped'))
    return { lines: [line], json: line.value ?? undefined };
  return makeFromParts(scope, target, parts);
}

/** Several rules for one target: the first whose condition holds decides. */
function firstThatApplies(rules: Rule[], evaluate: (rule: Rule) => PlanLine): PlanLine | undefined {
  let skipped: PlanLine | undefined;
  for (const rule of rules) {
    const line = evaluate(rule);
    if (line.status !== 'skipped') return line;
    skipped ??= line;
  }
  return skipped;
}

function makeFromParts(scope: Scope, target: Target, rules: Plain[]): Made {
  const known = partsOf(target);
  const lines: PlanLine[] = [];
  for (const part of known) {
    const mine = rules.filter((each) => each.part?.key === part.key).map(({ rule }) => rule);
    const aim = aimAt(
      { ...part, label: partLabel(target, part), required: false },
      `${target.key}.${part.key}`,
    );
    const line = firstThatApplies(mine, (rule) => evaluateRule(scope, rule, aim));
    if (line) lines.push(line);
  }
  if (lines.some(blocks)) return { lines, json: undefined };
  const present = lines.filter((line) => line.value !== null);
  if (present.length === 0 && (!target.required || lines.every(({ status }) => status === 'skipped')))
    return { lines, json: undefined };
  const value = fromJson(
    Object.fromEntries(present.map((line) => [line.target.slice(target.key.length + 1), line.value])),
  );
  const whole = fitTarget(value, target, { scope, definition: null });
  if (whole.ok && present.length > 0) return { lines, json: whole.value };
  const absent = known.find(
    (part) => part.required && !present.some((line) => line.target === `${target.key}.${part.key}`),
  );
  const path = absent === undefined ? target.key : `${target.key}.${absent.key}`;
  const failed = whole.ok
    ? { code: 'no_value' as const, why: 'all its parts are empty', fix: 'Fill them in.' }
    : whole.failure;
  const line =
    lines.find((each) => each.target === path) ??
    blankLine(aimAt(target, path), { kind: 'none', text: 'Not mapped' });
  return {
    lines: [...lines.filter((each) => each !== line), withFault({ ...line, label: target.label }, failed)],
    json: undefined,
  };
}

const partLabel = (target: Target, part: Target): string =>
  part.label === part.key ? `${target.label} ${part.key}` : part.label;

/** No rule: the template's own default if it has one, nothing if it needs nothing, else a blocker. Never a blank where one is required. */
function unmapped(scope: Scope, target: Target): Made {
  const aim = aimAt(target);
  const line = { ...blankLine(aim, { kind: 'none', text: 'Not mapped' }), display: 'Not mapped' };
  if (!target.required) return { lines: [line], json: undefined };
  const value = fromJson(target.defaultValue);
  const fitted = isMissing(value) ? null : fitTarget(value, target, { scope, definition: null });
  if (fitted?.ok) {
    const source = { kind: 'templateDefault', text: 'The template’s default' } as const;
    const raw = fitted.value;
    return {
      lines: [
        {
          ...withValue({ ...line, source, raw }, fitted.value, aim),
          display: display(fitted.value, target),
          status: 'defaulted',
        },
      ],
      json: fitted.value,
    };
  }
  const why =
    target.kind === 'files'
      ? 'the template requires a file, and files cannot be filled from HubSpot'
      : 'the template requires it and the mapping does not fill it';
  return {
    lines: [withFault(line, { code: 'no_rule', why, fix: 'Ask an admin to map it.' })],
    json: undefined,
  };
}

function unknownTarget(scope: Scope, rule: Rule): PlanLine {
  const target = textTarget(rule.target);
  const line = evaluateRule(scope, { ...rule, whenMissing: 'blank' }, aimAt(target));
  if (line.status === 'skipped') return line;
  return withFault(line, {
    code: 'unknown_target',
    why: `the template has no variable “${rule.target}” any more`,
    fix: 'Ask an admin to correct the mapping.',
  });
}
