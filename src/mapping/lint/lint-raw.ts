import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { Transform } from '@dealdraft/wire/mapping.ts';
import type { PropertyDefinition, RecordObject } from '@dealdraft/wire/records.ts';
import { formulaOutputs } from '../formulas/formula-outputs.ts';
import type { FormulaOutput } from '../formulas/formula-outputs.ts';
import { hasNames, kindOf, kindWords } from '../records/property-kind.ts';
import type { PropertyKind } from '../records/property-kind.ts';
import { readerOf } from '../targets/targets.ts';
import { placeholders } from '../sources/text-template.ts';
import { definitionOf, error, warning } from './context.ts';
import type { LintContext } from './context.ts';
import type { Maker, Place } from './maker.ts';

/** Nothing that only HubSpot understands ends on paper: no internal value, no tag, no time in ISO form. */
export function lintRaw(context: LintContext, { source, transforms }: Maker, place: Place): Finding[] {
  if (readerOf(place.target) !== 'people') return lintDuration(context, { source, transforms }, place);
  if (source.kind === 'text') return lintPlaceholders(context, source.template, place);
  if (source.kind === 'formula' && !transforms.some(replaces))
    return lintOutputs(context, source.expression, place);
  return lintDuration(context, { source, transforms }, place);
}

/** A table that lets nothing through as it is. */
const replaces = (step: Transform): boolean => step.kind === 'lookup' && step.otherwise !== 'keep';

/** Placeholders write names for internal values; what has none stops every contract. */
function lintPlaceholders(context: LintContext, template: string, { path }: Place): Finding[] {
  return placeholders(template).flatMap((each): Finding[] => {
    if (each.object === null || each.object === 'data') return [];
    const definition = definitionOf(context, each.object, each.name);
    const kind = definition === null ? 'unknown' : kindOf(definition, each.object);
    if (definition !== null && kind === 'milliseconds') return [inMilliseconds(each.text, path, definition)];
    if (definition === null || !isUnreadable(kind)) return [];
    return [
      error(
        { code: 'raw_value', target: path },
        {
          message: `${each.text} has no words for people.`,
          reason: `“${definition.label}” is a ${kindWords[kind]}, and DealDraft can’t put it into words.`,
          fix: 'Use another property.',
        },
      ),
    ];
  });
}

const isUnreadable = (kind: PropertyKind): boolean =>
  kind === 'elsewhere' || kind === 'file' || kind === 'data';

/** Formulas read what HubSpot stores, which is right for comparing and wrong for writing. */
function lintOutputs(context: LintContext, expression: string, { path, target }: Place): Finding[] {
  const seen = new Set<string>();
  return formulaOutputs(expression).flatMap((output): Finding[] => {
    const object = objectOf(output);
    const definition = object === null ? null : definitionOf(context, object, output.name);
    if (object === null || definition === null || seen.has(`${object} ${output.name}`)) return [];
    const what = rawWords(definition, object, output.inText);
    if (what === null) return [];
    seen.add(`${object} ${output.name}`);
    return [
      warning(
        { code: 'raw_value', target: path },
        {
          message: `${target.label}: the formula writes ${what} of “${definition.label}”.`,
          reason: 'Formulas read what HubSpot stores, not what people see.',
          fix: 'Use text with placeholders, which writes labels, names, and days.',
        },
      ),
    ];
  });
}

function rawWords(definition: PropertyDefinition, object: RecordObject, inText: boolean): string | null {
  const kind = kindOf(definition, object);
  if (kind === 'choice' || kind === 'choices') return sameAsLabels(definition) ? null : 'the internal value';
  if (hasNames(kind)) return 'the internal ID';
  if (kind === 'checkbox') return inText ? 'true or false instead of yes or no' : null;
  const words: Partial<Record<PropertyKind, string>> = {
    datetime: 'a date and time in ISO form',
    file: 'the file IDs',
    data: 'the stored data',
    milliseconds: 'the milliseconds',
  };
  return words[kind] ?? null;
}

const sameAsLabels = ({ options }: PropertyDefinition): boolean =>
  options.every(({ value, label }) => value === label);

const objects: Readonly<Partial<Record<string, RecordObject>>> = {
  deal: 'deal',
  company: 'company',
  contact: 'contact',
  quote: 'quote',
  lineItems: 'line_item',
  item: 'line_item',
  items: 'line_item',
};
const objectOf = ({ root }: FormulaOutput): RecordObject | null => objects[root] ?? null;

/** HubSpot keeps a duration in milliseconds: no text and no length of time is made of them. */
function lintDuration(
  context: LintContext,
  { source, transforms }: Pick<Maker, 'source' | 'transforms'>,
  { path, target }: Place,
): Finding[] {
  const found = source.kind === 'property' ? definitionRead(context, source) : null;
  const taken = readerOf(target) === 'people' || target.kind === 'duration';
  const changed = transforms.some(
    (step) => replaces(step) || (step.kind === 'number' && step.multiplyBy !== undefined),
  );
  if (found === null || found.kind !== 'milliseconds' || !taken || changed) return [];
  return [inMilliseconds(target.label, path, found.definition)];
}

const inMilliseconds = (where: string, path: string, { label }: PropertyDefinition): Finding =>
  warning(
    { code: 'raw_value', target: path },
    {
      message: `${where}: “${label}” is a number of milliseconds.`,
      reason: 'HubSpot stores durations in milliseconds, whatever unit it shows.',
      fix: 'Add the step “as a number” with a factor, or map another property.',
    },
  );

/** The property that a source reads by itself, and what it is. */
function definitionRead(
  context: LintContext,
  source: Extract<Maker['source'], { kind: 'property' }>,
): { definition: PropertyDefinition; kind: PropertyKind } | null {
  const object: RecordObject = 'object' in source ? source.object : 'line_item';
  const definition = definitionOf(context, object, source.property);
  return definition === null ? null : { definition, kind: kindOf(definition, object) };
}
