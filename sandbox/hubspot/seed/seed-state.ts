import { createRandom } from '../../kit/random.ts';
import type { Core } from '../state/core.ts';
import { createFaultPlan } from '../state/faults.ts';
import type { ObjectName, Portal, SandboxState, Token, User } from '../state/model.ts';
import { hubspotAssociationTypes, userLabels } from '../schema/association-types.ts';
import { setRules } from '../records/property-rules.ts';
import { dealGroups, dealProperties } from '../schema/deal-properties.ts';
import { otherGroups, otherProperties } from '../schema/other-properties.ts';
import { accessTokens, appScopes, northwindPortalId, secondPortalId } from '../state/accounts.ts';
import { northwindDeals, secondPortalDeals } from './deals.ts';
import { mergeTwins, oddDeals } from './odd-deals.ts';
import { northwindUsers, owners, secondUsers } from './people.ts';
import { newBusiness, renewals } from './pipelines.ts';
import { propertyRules } from './property-rules.ts';
import { plantDeals } from './plant-deals.ts';

/** When the seeded records were made: long enough ago for search to know them. */
export const seededAt = new Date('2026-10-01T08:00:00.000Z');

/** The state with which the sandbox begins, and to which a reset returns. */
export function seedState(): SandboxState {
  const state: SandboxState = {
    portals: new Map(),
    tokens: new Map(),
    refreshTokens: new Map(),
    codes: new Map(),
    webhooks: { targetUrl: null, maxConcurrentRequests: 10, subscriptions: [] },
    deliveries: [],
    counters: {},
  };
  const northwind = createPortal({
    portalId: northwindPortalId,
    name: 'Northwind Robotics',
    domain: 'northwind-robotics.example',
    currency: 'EUR',
    additionalCurrencies: ['USD', 'GBP', 'JPY', 'KWD'],
    timeZone: 'Europe/Berlin',
    users: northwindUsers(),
    firstOwner: 610001,
    left: 'Gustav Ferrer',
  });
  const second = createPortal({
    portalId: secondPortalId,
    name: 'Fjordlight',
    domain: 'fjordlight.example',
    currency: 'DKK',
    additionalCurrencies: ['EUR'],
    timeZone: 'Europe/Copenhagen',
    users: secondUsers(),
    firstOwner: 620001,
  });
  for (const portal of [northwind, second]) {
    state.portals.set(portal.portalId, portal);
    const token = privateToken(portal);
    state.tokens.set(token.token, token);
  }
  const core = quietCore(state);
  plantDeals(core, northwind, [...northwindDeals, ...oddDeals]);
  mergeTwins(core, northwind);
  plantDeals(core, second, secondPortalDeals);
  setRules(northwind, { ...propertyRules, enforced: false });
  setRules(second, { ...propertyRules, enforced: true });
  return state;
}

interface PortalInput {
  portalId: number;
  name: string;
  domain: string;
  currency: string;
  additionalCurrencies: string[];
  timeZone: string;
  users: User[];
  firstOwner: number;
  left?: string;
}

function createPortal({ users, firstOwner, left, ...input }: PortalInput): Portal {
  const currencies = [input.currency, ...input.additionalCurrencies];
  return {
    ...input,
    dataHostingLocation: 'eu1',
    users,
    owners: owners(users, firstOwner, left),
    pipelines: [newBusiness(), renewals()],
    properties: { ...otherProperties(currencies), deals: dealProperties(currencies) },
    groups: structuredClone<Record<ObjectName, Portal['groups']['deals']>>({
      ...otherGroups,
      deals: dealGroups,
    }),
    records: new Map(),
    associations: new Map(),
    associationTypes: [
      ...hubspotAssociationTypes(),
      ...userLabels([
        ['Signatory', 'contacts', 1101],
        ['Billing contact', 'contacts', 1103],
        ['Legal contact', 'contacts', 1105],
        ['Parent company', 'companies', 1111],
      ]),
    ],
    files: new Map(),
    enrolments: [],
    lockedUntil: {},
    readOnlyDeals: [],
    installed: true,
  };
}

const privateToken = (portal: Portal): Token => ({
  token: accessTokens[portal.portalId] ?? '',
  kind: 'private',
  portalId: portal.portalId,
  userId: portal.users[0]?.id ?? 0,
  scopes: [...appScopes],
  expiresAt: null,
  refreshToken: null,
  revoked: false,
});

/** Writes without anybody being told, at the time of the seed. */
export const quietCore = (state: SandboxState, now = seededAt): Core => ({
  state,
  random: createRandom(1),
  faults: createFaultPlan(1),
  now: () => now,
  origin: () => '',
  appOrigin: () => '',
  publicAppOrigin: () => '',
  extensionsDir: '',
  publish: () => undefined,
  changed: () => undefined,
});
