import type { AccountInfo } from '../../../src/hubspot/calls/account.ts';
import type { HubSpotClient } from '../../../src/hubspot/client.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { once, type Made } from '../base/made.ts';
import { blocked, type Outcome } from '../base/outcome.ts';
import type { RawCall } from '../base/raw-call.ts';
import { createRecord, type NewRecord } from './hubspot-records.ts';

type Deal = { id: string; name: string };

export type HubSpotSide = {
  client: HubSpotClient;
  call: RawCall;
  account: AccountInfo;
  made: Made;
  /** Stands in the name of all that this run makes, so that a person can find what was left. */
  mark: string;
  /** One deal that the steps share, made by the first that needs it. */
  deal: () => Promise<Result<Deal, Outcome>>;
  contact: () => Promise<Result<{ id: string }, Outcome>>;
  newDeal: (words: string) => Promise<Result<Deal, Outcome>>;
  newContact: (words: string) => Promise<Result<{ id: string }, Outcome>>;
};

type Given = Pick<HubSpotSide, 'client' | 'call' | 'account' | 'made' | 'mark'>;

export function createHubSpotSide(given: Given): HubSpotSide {
  const { client, mark } = given;
  const firstStage = once(async (): Promise<Result<{ pipeline: string; dealstage: string }, Outcome>> => {
    const pipelines = await client.listDealPipelines();
    if (!pipelines.ok) return blocked(pipelines.failure);
    const [pipeline] = pipelines.value;
    const [stage] = pipeline?.stages ?? [];
    if (pipeline === undefined || stage === undefined)
      return fail({
        result: 'could-not-run',
        why: 'The account has no deal pipeline with a stage. Create one and try again.',
      });
    return ok({ pipeline: pipeline.id, dealstage: stage.id });
  });
  const make = (record: NewRecord) => createRecord(given, record);

  const newDeal = async (words: string): Promise<Result<Deal, Outcome>> => {
    const stage = await firstStage();
    if (!stage.ok) return stage;
    const name = `${mark} ${words}`;
    const properties = { dealname: name, amount: '100', ...stage.value };
    const deal = await make({ type: 'deals', name, properties, searchBy: 'dealname' });
    return deal.ok ? ok({ id: deal.value.id, name }) : deal;
  };
  const newContact = (words: string) => {
    const email = `${`${mark} ${words}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}@example.com`;
    const properties = { email, firstname: 'Rehearsal', lastname: words };
    return make({ type: 'contacts', name: email, properties, searchBy: 'email' });
  };
  return {
    ...given,
    newDeal,
    newContact,
    deal: once(() => newDeal('shared deal')),
    contact: once(() => newContact('shared contact')),
  };
}
