import { dataProcessing } from './data-processing.ts';
import { masterAgreement } from './master-agreement.ts';
import { mutualNda } from './mutual-nda.ts';
import { orderForm } from './order-form.ts';
import { renewalAmendment } from './renewal-amendment.ts';
import type { TemplateDefinition } from '../state/attribute.ts';
import type { Country, Entity, SandboxState, User, Workspace, WorkspaceName } from '../state/model.ts';

/** The two workspaces' credentials: fixed, so that a demo needs no set-up, and plainly not real. */
export const sandboxCredentials: Record<
  WorkspaceName,
  { clientId: string; clientSecret: string; hmacKey: string }
> = {
  uat: {
    clientId: 'sd-sandbox-uat-client',
    clientSecret: 'sd-sandbox-uat-secret',
    hmacKey: Buffer.from('sandbox uat hmac key, sixty-four bytes long, and not a secret!!!').toString(
      'base64',
    ),
  },
  production: {
    clientId: 'sd-sandbox-production-client',
    clientSecret: 'sd-sandbox-production-secret',
    hmacKey: Buffer.from('sandbox production hmac key of sixty-four bytes, not a secret!!!').toString(
      'base64',
    ),
  },
};

const country = (id: number, name: string, code2: string): Country => ({ id, name, code2 });
const countries = {
  us: country(233, 'United States', 'US'),
  gb: country(77, 'United Kingdom', 'GB'),
  de: country(57, 'Germany', 'DE'),
  in: country(101, 'India', 'IN'),
};

const blueprints = [orderForm, masterAgreement, dataProcessing, mutualNda, renewalAmendment];
const contractTypeNames = [...new Set([...blueprints.map((one) => one.contractType), 'Vendor Agreement'])];

/** Every number of the production workspace differs from its UAT twin; the names are the same. */
const firstNumber: Record<WorkspaceName, number> = { uat: 1200, production: 7400 };

export function seedWorkspaces(): Record<WorkspaceName, Workspace> {
  return { uat: seedWorkspace('uat'), production: seedWorkspace('production') };
}

function seedWorkspace(name: WorkspaceName): Workspace {
  const first = firstNumber[name];
  const users = seedUsers(first);
  const contractTypes = contractTypeNames.map((typeName, index) => ({
    id: first / 10 + index + 15,
    name: typeName,
  }));
  const templates = blueprints.map(({ contractType, ...blueprint }, index): TemplateDefinition => ({
    ...structuredClone(blueprint),
    id: first + 4 + index,
    contractTypeId: contractTypes.find((one) => one.name === contractType)?.id ?? 0,
    archived: false,
  }));
  return {
    ...sandboxCredentials[name],
    name,
    id: first / 100 + 1,
    title: name === 'uat' ? 'Northwind Cloud (UAT)' : 'Northwind Cloud',
    users,
    credentialUserId: users[0]?.id ?? 0,
    legalUserId: users[1]?.id ?? 0,
    entities: seedEntities(first),
    organizationTypes: seedOrganizationTypes(first),
    contractTypes,
    templates,
    counterParties: [],
    webhooks: [],
  };
}

function seedUsers(first: number): User[] {
  const role = (id: number, name: string) => ({
    id: first + id,
    name,
    description: `${name} of the workspace`,
  });
  const user = (
    offset: number,
    name: string,
    email: string,
    rest: Omit<User, 'id' | 'name' | 'email' | 'isActive'>,
  ): User => ({
    id: first * 10 + offset,
    name,
    email,
    isActive: true,
    ...rest,
  });
  const users = [
    user(1, 'Ines Admin', 'ines.admin@northwind.example', {
      designation: 'Systems administrator',
      roles: [role(1, 'Admin')],
      developerSettings: true,
    }),
    user(2, 'Lena Vogt', 'lena.vogt@northwind.example', {
      designation: 'General counsel',
      roles: [role(2, 'Legal')],
      developerSettings: false,
    }),
    user(3, 'Omar Haddad', 'omar.haddad@northwind.example', {
      designation: 'Deal desk',
      roles: [role(3, 'Finance')],
      developerSettings: false,
    }),
    user(4, 'Sofia Rossi', 'sofia.rossi@northwind.example', {
      designation: 'Account executive',
      roles: [role(4, 'Sales')],
      developerSettings: false,
    }),
    user(5, 'Piet de Vries', 'piet.devries@northwind.example', {
      designation: 'Account executive',
      roles: [role(4, 'Sales')],
      developerSettings: false,
    }),
  ];
  return users.map((one) => (one.name === 'Piet de Vries' ? { ...one, isActive: false } : one));
}

function seedEntities(first: number): Entity[] {
  const entity = (offset: number, fields: Omit<Entity, 'id' | 'isPrimary'>): Entity => ({
    id: first + 50 + offset,
    isPrimary: offset === 1,
    ...fields,
  });
  const ceo = {
    name: 'Maya Lindqvist',
    email: 'maya.lindqvist@northwind.example',
    title: 'Chief executive officer',
  };
  const cfo = {
    name: 'Tomás Ferreira',
    email: 'tomas.ferreira@northwind.example',
    title: 'Chief financial officer',
  };
  return [
    entity(1, {
      name: 'Northwind Cloud, Inc.',
      referenceId: 'NW-US',
      jurisdiction: countries.us,
      organizationType: { id: 11, name: 'Corporation' },
      address: {
        id: first + 1,
        lineOne: '548 Market Street',
        city: 'San Francisco',
        state: 'CA',
        zipcode: '94104',
        country: countries.us,
      },
      signatory: ceo,
    }),
    entity(2, {
      name: 'Northwind Cloud GmbH',
      referenceId: 'NW-DE',
      jurisdiction: countries.de,
      organizationType: { id: 13, name: 'GmbH' },
      address: {
        id: first + 2,
        lineOne: 'Torstraße 49',
        city: 'Berlin',
        state: 'Berlin',
        zipcode: '10119',
        country: countries.de,
      },
      signatory: cfo,
    }),
    entity(3, {
      name: 'Northwind Cloud Ltd',
      referenceId: 'NW-UK',
      jurisdiction: countries.gb,
      organizationType: { id: 12, name: 'Private limited company' },
      address: {
        id: first + 3,
        lineOne: '1 Finsbury Avenue',
        city: 'London',
        state: '',
        zipcode: 'EC2M 2PF',
        country: countries.gb,
      },
      signatory: cfo,
    }),
  ];
}

const seedOrganizationTypes = (first: number) =>
  [
    { name: 'Corporation', jurisdiction: countries.us },
    { name: 'Limited liability company', jurisdiction: countries.us },
    { name: 'Private limited company', jurisdiction: countries.gb },
    { name: 'GmbH', jurisdiction: countries.de },
    { name: 'AG', jurisdiction: countries.de },
    { name: 'Private limited company (India)', jurisdiction: countries.in },
    { name: 'Company', jurisdiction: countries.us },
  ].map((one, index) => ({ id: first + 70 + index, ...one }));

/** A fresh sandbox: two workspaces, no contracts. */
export const seedState = (): SandboxState => ({
  workspaces: seedWorkspaces(),
  contracts: new Map(),
  deliveries: [],
  counters: {},
});
