import type { AddressRules, CounterpartyRules, SignatoryRules, ValueRule } from '@dealdraft/wire/mapping.ts';
import type { SourceObject } from '@dealdraft/wire/records.ts';
import type { Path } from '../../draft/set-in.ts';

export type SlotView = {
  /** The path of its findings. */
  path: string;
  at: Path;
  label: string;
  required: boolean;
  beginning: ValueRule;
};

const read = (object: SourceObject, property: string, required: boolean): ValueRule => ({
  source: { kind: 'property', object, property },
  transforms: [],
  whenMissing: required ? 'stop' : 'blank',
});

type Row<Key extends string> = readonly [key: Key, label: string, beginning: ValueRule];

const slots =
  (at: Path, path: string, required: readonly string[]) =>
  ([key, label, beginning]: Row<string>): SlotView => ({
    path: `${path}.${key}`,
    at: [...at, key],
    label,
    required: required.includes(key),
    beginning,
  });

const organization: Row<keyof CounterpartyRules>[] = [
  ['organizationName', 'Organization name', read('company', 'name', true)],
  // Every workspace has its own list of types: one is chosen from it, not taken from whatever HubSpot calls a type.
  [
    'organizationType',
    'Organization type',
    { source: { kind: 'constant', value: '' }, transforms: [], whenMissing: 'stop' },
  ],
  ['jurisdiction', 'Jurisdiction', read('company', 'country', false)],
];

const contact: Row<keyof CounterpartyRules['pointOfContact']>[] = [
  ['firstName', 'First name', read('contact', 'firstname', true)],
  ['lastName', 'Last name', read('contact', 'lastname', false)],
  ['email', 'Email', read('contact', 'email', true)],
];

const address: Row<keyof AddressRules>[] = [
  ['lineOne', 'Address line 1', read('company', 'address', true)],
  ['lineTwo', 'Address line 2', read('company', 'address2', false)],
  ['city', 'City', read('company', 'city', true)],
  ['state', 'State or region', read('company', 'state', false)],
  ['zipcode', 'Postal code', read('company', 'zip', false)],
  ['country', 'Country', read('company', 'country', true)],
  ['email', 'Email', read('contact', 'email', false)],
  ['phone', 'Phone', read('company', 'phone', false)],
  ['taxId', 'Tax id', read('company', 'tax_id', false)],
  ['gstNumber', 'GST number', read('company', 'gst_number', false)],
];

const signing: Row<keyof SignatoryRules>[] = [
  [
    'name',
    'Name',
    {
      ...read('contact', 'firstname', true),
      source: { kind: 'text', template: '{{contact.firstname}} {{contact.lastname}}' },
    },
  ],
  ['email', 'Email', read('contact', 'email', true)],
  ['title', 'Job title', read('contact', 'jobtitle', false)],
];

export const organizationSlots = organization.map(
  slots(['counterparty'], 'counterparty', ['organizationName']),
);
export const contactSlots = contact.map(
  slots(['counterparty', 'pointOfContact'], 'counterparty.pointOfContact', ['firstName', 'email']),
);
export const addressSlots = address.map(
  slots(['counterparty', 'address'], 'counterparty.address', ['lineOne', 'city', 'country']),
);
export const signatorySlots = (index: number): SlotView[] =>
  signing.map(slots(['signatories', index], `signatories.${String(index)}`, ['name', 'email']));

/** An address as it begins: what SpotDraft needs, from the company. */
export const newAddress = (): AddressRules => ({
  lineOne: read('company', 'address', true),
  city: read('company', 'city', true),
  zipcode: read('company', 'zip', false),
  country: read('company', 'country', true),
  whenIncomplete: 'leave_out',
});

/** Their side signs with a contact of the deal, ours with the deal's owner. */
export const newSignatory = (role: SignatoryRules['role']): SignatoryRules =>
  role === 'counterparty'
    ? {
        role,
        name: {
          source: { kind: 'text', template: '{{contact.firstname}} {{contact.lastname}}' },
          transforms: [],
          whenMissing: 'stop',
        },
        email: read('contact', 'email', true),
        optional: false,
      }
    : {
        role,
        name: {
          source: { kind: 'text', template: '{{owner.firstName}} {{owner.lastName}}' },
          transforms: [],
          whenMissing: 'stop',
        },
        email: read('owner', 'email', true),
        optional: false,
      };

export const contractSlots: SlotView[] = [
  {
    path: 'contract.name',
    at: ['contractName'],
    label: 'Name of the contract',
    required: false,
    beginning: {
      source: { kind: 'text', template: '{{deal.dealname}}' },
      transforms: [],
      whenMissing: 'stop',
    },
  },
  {
    path: 'contract.entity',
    at: ['entity'],
    label: 'Our signing entity',
    required: false,
    beginning: { source: { kind: 'constant', value: '' }, transforms: [], whenMissing: 'stop' },
  },
];
