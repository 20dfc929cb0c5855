import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { RecordObject } from '@dealdraft/wire/records.ts';
import { objectWords } from '../records/record-label.ts';
import { propertyUses } from '../sources/required-properties.ts';
import type { PropertyUse } from '../sources/required-properties.ts';
import { definitionOf, error, ownerProperties, warning } from './context.ts';
import type { LintContext } from './context.ts';

/** Every property that the mapping reads exists. Objects whose properties were not read are not judged. */
export function lintProperties(context: LintContext): Finding[] {
  const seen = new Set<string>();
  return propertyUses(context.mapping).flatMap(({ path, use }): Finding[] => {
    const key = `${path} ${use.object} ${use.property}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return lintUse(context, path, use);
  });
}

function lintUse(context: LintContext, path: string, { object, property }: PropertyUse): Finding[] {
  if (object === 'owner')
    return ownerProperties.includes(property)
      ? []
      : [missing(path, { object, property }, `Owners have ${ownerProperties.join(', ')}.`)];
  const known = context.properties[object];
  if (known === undefined || known.length === 0 || property === 'hs_object_id') return [];
  const definition = definitionOf(context, object, property);
  if (definition === null)
    return [missing(path, { object, property }, 'It was renamed or deleted in HubSpot.')];
  if (definition.archived) return [missing(path, { object, property }, 'It was archived in HubSpot.')];
  if (!definition.hidden) return [];
  return [
    warning(
      { code: 'property_hidden', target: path },
      {
        message: `The ${word(object)} property “${definition.label}” is hidden in HubSpot.`,
        reason: 'Sellers cannot see or fill it on the record.',
        fix: 'Show it in HubSpot, or map another property.',
      },
    ),
  ];
}

const word = (object: RecordObject): string => objectWords[object][0];

const missing = (target: string, { object, property }: PropertyUse, reason: string): Finding =>
  error(
    { code: 'property_missing', target },
    {
      message: `The ${word(object)} property “${property}” does not exist.`,
      reason,
      fix: 'Map another property.',
    },
  );
