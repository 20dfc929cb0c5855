import type { Source } from '@dealdraft/wire/mapping.ts';
import type { Json, PlanLink, PlanSource } from '@dealdraft/wire/plan.ts';
import type { CrmRecord, PropertyDefinition } from '@dealdraft/wire/records.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { formulaFault } from './column-values.ts';
import { formulaDocument } from './formula-document.ts';
import { chosenItems, sumItems } from './line-items.ts';
import { propertyLabel } from '../records/record-label.ts';
import { readProperty, sourceWords } from '../records/read-property.ts';
import { findProperty } from '../records/scope.ts';
import type { Scope } from '../records/scope.ts';
import { fillText } from './text-template.ts';
import { fault, fromJson } from '../values/value.ts';
import type { Fault, Value } from '../values/value.ts';
import { cut } from '@dealdraft/wire/cut.ts';

/** What a source has to say about one deal. `link` is where the value is kept, for looking at it or filling it in. */
export type Reading = {
  value: Value;
  raw: Json;
  source: PlanSource;
  definition: PropertyDefinition | null;
  /** The value is a property's, as HubSpot stores it. */
  isStored: boolean;
  record?: CrmRecord;
  link?: PlanLink;
  /** Why there is no value, where more is known than that the source is empty. */
  empty?: Fault;
};
type SingleSource = Exclude<Source, { kind: 'lineItems' }>;

export function readSource(scope: Scope, source: SingleSource): Result<Reading, Fault> {
  switch (source.kind) {
    case 'constant':
      return ok({
        ...plain(source.value === 0 ? 0 : source.value, describeSource(scope, source)),
        value: fromJson(source.value),
      });
    case 'property':
      return fromProperty(scope, source);
    case 'text':
      return fromText(scope, source);
    case 'lineItemsSum':
      return fromSum(scope, source);
    case 'formula':
      return fromFormula(scope, source);
  }
}

const plain = (raw: Json, source: PlanSource): Omit<Reading, 'value'> => ({
  raw,
  source,
  definition: null,
  isStored: false,
});

function fromProperty(scope: Scope, source: Extract<Source, { kind: 'property' }>): Result<Reading, Fault> {
  const read = readProperty(scope, source);
  if (!read.ok) return read;
  const { text, record, definition, source: words } = read.value;
  const link = { object: source.object, recordId: record.id, property: source.property };
  return ok({ value: text, raw: text, source: words, definition, isStored: true, link, record });
}

function fromText(scope: Scope, source: Extract<Source, { kind: 'text' }>): Result<Reading, Fault> {
  const filled = fillText(scope, source.template);
  if (!filled.ok) return filled;
  const { text, empty } = filled.value;
  const read = { ...plain(text, describeSource(scope, source)), value: text };
  return ok(empty === undefined ? read : { ...read, empty });
}

function fromSum(scope: Scope, source: Extract<Source, { kind: 'lineItemsSum' }>): Result<Reading, Fault> {
  const items = chosenItems(scope, source);
  if (!items.ok) return items;
  const sum = sumItems(scope, items.value, source.property);
  if (!sum.ok) return sum;
  const definition = findProperty(scope, 'line_item', source.property);
  const words = {
    ...describeSource(scope, source),
    propertyLabel: propertyLabel(definition, source.property),
  };
  return ok({ ...plain(sum.value?.toFixed() ?? null, words), value: sum.value });
}

function fromFormula(scope: Scope, source: Extract<Source, { kind: 'formula' }>): Result<Reading, Fault> {
  const parsed = scope.formulas.parse(source.expression);
  if (!parsed.ok) return formulaFault(parsed.failure);
  if (parsed.value.roots.has('item') || parsed.value.roots.has('items')) {
    if (parsed.value.paths.some(({ root }) => root === 'item' || root === 'items'))
      return fault(
        'bad_formula',
        'the formula reads a line item where there is none',
        'Ask an admin to use “lineItems” in it.',
      );
  }
  const document = formulaDocument(scope, parsed.value);
  if (!document.ok) return document;
  const ran = scope.formulas.run(source.expression, document.value, [{}]);
  if (!ran.ok) return formulaFault(ran.failure);
  const result = ran.value[0] ?? null;
  return ok({ ...plain(result as Json, describeSource(scope, source)), value: fromJson(result) });
}

/** A source in words, for lines that never get to a record. */
export function describeSource(scope: Scope, source: Source): PlanSource {
  switch (source.kind) {
    case 'property':
      return sourceWords(scope, source);
    case 'constant':
      return { kind: 'constant', text: 'Fixed value' };
    case 'text':
      return { kind: 'text', text: `Text “${shortened(source.template)}”` };
    case 'formula':
      return { kind: 'formula', text: `Formula ${shortened(source.expression)}` };
    case 'lineItems':
      return { kind: 'lineItems', object: 'line_item', text: `Line items of the ${source.of}` };
    case 'lineItemsSum':
      return {
        kind: 'lineItemsSum',
        object: 'line_item',
        property: source.property,
        text: `Sum of ${source.property} over the line items of the ${source.of}`,
      };
  }
}

const shortened = (text: string): string => cut(text.replace(/\s+/g, ' ').trim(), 80, '…');
