import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { startSpotDraftSandbox } from '../../../sandbox/spotdraft/start.ts';
import type { SpotDraftSandbox, SpotDraftSandboxOptions } from '../../../sandbox/spotdraft/start.ts';
import { activities } from '../../../sandbox/spotdraft/webhooks/activities.ts';

/** A folder that is gone after the test, and after everything that may still write to it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'spotdraft-sandbox-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Tests that are not about the rate limit run without it. */
export async function startSandbox(options: SpotDraftSandboxOptions = {}): Promise<SpotDraftSandbox> {
  const sandbox = await startSpotDraftSandbox({ rateLimitPerSecond: 10_000, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

export interface Answer {
  status: number;
  // Bodies are looked into freely; a wrong guess fails the test.
  body: never;
  text: string;
  headers: Headers;
}

export const credentials = (workspace: 'uat' | 'production' = 'uat'): Record<string, string> => ({
  'client-id': sandboxCredentials[workspace].clientId,
  'client-secret': sandboxCredentials[workspace].clientSecret,
});

/** One call to the public API; `path` is what follows `/api/v2.1/public/`. */
export async function call(
  sandbox: { origin: string },
  request: string,
  body?: unknown,
  headers: Record<string, string> = credentials(),
): Promise<Answer> {
  const [method = 'GET', path = ''] = request.split(' ');
  const answer = await fetch(`${sandbox.origin}/api/v2.1/public/${path}`, {
    method,
    redirect: 'manual',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(8000),
  });
  const text = await answer.text();
  const json = answer.headers.get('content-type')?.includes('json') === true;
  return {
    status: answer.status,
    text,
    headers: answer.headers,
    body: (json ? JSON.parse(text) : undefined) as never,
  };
}

interface ReceivedCall {
  body: string;
  headers: IncomingHttpHeaders;
  event: {
    activity: string;
    contract_id?: number;
    contract_status?: string;
    activity_data: { timestamp: string; performed_by: { name: string } };
  };
}

export interface Receiver {
  url: string;
  calls: ReceivedCall[];
  activities(): string[];
  /** What to answer; 200 until set. `never` keeps the caller waiting. */
  answer: number | 'never';
}

/** A webhook receiver that keeps what it is sent. */
export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      receiver.calls.push({
        body,
        headers: request.headers,
        event: JSON.parse(body) as ReceivedCall['event'],
      });
      if (receiver.answer !== 'never') response.writeHead(receiver.answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    calls: [],
    activities: () => receiver.calls.map((one) => one.event.activity),
    answer: 200,
  };
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return receiver;
}

export async function subscribe(
  sandbox: SpotDraftSandbox,
  receiver: Receiver,
  only: readonly string[] = activities,
): Promise<number> {
  const answer = await call(sandbox, 'POST webhooks/', {
    title: 'Test',
    url: receiver.url,
    only_for_activities: only,
  });
  return (answer.body as { id: number }).id;
}

const organization = {
  is_individual: false,
  organization_type: 'GmbH',
  organization_name: 'Müller & Söhne GmbH',
  poc_details: { first_name: 'Jürgen', last_name: 'Müller', email: 'j.mueller@kunde.example' },
  organization_details: {
    jurisdiction_iso_code: 'DE',
    address: { line_one: 'Hauptstr. 1', city: 'Köln', zipcode: '50667', country_iso_code: 'DE' },
  },
};

/** A create request for the UAT order form that the sandbox takes. */
export const orderForm = (changes: Record<string, unknown> = {}, data: Record<string, unknown> = {}) => ({
  contract_template_id: 1204,
  contract_data: {
    customer_name: 'Müller & Söhne GmbH',
    order_start_date: '2026-12-01',
    subscription_term: { type: 'MONTHS', value: 24, days: 730 },
    billing_frequency: 'annual',
    payment_terms_days: 30,
    products: [
      {
        product_name: 'Platform seat',
        quantity: 10,
        unit_price: { type: 'EUR', value: 49.5 },
        line_total: { type: 'EUR', value: 495 },
      },
    ],
    order_total: { type: 'EUR', value: 495 },
    auto_renewal: false,
    ...data,
  },
  counter_party_details: [organization],
  external_metadata: {
    id: 'hubspot-deal-1',
    integration_name: 'HubSpot',
    record_type: 'Deal',
    record_data: { request_id: 'r1' },
  },
  ...changes,
});

/** The same for the master agreement, which needs an approval before signature. */
export const masterAgreement = () => ({
  ...orderForm(),
  contract_template_id: 1205,
  contract_data: {
    effective_date: '2026-12-01',
    customer_name: 'Müller & Söhne GmbH',
    governing_law: 'germany',
    liability_cap: { type: 'EUR', value: 100_000 },
    initial_term: { type: 'YEARS', value: 2 },
    payment_terms_days: 30,
    auto_renewal: false,
  },
});

export interface Created {
  id: string;
  contract_id: number;
}

export const create = async (sandbox: SpotDraftSandbox, body: unknown = orderForm()): Promise<Created> =>
  (await call(sandbox, 'POST contracts/', body)).body as Created;

/** A contract taken all the way to signature. */
export async function createSigned(sandbox: SpotDraftSandbox): Promise<Created> {
  const contract = await create(sandbox);
  sandbox.control.act({ contractId: contract.contract_id, action: 'mark' });
  sandbox.control.act({ contractId: contract.contract_id, action: 'sign-all' });
  return contract;
}
