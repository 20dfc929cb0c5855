import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { Transform } from '@dealdraft/wire/mapping.ts';
import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import { findOption, listed } from '../targets/match-option.ts';
import { definitionOf, error, warning } from './context.ts';
import type { LintContext } from './context.ts';
import type { Maker, Place } from './maker.ts';
import { fold } from '@dealdraft/wire/text-form.ts';

type Lookup = Extract<Transform, { kind: 'lookup' }>;

/** Whether what HubSpot offers, and what a lookup table gives, are options of the target. */
export function lintOptions(context: LintContext, { source, transforms }: Maker, place: Place): Finding[] {
  const { target, path } = place;
  const definition =
    source.kind === 'property'
      ? definitionOf(context, 'object' in source ? source.object : 'line_item', source.property)
      : null;
  const unread = definition === null ? [] : lintReadOptions(definition, transforms[0], place);
  return [...unread, ...lintGiven(definition, transforms, { path, target })];
}

function lintGiven(
  definition: PropertyDefinition | null,
  transforms: readonly Transform[],
  place: Place,
): Finding[] {
  const { target, path } = place;
  if ((target.kind !== 'option' && target.kind !== 'options') || target.options.length === 0) return [];
  const lookup = transforms.findLast((step): step is Lookup => step.kind === 'lookup');
  const findings: Finding[] = [];
  const strange = (lookup?.table ?? [])
    .map(({ to }) => to)
    .filter((to) => findOption(target, to) === undefined);
  if (strange.length > 0 && transforms.at(-1) === lookup) {
    findings.push(
      error(
        { code: 'not_an_option', target: path },
        {
          message: `${target.label}: the lookup table gives ${listed(strange)}.`,
          reason: `Its options are ${listed(target.options.map(({ value }) => value))}.`,
          fix: 'Correct the right-hand side of the table.',
        },
      ),
    );
  }
  return definition === null ||
    transforms.some(
      ({ kind }) => kind !== 'lookup' && kind !== 'trim' && kind !== 'optionLabel' && kind !== 'split',
    )
    ? findings
    : [...findings, ...lintOffered(definition, lookup, place)];
}

const same = (left: string, right: string): boolean => fold(left) === fold(right);

/** Rows of a lookup table that HubSpot never gives: the option was renamed or removed. */
function lintReadOptions(
  { type, externalOptions, options, label }: PropertyDefinition,
  step: Transform | undefined,
  { path, target }: Place,
): Finding[] {
  if (type !== 'enumeration' || externalOptions || options.length === 0 || step?.kind !== 'lookup') return [];
  const unread = step.table
    .map(({ from }) => from)
    .filter((from) => !options.some((option) => same(option.value, from) || same(option.label, from)));
  if (unread.length === 0) return [];
  return [
    warning(
      { code: 'not_an_option', target: path },
      {
        message: `${target.label}: the lookup table expects ${listed(unread)}, which ${label} never has.`,
        reason: `Its options in HubSpot are ${listed(options.map(({ value }) => value))}.`,
        fix: 'Correct the left-hand side of the table, or remove the row.',
      },
    ),
  ];
}

function lintOffered(
  definition: PropertyDefinition,
  lookup: Lookup | undefined,
  { path, target }: Place,
): Finding[] {
  if (definition.type !== 'enumeration' || definition.externalOptions || lookup?.otherwise === 'missing')
    return [];
  const uncovered = definition.options.filter(({ value, label, hidden }) => {
    if (hidden) return false;
    const inTable = lookup?.table.some(({ from }) => same(from, value) || same(from, label)) ?? false;
    const passes = lookup === undefined || lookup.otherwise === 'keep';
    const fits = findOption(target, value) !== undefined || findOption(target, label) !== undefined;
    return !inTable && !(passes && fits);
  });
  if (uncovered.length === 0) return [];
  const words = uncovered.length === 1 ? 'one option' : `${uncovered.length} options`;
  return [
    warning(
      { code: 'not_an_option', target: path },
      {
        message: `${target.label}: ${words} of ${definition.label} cannot be sent: ${listed(uncovered.map(({ label, value }) => label || value))}.`,
        reason: `The template’s options are ${listed(target.options.map((option) => option.label || option.value))}.`,
        fix: 'Add them to a lookup table; until then deals with these options cannot be generated.',
      },
    ),
  ];
}
