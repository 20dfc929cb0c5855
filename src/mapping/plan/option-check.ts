import type { PlanLine, PlanWarning } from '@dealdraft/wire/plan.ts';
import { storedChoices } from '../records/stored-choices.ts';
import { findProperty, kindOfProperty } from '../records/scope.ts';
import type { Scope } from '../records/scope.ts';
import { quoted } from '../values/value.ts';

/** An option that was removed in HubSpot stays on records, and nobody knows its label: the contract would say its internal value. */
export function optionWarnings(scope: Scope, lines: readonly PlanLine[]): PlanWarning[] {
  return lines.flatMap(({ kind, label, value, raw, source }): PlanWarning[] => {
    const { object, recordId, property } = source;
    if (kind !== 'text' || typeof raw !== 'string' || object === undefined || property === undefined)
      return [];
    const definition = findProperty(scope, object, property);
    if (typeof definition === 'string' || definition.options.length === 0) return [];
    const propertyKind = kindOfProperty(scope, object, property);
    if (propertyKind !== 'choice' && propertyKind !== 'choices') return [];
    const stored = propertyKind === 'choices' ? storedChoices(raw) : [raw.trim()];
    const gone = stored.filter((each) => !definition.options.some((option) => option.value === each));
    const said = gone.filter((each) => typeof value === 'string' && value.split(', ').includes(each));
    if (said.length === 0) return [];
    return [
      {
        code: 'not_an_option',
        message: `${label} says ${said.map(quoted).join(' and ')}, which is no longer an option of ${definition.label}. Choose another option, or check that the contract may say so.`,
        ...(recordId === undefined ? {} : { link: { object, recordId, property } }),
      },
    ];
  });
}
