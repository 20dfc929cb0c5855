import type { Association } from '@dealdraft/wire/mapping.ts';
import type { PlanSource } from '@dealdraft/wire/plan.ts';
import type { CrmRecord, PropertyDefinition, SourceObject } from '@dealdraft/wire/records.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { ok } from '@dealdraft/wire/result.ts';
import { pickRecord } from './pick-record.ts';
import { objectWords, propertyLabel, recordLabel } from './record-label.ts';
import { findProperty, propertyText } from './scope.ts';
import type { Scope } from './scope.ts';
import type { Fault } from '../values/value.ts';

export type PropertyReading = {
  record: CrmRecord;
  /** Null when the property is empty. */
  text: string | null;
  definition: PropertyDefinition | null;
  source: PlanSource;
};
export type PropertyPath = { object: SourceObject; association?: Association | undefined; property: string };

/** One property of the deal or of the record that the association rule picks. */
export function readProperty(scope: Scope, path: PropertyPath): Result<PropertyReading, Fault> {
  const { object, property } = path;
  const definition = findProperty(scope, object, property);
  if (definition === 'gone') return propertyGone(scope, path);
  const picked = pickRecord(scope, object, path.association);
  if (!picked.ok) return picked;
  const { record, because } = picked.value;
  const known = typeof definition === 'string' ? null : definition;
  return ok({
    record,
    text: propertyText(record, property),
    definition: known,
    source: propertySource({ object, record, property, label: propertyLabel(definition, property), because }),
  });
}

type Described = {
  object: SourceObject;
  record: CrmRecord;
  property: string;
  label: string;
  because: string;
};

function propertySource({ object, record, property, label, because }: Described): PlanSource {
  const name = recordLabel(object, record);
  const why = because === '' ? '' : ` (${because})`;
  return {
    kind: 'property',
    object,
    recordId: record.id,
    recordLabel: name,
    property,
    propertyLabel: label,
    text: `${label} of ${objectWords[object][0]} ${name}${why}`,
  };
}

/** How a source reads before, or without, a record. */
export function sourceWords(scope: Scope, { object, property }: PropertyPath): PlanSource {
  const label = propertyLabel(findProperty(scope, object, property), property);
  return {
    kind: 'property',
    object,
    property,
    propertyLabel: label,
    text: `${label} of the ${objectWords[object][0]}`,
  };
}

const propertyGone = (_scope: Scope, { object, property }: PropertyPath): { ok: false; failure: Fault } => ({
  ok: false,
  failure: {
    code: 'property_gone',
    why: `the ${objectWords[object][0]} property “${property}” does not exist any more`,
    fix: 'Ask an admin to map another property.',
  },
});
