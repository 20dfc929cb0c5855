import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { WriteBackRule } from '@dealdraft/wire/mapping.ts';
import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import { listed } from '../targets/match-option.ts';
import { definitionOf, error } from './context.ts';
import type { LintContext } from './context.ts';
import { duplicate } from './lint-targets.ts';

/** The way back: each property exists, can be written, takes what it is given, and is written by one rule. */
export function lintWriteBack(context: LintContext): Finding[] {
  const seen = new Set<string>();
  return context.mapping.writeBack.flatMap((rule, index): Finding[] => {
    const target = `writeBack.${index}`;
    const again = seen.has(rule.property)
      ? [
          {
            ...duplicate(target, `Another rule writes to “${rule.property}”.`),
            message: `Two contract values go to the deal property “${rule.property}”.`,
          },
        ]
      : [];
    seen.add(rule.property);
    const reserved = lintReserved(target, rule);
    if (reserved.length > 0) return [...again, ...reserved];
    const known = context.properties.deal;
    if (known === undefined || known.length === 0) return again;
    return [...again, ...lintOne(target, rule, definitionOf(context, 'deal', rule.property))];
  });
}

/** What DealDraft writes itself, and where a deal stands: a second writer would undo the first, again and again. */
function lintReserved(target: string, { property }: WriteBackRule): Finding[] {
  const reserved = (reason: string, fix: string): Finding[] => [
    error(
      { code: 'way_back_reserved', target },
      { message: `A contract value cannot go to the deal property “${property}”.`, reason, fix },
    ),
  ];
  if (property.startsWith('dealdraft_'))
    return reserved('DealDraft writes the contract’s status and dates to it.', 'Choose another property.');
  if (property === 'dealstage' || property === 'pipeline')
    return reserved(
      'A deal moves by the stage rules, which know of its other contracts and never move it back.',
      'Make a stage rule instead.',
    );
  return [];
}

const takes: Readonly<Record<string, readonly WriteBackRule['as'][]>> = {
  number: ['number', 'amount', 'months', 'days'],
  date: ['date'],
  datetime: ['date'],
  bool: ['boolean'],
  enumeration: ['text', 'boolean', 'currencyCode'],
};

function lintOne(target: string, rule: WriteBackRule, definition: PropertyDefinition | null): Finding[] {
  const { property, as, lookup } = rule;
  if (definition === null || definition.archived) {
    const reason =
      definition === null ? 'It was renamed or deleted in HubSpot.' : 'It was archived in HubSpot.';
    return [
      error(
        { code: 'property_missing', target },
        {
          message: `The deal property “${property}” does not exist.`,
          reason,
          fix: 'Choose another property.',
        },
      ),
    ];
  }
  if (definition.readOnly) {
    return [
      error(
        { code: 'way_back_read_only', target },
        {
          message: `The deal property “${definition.label}” cannot be written.`,
          reason: 'HubSpot calculates or sets its value itself.',
          fix: 'Choose another property.',
        },
      ),
    ];
  }
  if (definition.fieldType === 'file') {
    return [
      error(
        { code: 'way_back_type', target },
        {
          message: `The deal property “${definition.label}” cannot take this.`,
          reason: 'It holds files, and the rule writes a value.',
          fix: 'Choose another property.',
        },
      ),
    ];
  }
  const fitting = Object.hasOwn(takes, definition.type) ? takes[definition.type] : undefined;
  if (as !== 'auto' && fitting !== undefined && !fitting.includes(as)) {
    return [
      error(
        { code: 'way_back_type', target },
        {
          message: `The deal property “${definition.label}” cannot take this.`,
          reason: `It is of the type ${definition.type}, and the rule writes ${as}.`,
          fix: 'Choose “auto”, or another property.',
        },
      ),
    ];
  }
  const offered = definition.options.map(({ value }) => value);
  const strange =
    definition.type === 'enumeration' && !definition.externalOptions
      ? (lookup ?? []).map(({ to }) => to).filter((to) => !offered.includes(to))
      : [];
  if (strange.length === 0) return [];
  return [
    error(
      { code: 'not_an_option', target },
      {
        message: `${listed(strange)} cannot be written to “${definition.label}”.`,
        reason: `Its options are ${listed(offered)}.`,
        fix: 'Correct the right-hand side of the table.',
      },
    ),
  ];
}
