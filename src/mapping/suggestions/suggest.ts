import type { LineItemColumn, Rule, Transform } from '@dealdraft/wire/mapping.ts';
import type { Suggestion } from '@dealdraft/wire/mapping-lint.ts';
import type {
  PropertiesByObject,
  PropertyDefinition,
  RecordObject,
  SourceObject,
} from '@dealdraft/wire/records.ts';
import type { Target, TargetKind, Template } from '@dealdraft/wire/template.ts';
import { likeness, meaning } from './likeness.ts';
import { kindOf } from '../records/property-kind.ts';
import type { PropertyKind } from '../records/property-kind.ts';
import { usualSteps } from './usual-steps.ts';
import { canTake, kindShape, throughSteps } from '../lint/shape.ts';
import type { Shape } from '../lint/shape.ts';
import { objectWords } from '../records/record-label.ts';
import { suggestLookup } from './suggest-lookup.ts';
import { templateTargets } from '../targets/targets.ts';

export type SuggestInput = { template: Pick<Template, 'attributes'>; properties: PropertiesByObject };

/** Below this, two names have less in common than not. */
const leastScore = 0.7;

/** How likely a value for the paper is on each object, and the words that an object stands for. */
const objects: Readonly<
  Record<Exclude<SourceObject, 'owner'> | 'line_item', { weight: number; words: string }>
> = {
  deal: { weight: 1, words: 'deal' },
  company: { weight: 0.97, words: 'company billing' },
  contact: { weight: 0.9, words: 'contact' },
  quote: { weight: 0.8, words: 'quote' },
  line_item: { weight: 1, words: 'product' },
};
type Searched = keyof typeof objects;

/** For each variable of the template the property that fits it best by name and type, if any does. Best first within the template's order. */
export function suggestRules({ template, properties }: SuggestInput): Suggestion<Rule>[] {
  return templateTargets(template).flatMap((target) => {
    if (target.kind === 'rows') return suggestRows(target, properties);
    if (target.kind !== 'address') {
      return suggestOne(target, target.key, {
        properties,
        within: ['deal', 'company', 'contact', 'quote'],
        words: target.key,
      });
    }
    return (target.parts ?? []).flatMap((part) => suggestPart(target, part, properties));
  });
}

/** What the parts of an address are called at SpotDraft, in words that HubSpot's properties share. */
const partWords: Readonly<Record<string, string>> = { line_one: 'address', line_two: 'address 2' };

/** By the part's own name: "billing address city" is a city. */
function suggestPart(target: Target, part: Target, properties: PropertiesByObject): Suggestion<Rule>[] {
  const words = Object.hasOwn(partWords, part.key) ? (partWords[part.key] ?? part.key) : part.key;
  const named = { ...part, label: words, required: false };
  const path = `${target.key}.${part.key}`;
  return suggestOne(named, path, { properties, within: ['company', 'contact', 'deal'], words });
}

function suggestOne(target: Target, path: string, search: Search): Suggestion<Rule>[] {
  const best = bestProperty(target, search);
  if (best === null) return [];
  const { object, definition, transforms, score } = best;
  if (object === 'line_item') return [];
  const source = { kind: 'property' as const, object, property: definition.name };
  const rule: Rule = {
    target: path,
    source,
    transforms: [...transforms, ...suggestLookup(target, definition)],
    whenMissing: target.required ? 'stop' : 'blank',
  };
  return [{ target: path, score, reason: reason(target, best), rule }];
}

/** A table of line items, when there is a property for at least each column that must be filled. */
function suggestRows(target: Target, properties: PropertiesByObject): Suggestion<Rule>[] {
  const found = (target.columns ?? []).flatMap((column) => {
    const best = bestProperty(column, { properties, within: ['line_item'], words: column.key });
    return best === null ? [] : [{ column, best }];
  });
  if (found.length === 0) return [];
  const columns = found.map(({ column, best }): LineItemColumn => ({
    key: column.key,
    source: { kind: 'property', property: best.definition.name },
    transforms: best.transforms,
    whenMissing: column.required ? 'stop' : 'blank',
  }));
  const score = Math.min(...found.map(({ best }) => best.score));
  const names = found.map(({ best }) => best.definition.label).join(', ');
  const rule: Rule = {
    target: target.key,
    source: { kind: 'lineItems', of: 'deal', columns },
    transforms: [],
    whenMissing: target.required ? 'stop' : 'blank',
  };
  return [{ target: target.key, score, reason: `A table of the deal’s line items: ${names}.`, rule }];
}

type Found = { object: Searched; definition: PropertyDefinition; transforms: Transform[]; score: number };
/** `words`: the target's name, beside its label. */
type Search = { properties: PropertiesByObject; within: readonly Searched[]; words: string };

function bestProperty(target: Target, { properties, within, words }: Search): Found | null {
  const wanted = [meaning(words), meaning(target.label)].filter((each) => each.size > 0);
  let best: Found | null = null;
  for (const object of within) {
    const given = meaning(objects[object].words);
    for (const definition of properties[object] ?? []) {
      if (definition.archived || definition.hidden || isWrittenByUs(definition)) continue;
      const transforms = stepsFor(target, kindOf(definition, object));
      if (transforms === null) continue;
      const names = namesOf(definition);
      const alike = Math.max(...wanted.flatMap((left) => names.map((right) => likeness(left, right, given))));
      const score = Math.round(alike * objects[object].weight * 100) / 100;
      if (score >= leastScore && score > (best?.score ?? 0)) best = { object, definition, transforms, score };
    }
  }
  return best;
}

/** What DealDraft writes to a deal is news of its contracts: no paper is made of it. */
const isWrittenByUs = ({ name }: PropertyDefinition): boolean => name.startsWith('dealdraft_');

const known = new WeakMap<PropertyDefinition, ReadonlySet<string>[]>();

/** A property is compared with every variable: its words are taken apart once. */
function namesOf(definition: PropertyDefinition): ReadonlySet<string>[] {
  const names = known.get(definition) ?? [meaning(definition.name), meaning(definition.label)];
  known.set(definition, names);
  return names;
}

/** The steps that make a target's value of such a property; null when there are none. */
function stepsFor(target: Target, kind: PropertyKind): Transform[] | null {
  if (!isForPaper(target, kind)) return null;
  const shape = kindShape(kind);
  for (const steps of [usualSteps(target.kind, kind), []]) {
    const { shape: made, stuck } = throughSteps(shape, steps);
    if (stuck === null && made !== 'unknown' && canTake(target, made))
      return fits(target.kind, shape) ? steps : null;
  }
  return null;
}

/** Who owns a deal and where it stands is not what contracts say, and milliseconds are no length of time. */
const isForPaper = (target: Target, kind: PropertyKind): boolean =>
  kind === 'milliseconds' ? target.kind === 'decimal' : !(target.kind === 'text' && isReference(kind));
const isReference = (kind: PropertyKind): boolean =>
  kind === 'owner' || kind === 'stage' || kind === 'elsewhere';

/** Text could be anything: for numbers, dates and choices only properties of that kind are suggested. */
function fits(kind: TargetKind, shape: Shape): boolean {
  if (kind === 'text' || kind === 'strings') return true;
  if (kind === 'duration') return shape === 'number' || shape === 'text' || shape === 'option';
  return shape !== 'text';
}

function reason(target: Target, { object, definition }: Found): string {
  const [word] = objectWords[object as RecordObject];
  return `“${target.label}” sounds like the ${word} property “${definition.label}”.`;
}
