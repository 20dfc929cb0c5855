import { describe, expect, it } from 'vitest';
import { seedState } from '../../../sandbox/spotdraft/seed/seed.ts';
import { checkContractData } from '../../../sandbox/spotdraft/validate/contract-data.ts';
import { minimalData } from '../../../scripts/rehearse/parts/minimal-data.ts';
import { templateMetadata } from '../../../src/spotdraft/answers/workspace.ts';

describe('the least that a template takes', () => {
  it.each(seedState().workspaces.uat.templates.map((template) => [template.name, template] as const))(
    'is taken by %s',
    (_name, template) => {
      const read = templateMetadata.parse({ attributes: template.attributes, counter_party_kind: 'Both' });
      const data = minimalData(read);
      expect(checkContractData(template, data)).toBeUndefined();
      const required = template.attributes.filter(
        ({ variable, required: needed }) => needed && !variable.includes('.'),
      );
      expect(Object.keys(data)).toEqual(expect.arrayContaining(required.map(({ variable }) => variable)));
    },
  );
});
