import { mapping as mappingSchema } from '@dealdraft/wire/mapping.ts';
import type { Mapping, MappingInput } from '@dealdraft/wire/mapping.ts';
import type { Template } from '@dealdraft/wire/template.ts';
import { suggestRules } from './suggest.ts';
import type { SuggestInput } from './suggest.ts';

type ValueInput = NonNullable<MappingInput['contractName']>;

/** A first draft of a whole mapping: the suggested rules, and a counterparty made of HubSpot's standard properties. */
export function suggestMapping({ template, properties }: SuggestInput & { template: Template }): Mapping {
  const kind = template.counterpartyKind === 'Individual' ? 'individual' : 'organisation';
  const read = (object: 'company' | 'contact', property: string): ValueInput => ({
    source: { kind: 'property', object, property },
  });
  const optional = (property: string): ValueInput => ({ ...read('company', property), whenMissing: 'blank' });
  return mappingSchema.parse({
    formatVersion: 1,
    contractData: suggestRules({ template, properties }).map(({ rule }) => rule),
    counterparty: {
      kind,
      ...(kind === 'individual' ? {} : organization()),
      pointOfContact: {
        firstName: read('contact', 'firstname'),
        lastName: { ...read('contact', 'lastname'), whenMissing: 'blank' },
        email: read('contact', 'email'),
      },
    },
  } satisfies MappingInput);

  function organization(): Pick<MappingInput['counterparty'], 'organizationName' | 'address'> {
    return {
      organizationName: read('company', 'name'),
      address: {
        lineOne: read('company', 'address'),
        lineTwo: optional('address2'),
        city: read('company', 'city'),
        state: optional('state'),
        zipcode: optional('zip'),
        country: read('company', 'country'),
        whenIncomplete: 'leave_out',
      },
    };
  }
}
