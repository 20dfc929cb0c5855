import { toCreateBody } from '../../../src/spotdraft/calls/create-body.ts';
import type { SpotDraftClient } from '../../../src/spotdraft/client.ts';
import { parseContractId, type ContractId } from '../../../src/spotdraft/answers/ids.ts';
import type { PlannedSignatory } from '@dealdraft/wire/plan.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { Listener } from '../base/listener.ts';
import { once, type Made } from '../base/made.ts';
import { blocked, couldNotRun, type Outcome } from '../base/outcome.ts';
import { at, messageIn, type RawCall } from '../base/raw-call.ts';
import { usableTemplate, type TemplateWish, type Usable } from './spotdraft-template.ts';
import { registerWebhook, type Registered } from './spotdraft-webhook.ts';
import { voidContract } from './void-contract.ts';

export type NewContract = {
  id: ContractId;
  /** The key under which it's looked up. */
  externalId: string;
  name: string;
  usable: Usable;
};

export type SpotDraftSide = {
  client: SpotDraftClient;
  call: RawCall;
  made: Made;
  mark: string;
  template: () => Promise<Result<Usable, Outcome>>;
  /** One draft that the steps share, made by the product's own client. */
  contract: () => Promise<Result<NewContract, Outcome>>;
  newContract: (
    words: string,
    signatories?: (usable: Usable) => PlannedSignatory[],
  ) => Promise<Result<NewContract, Outcome>>;
  /** One registration that the steps share. */
  webhook: (listener: Listener) => Promise<Result<Registered, Outcome>>;
  /** A contract by the bare API, with its answer as it came. */
  newContractRaw: (words: string) => Promise<Result<NewContract & { answer: unknown }, Outcome>>;
};

type Given = Pick<SpotDraftSide, 'client' | 'call' | 'made' | 'mark'> & { wish: TemplateWish };

export function createSpotDraftSide({ wish, ...given }: Given): SpotDraftSide {
  const { client, call, made, mark } = given;
  const template = once(() => usableTemplate(client, wish));

  const create = async (
    words: string,
    signatories: (usable: Usable) => PlannedSignatory[],
    post: (body: string) => Promise<Result<{ id: ContractId; answer: unknown }, Outcome>>,
  ): Promise<Result<NewContract & { answer: unknown }, Outcome>> => {
    const usable = await template();
    if (!usable.ok) return usable;
    const { data, counterparty } = usable.value;
    const name = `${mark} ${words}`;
    const externalId = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    const body = toCreateBody({
      templateId: usable.value.template.id,
      contractName: name,
      contractData: data,
      counterparties: [counterparty],
      signatories: signatories(usable.value),
      workflowConfig: {},
      externalMetadata: {
        id: externalId,
        integrationName: 'HubSpot',
        recordType: 'Deal',
        recordData: { rehearsal: words },
      },
    });
    return made.create({
      what: (one) => `SpotDraft contract${one === null ? '' : ` ${one.id.composite}`} “${name}”`,
      make: async () => {
        const answer = await post(body);
        return answer.ok ? ok({ ...answer.value, externalId, name, usable: usable.value }) : answer;
      },
      remove: ({ id }) => voidContract(client, id),
      find: async () => {
        const found = await client.findByExternalId(externalId);
        if (!found.ok) return fail(found.failure.text.admin);
        return ok(
          found.value.map(({ id }) => ({ id, externalId, name, usable: usable.value, answer: null })),
        );
      },
    });
  };

  const newContract: SpotDraftSide['newContract'] = (words, signatories = () => []) =>
    create(words, signatories, async (body) => {
      const answer = await client.createContract(body);
      return answer.ok ? ok({ id: answer.value.id, answer: null }) : blocked(answer.failure);
    });
  let webhook: (() => Promise<Result<Registered, Outcome>>) | null = null;
  return {
    ...given,
    template,
    webhook: (listener) => {
      webhook ??= once(() => registerWebhook(given, listener));
      return webhook();
    },
    newContract,
    contract: once(() => newContract('shared contract')),
    newContractRaw: (words) =>
      create(
        words,
        () => [],
        async (body) => {
          const json: unknown = JSON.parse(body);
          const answer = await call({
            method: 'POST',
            path: '/api/v2.1/public/contracts/',
            json,
            takes: [400],
          });
          if (!answer.ok) return answer;
          const id = parseContractId(String(at(answer.value.json, 'id')));
          return id === null
            ? fail(couldNotRun(`SpotDraft refused to create the contract: ${messageIn(answer.value.json)}`))
            : ok({ id, answer: answer.value.json });
        },
      ),
  };
}
