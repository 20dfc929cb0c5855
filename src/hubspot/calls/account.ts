import { z } from 'zod';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { HubSpotFailure } from '../transport/failure.ts';
import type { Requests } from '../transport/requests.ts';
import type { Transport } from '../transport/transport.ts';

/** What is known of the account. `uiDomain` begins the links to its records; `timeZone` says when its day ends. */
export type AccountInfo = {
  portalId: number;
  timeZone: string;
  uiDomain: string;
  accountType: string | null;
  currency: string | null;
  additionalCurrencies: string[];
  dataHostingLocation: string | null;
};

const details = z
  .object({
    portalId: z.coerce.number().int(),
    timeZone: z.string().default('UTC'),
    uiDomain: z.string().default('app.hubspot.com'),
    accountType: z.string().nullable().default(null),
    companyCurrency: z.string().nullable().default(null),
    additionalCurrencies: z.array(z.string()).nullish(),
    dataHostingLocation: z.string().nullable().default(null),
  })
  .transform(({ companyCurrency, additionalCurrencies, ...rest }): AccountInfo => ({
    ...rest,
    currency: companyCurrency,
    additionalCurrencies: additionalCurrencies ?? [],
  }));

export const createAccount = (transport: Transport, requests: Requests) => ({
  getAccountInfo: async (): Promise<Result<AccountInfo, HubSpotFailure>> => {
    const request = requests.plain('GET', '/account-info/v3/details');
    const answer = await transport.send({
      operation: 'getAccountInfo',
      effect: 'read',
      request,
      schema: details,
    });
    return answer.ok ? ok(answer.value.value) : answer;
  },
  /** Takes the app off the account: its tokens end with it. */
  uninstall: async (): Promise<Result<void, HubSpotFailure>> => {
    const request = requests.plain('DELETE', '/appinstalls/v3/external-install');
    const answer = await transport.send({
      operation: 'uninstall',
      effect: 'write',
      request,
      schema: z.unknown(),
    });
    return answer.ok ? ok(undefined) : answer;
  },
});
