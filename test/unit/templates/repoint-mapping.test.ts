import { describe, expect, it } from 'vitest';
import { repointMapping, type Side } from '../../../src/features/templates/copy/repoint-mapping.ts';
import { emptyMapping } from '../../../src/features/templates/read/mapping-state.ts';
import type { Mapping, ValueRule } from '@dealdraft/wire/mapping.ts';
import type { Template } from '@dealdraft/wire/template.ts';

const template = (variables: Record<string, string>, contractTypeId: number): Template => ({
  id: contractTypeId,
  name: 'Order Form',
  contractTypeId,
  counterpartyKind: 'Organisation',
  attributes: Object.entries(variables).map(([variable, label]) => ({
    variable,
    label,
    type: 'TEXT',
    required: false,
  })) as unknown as Template['attributes'],
});
const constant = (value: string): ValueRule => ({
  source: { kind: 'constant', value },
  transforms: [],
  whenMissing: 'stop',
});
const from: Side = {
  template: template({ total: 'Total', notice: 'Notice period', old: 'Old clause' }, 1),
  names: {
    entities: [{ name: 'Northwind Inc.', referenceId: 'UAT-1' }],
    organizationTypes: ['Limited Liability Company'],
    contractTypes: [{ id: 1, name: 'Sales' }],
  },
};
const to: Side = {
  template: template({ total: 'Total', notice_days: 'Notice period' }, 2),
  names: {
    entities: [{ name: 'northwind inc. ', referenceId: 'PROD-7' }],
    organizationTypes: ['Limited liability company'],
    contractTypes: [{ id: 2, name: 'sales' }],
  },
};
const base = emptyMapping(from.template);
const mapping: Mapping = {
  ...base,
  entity: constant('UAT-1'),
  counterparty: { ...base.counterparty, organizationType: constant('Limited Liability Company') },
  contractData: ['total', 'notice', 'old'].map((target) => ({ target, ...constant('x') })),
};

describe('a mapping that goes to another workspace', () => {
  it('points to the same names there, and lists what has no counterpart', () => {
    const moved = repointMapping(mapping, from, to);
    expect(moved.mapping.contractData.map(({ target }) => target)).toEqual(['total', 'notice_days', 'old']);
    expect(moved.mapping.entity?.source).toEqual({ kind: 'constant', value: 'PROD-7' });
    expect(moved.mapping.counterparty.organizationType?.source).toEqual({
      kind: 'constant',
      value: 'Limited liability company',
    });
    expect(moved.repointed.map(({ what }) => what).sort()).toEqual([
      'entity',
      'organization type',
      'variable',
    ]);
    expect(moved.unmatched).toMatchObject([{ what: 'variable', target: 'old' }]);
    expect(moved.unmatched[0]?.message).toContain('“Old clause”');
  });
  it('says each thing that the other side does not know, and leaves it as it was', () => {
    const bare: Side = {
      template: template({ total: 'Total', notice: 'Notice period', old: 'Old clause' }, 9),
      names: { entities: [], organizationTypes: [], contractTypes: [] },
    };
    const moved = repointMapping(mapping, from, bare);
    expect(moved.mapping.entity).toEqual(mapping.entity);
    expect(moved.unmatched.map(({ what }) => what).sort()).toEqual([
      'contract type',
      'entity',
      'organization type',
    ]);
    for (const { message } of moved.unmatched) expect(message).toMatch(/\.$/);
  });
});
