import { afterAll, beforeAll, beforeEach } from 'vitest';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { startSpotDraftSandbox, type SpotDraftSandbox } from '../../../sandbox/spotdraft/start.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import type { SpotDraftClientOptions } from '../../../src/spotdraft/client.ts';
import { toCreateBody, type NewContract } from '../../../src/spotdraft/calls/create-body.ts';
import type { SpotDraftFailure } from '../../../src/spotdraft/transport/failure.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { startClient } from './raw-server.ts';

export let sandbox: SpotDraftSandbox;

/** One sandbox for the tests of the file that calls it, seeded anew before each. */
export function useSandbox(): void {
  beforeAll(async () => {
    sandbox = await startSpotDraftSandbox({ rateLimitPerSecond: 10_000 });
  });
  afterAll(() => sandbox.close());
  beforeEach(() => sandbox.control.reset());
}

export const connect = (options: Partial<SpotDraftClientOptions> = {}) => {
  const { clientId, clientSecret } = sandboxCredentials.uat;
  return startClient(`${sandbox.origin}/api/`, {
    clientId,
    clientSecret: new Secret(clientSecret),
    timeoutMs: 10_000,
    createTimeoutMs: 10_000,
    ...options,
  });
};

export const value = async <Value>(answer: Promise<Result<Value, SpotDraftFailure>>): Promise<Value> => {
  const result = await answer;
  if (!result.ok) throw new Error(result.failure.text.log);
  return result.value;
};
export const failure = async (
  answer: Promise<Result<unknown, SpotDraftFailure>>,
): Promise<SpotDraftFailure> => {
  const result = await answer;
  if (result.ok) throw new Error('It was taken.');
  return result.failure;
};

export const signatoryEmail = 'j.mueller@kunde.example';
export const money = (amount: number) => ({ type: 'EUR', value: amount });
export const newContract = (change: Partial<NewContract> = {}): NewContract => ({
  templateId: 1204,
  contractName: 'Order Form – Müller & Söhne',
  contractData: {
    customer_name: 'Müller & Söhne GmbH',
    order_start_date: '2026-12-01',
    subscription_term: { type: 'MONTHS', value: 24, days: 730 },
    billing_frequency: 'annual',
    payment_terms_days: 30,
    products: [{ product_name: 'Seat', quantity: 10, unit_price: money(49.5), line_total: money(495) }],
    order_total: money(495),
    auto_renewal: false,
  },
  entityReferenceId: 'NW-DE',
  counterparties: [
    {
      isIndividual: false,
      organizationName: 'Müller & Söhne GmbH',
      organizationType: 'GmbH',
      pointOfContact: { firstName: 'Jürgen', lastName: 'Müller', email: signatoryEmail },
      jurisdictionIsoCode: 'DE',
      address: {
        lineOne: 'Hauptstr. 1',
        city: 'Köln',
        zipcode: '50667',
        country: 'Germany',
        countryIsoCode: 'DE',
      },
    },
  ],
  signatories: [
    {
      isCounterparty: true,
      name: 'Jürgen Müller',
      email: signatoryEmail,
      counterpartyName: 'Müller & Söhne GmbH',
    },
  ],
  workflowConfig: {},
  externalMetadata: {
    id: 'hubspot-deal-1',
    integrationName: 'HubSpot',
    recordType: 'Deal',
    recordData: { portal_id: '1', request_id: 'r1' },
  },
  ...change,
});
type Client = ReturnType<typeof connect>['client'];
export const create = (client: Client, change: Partial<NewContract> = {}) =>
  value(client.createContract(toCreateBody(newContract(change))));
