import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import { isNumeric, kindOf } from '../records/property-kind.ts';
import { definitionOf, error, warning } from './context.ts';
import type { LintContext } from './context.ts';
import type { Maker, Place } from './maker.ts';

const counting = ['sum', 'min', 'max', 'average'] as const;

/** What is added up, compared or averaged over line items is a number. */
export function lintNumbers(context: LintContext, { source }: Maker, place: Place): Finding[] {
  const name = countedProperty(source);
  const definition = name === null ? null : definitionOf(context, 'line_item', name);
  return definition === null || isNumeric(kindOf(definition, 'line_item'))
    ? []
    : [notANumber(definition, place)];
}

function countedProperty(source: Maker['source']): string | null {
  if (source.kind === 'lineItemsSum') return source.property;
  if (source.kind !== 'property' || !('aggregate' in source)) return null;
  return counting.some((each) => each === source.aggregate) ? source.property : null;
}

/** Text may happen to hold numbers, and then works: what is certain to fail is an error, what may fail is a warning. */
function notANumber({ label, type }: PropertyDefinition, { path, target }: Place): Finding {
  const mayBe = type === 'string';
  const say = mayBe ? warning : error;
  return say(
    { code: 'not_a_number', target: path },
    {
      message: `${target.label}: the line item property “${label}” is not a number.`,
      reason: mayBe
        ? 'It is text in HubSpot: a line item with anything but digits in it stops the contract.'
        : `It is of the type ${type}, which cannot be added up or compared by size.`,
      fix: 'Choose a number property.',
    },
  );
}
