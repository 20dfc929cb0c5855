import type { Transform } from '@dealdraft/wire/mapping.ts';
import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { meaning } from './likeness.ts';
import { findOption } from '../targets/match-option.ts';

/**
 * A lookup table for the options that HubSpot and the template word differently, such as "Annually" and "Annually in
 * advance". Only where one option alone says the same and more: what is doubtful is left for a person to fill in.
 */
export function suggestLookup(target: Target, definition: PropertyDefinition): Transform[] {
  if (target.kind !== 'option' || definition.externalOptions) return [];
  const table = definition.options.flatMap(({ value, label, hidden }) => {
    if (hidden || findOption(target, value) !== undefined || findOption(target, label) !== undefined)
      return [];
    const words = meaning(label);
    const alike = target.options.filter((option) => {
      const other = meaning(option.label === '' ? option.value : option.label);
      return isWithin(words, other) || isWithin(other, words);
    });
    const [only] = alike;
    return alike.length === 1 && only !== undefined ? [{ from: value, to: only.value }] : [];
  });
  return table.length === 0 ? [] : [{ kind: 'lookup', table, otherwise: 'keep' }];
}

const isWithin = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean =>
  some.size > 0 && [...some].every((word) => all.has(word));
