import type { Source, ValueRule } from '@dealdraft/wire/mapping.ts';
import type { Target } from '@dealdraft/wire/template.ts';

export type SourceKind = Source['kind'];

export const sourceKindNames: Record<SourceKind, string> = {
  property: 'A HubSpot property',
  lineItems: 'Rows from line items',
  lineItemsSum: 'A sum over line items',
  constant: 'Fixed value',
  text: 'Text with property tokens',
  formula: 'A formula',
};

/** What can fill a target: rows only make sense for a table, and a table takes rows or a formula that makes them. */
export const kindsFor = (target: Target | null): SourceKind[] =>
  target?.kind === 'rows'
    ? ['lineItems', 'formula']
    : ['property', 'lineItemsSum', 'constant', 'text', 'formula'];

/** A source as it begins; nothing is filled in that somebody has to choose. */
export const newSource = (kind: SourceKind, target: Target | null): Source => {
  switch (kind) {
    case 'property':
      return { kind, object: 'deal', property: '' };
    case 'lineItems': {
      const columns = (target?.columns ?? []).filter(({ required }) => required);
      const first = columns.length > 0 ? columns : (target?.columns ?? []).slice(0, 1);
      return {
        kind,
        of: 'deal',
        columns: first.map(({ key, required }) => ({
          key,
          source: { kind: 'property', property: '' },
          transforms: [],
          whenMissing: required ? 'stop' : 'blank',
        })),
      };
    }
    case 'lineItemsSum':
      return { kind, of: 'deal', property: 'amount' };
    case 'constant':
      return { kind, value: '' };
    case 'text':
      return { kind, template: '{{deal.dealname}}' };
    case 'formula':
      return { kind, expression: 'deal.amount' };
  }
};

/** A rule for a target that has none. */
export const newRule = (target: Target | null, required: boolean): ValueRule => ({
  source: newSource(target?.kind === 'rows' ? 'lineItems' : 'property', target),
  transforms:
    target?.kind === 'currency'
      ? [{ kind: 'currency', currency: 'deal', rounding: 'half_up' }]
      : target?.kind === 'duration'
        ? [{ kind: 'duration', unit: 'MONTHS' }]
        : target?.kind === 'date'
          ? [{ kind: 'date' }]
          : [],
  whenMissing: required ? 'stop' : 'blank',
});
