import type { Finding } from '../../wire/mapping-lint.ts';
import type { Transform } from '../../wire/mapping.ts';
import type { PropertyDefinition } from '../../wire/records.ts';
import { findOption, listed } from '../match-option.ts';
import { definitionOf, error, warning } from './context.ts';
import type { LintContext } from './context.ts';
import type { Maker, Place } from './lint-value.ts';

type Lookup = Extract<Transform, { kind: 'lookup' }>;

/** Whether what HubSpot offers, and what a lookup table gives, are options of the target. */
export function lintOptions(context: LintContext, { source, transforms }: Maker, place: Place): Finding[] {
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
  const definition =
    source.kind === 'property'
      ? definitionOf(context, 'object' in source ? source.object : 'line_item', source.property)
      : null;
  return definition === null ||
    transforms.some(
      ({ kind }) => kind !== 'lookup' && kind !== 'trim' && kind !== 'optionLabel' && kind !== 'split',
    )
    ? findings
    : [...findings, ...lintOffered(definition, lookup, place)];
}

function lintOffered(
  definition: PropertyDefinition,
  lookup: Lookup | undefined,
  { path, target }: Place,
): Finding[] {
  if (definition.type !== 'enumeration' || definition.externalOptions || lookup?.otherwise === 'missing')
    return [];
  const same = (left: string, right: string): boolean =>
    left.trim().toLowerCase() === right.trim().toLowerCase();
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
