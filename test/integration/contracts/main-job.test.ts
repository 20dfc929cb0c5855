import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { DealView, GenerateView, PlanView, TemplatesView } from '@dealdraft/wire/card.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => world.stop());

const generate = async (dealName: string, templateName: string) => {
  const dealId = world.dealId(dealName);
  const { templates } = await world.cardOk<TemplatesView>('GET', `/api/card/deals/${dealId}/templates`);
  const template = templates.find(({ name }) => name === templateName);
  if (template === undefined) throw new Error(`no template ${templateName}`);
  const plan = await world.cardOk<PlanView>('POST', `/api/card/deals/${dealId}/plan`, {
    templateId: template.templateId,
  });
  expect(plan.plan.lines.filter(({ status }) => ['missing', 'invalid', 'choose'].includes(status))).toEqual(
    [],
  );
  const { requestId } = await world.cardOk<GenerateView>('POST', `/api/card/deals/${dealId}/generate`, {
    templateId: template.templateId,
    planHash: plan.planHash,
    idempotencyKey: `test-${dealId}-${String(template.templateId)}`,
  });
  const contract = await until('the contract is on the card', async () => {
    const view = await world.cardOk<DealView>('GET', `/api/card/deals/${dealId}`);
    return view.contracts.find(({ templateId }) => templateId === template.templateId);
  });
  return { dealId, plan, requestId, contract };
};

describe('the main job', () => {
  it.each([
    ['Alpenglühen – fleet platform', 'Order Form'],
    ['Włókna Łódź', 'Master Services Agreement'],
    ['Inês Carvalho', 'Mutual NDA (Individual)'],
  ])('brings %s from deal properties to a signed %s on the deal', async (dealName, templateName) => {
    const { dealId, plan, contract } = await generate(dealName, templateName);
    const numericId = Number(contract.spotdraftId.slice(2));

    const truth = world.spotdraft.state.contracts.get(numericId);
    const received = JSON.parse(truth?.receivedBody ?? '{}') as Record<string, unknown>;
    expect(JSON.stringify(received['contract_data'])).toBe(JSON.stringify(plan.plan.contract.contractData));

    const act = (action: 'review-complete' | 'approve' | 'sign-all') => {
      const result = world.spotdraft.control.act({ workspace: 'production', contractId: numericId, action });
      expect(result).toMatchObject({ ok: true });
    };
    await world.cardOk('POST', `/api/card/contracts/${contract.id}/actions`, {
      action: 'send_for_review',
      idempotencyKey: `send-${contract.id}`,
    });
    await until('it is in review', async () => {
      const view = await world.cardOk<DealView>('GET', `/api/card/deals/${dealId}`);
      return view.contracts.find(({ id, status }) => id === contract.id && status === 'REDLINING');
    });
    if (truth?.approvals.length !== 0) act('approve');
    act('review-complete');
    await until('it is out for signature', async () => {
      const view = await world.cardOk<DealView>('GET', `/api/card/deals/${dealId}`);
      return view.contracts.find(({ id, status }) => id === contract.id && status === 'SIGN');
    });
    act('sign-all');
    const signed = await until('the signed document is attached', async () => {
      const view = await world.cardOk<DealView>('GET', `/api/card/deals/${dealId}`);
      return view.contracts.find(
        ({ id, signedDocument }) => id === contract.id && signedDocument.state === 'attached',
      );
    });
    expect(signed).toMatchObject({ status: 'EXECUTED', echo: { state: 'same' } });

    const properties = await until('the deal says executed', () => {
      const record = world.hubspot.control.record('deals', dealId, portalId);
      return record.properties['dealdraft_status'] === 'executed' &&
        record.properties['dealdraft_signed_document']
        ? record.properties
        : null;
    });
    expect(properties).toMatchObject({
      dealdraft_contract_id: contract.spotdraftId,
      dealdraft_template: templateName,
      dealdraft_contract_count: '1',
      dealdraft_open_contract_count: '0',
    });
    const file = world.hubspot.control
      .portal(portalId)
      .files.get(properties['dealdraft_signed_document'] ?? '');
    expect(file).toBeDefined();
  });
});
