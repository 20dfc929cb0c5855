import type { Transform } from '@dealdraft/wire/mapping.ts';
import type { TargetKind } from '@dealdraft/wire/template.ts';
import type { PropertyKind } from '../records/property-kind.ts';

/** The steps that turn a kind of property into what a target takes, as suggestions and the documentation have them. */
export function usualSteps(target: TargetKind, kind: PropertyKind): Transform[] {
  switch (target) {
    case 'date':
      return [{ kind: 'date' }];
    case 'datetime':
      return [{ kind: 'datetime', zone: 'utc' }];
    case 'currency':
      return [{ kind: 'currency', currency: 'deal', rounding: 'half_up' }];
    case 'duration':
      return [{ kind: 'duration', unit: 'MONTHS' }];
    case 'boolean':
      return [{ kind: 'boolean' }];
    case 'text':
      if (kind === 'choice' || kind === 'choices') return [{ kind: 'optionLabel' }];
      return kind === 'datetime' ? [{ kind: 'date' }] : [];
    default:
      return [];
  }
}
