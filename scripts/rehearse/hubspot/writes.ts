import { blockedBy, check } from '../base/outcome.ts';
import { invalidFields, toErrorBody } from '../../../src/hubspot/transport/error-body.ts';
import { defineStep } from '../parts/step.ts';

export const batchUpdate = defineStep({
  id: 'hubspot.batch-update',
  title: 'Batch update with a missing deal',
  assumption:
    'A batch update with `objectWriteTraceId` updates the existing deal and reports the missing one as not found.',
  matters:
    'DealDraft writes statuses to up to 100 deals per call, and a deleted deal must not hold up the others.',
  where: ['src/hubspot/calls/deal-writes.ts', 'src/hubspot/calls/write-deals.ts'],
  writes: true,
  does: 'Creates a deal in HubSpot and updates it in a batch that also contains an ID no deal has.',
  needs: ['hubspot'],
  run: async ({ hubspot }) => {
    const deal = await hubspot.deal();
    if (!deal.ok) return deal.failure;
    const nobody = '999999999999999';
    const written = await hubspot.client.writeDeals([
      { id: deal.value.id, properties: { amount: '101' } },
      { id: nobody, properties: { amount: '101' } },
    ]);
    if (!written.ok) return blockedBy(written.failure);
    const { updated, failed, stopped } = written.value;
    if (stopped !== null) return blockedBy(stopped);
    const missing = failed.find(({ id }) => id === nobody)?.failure.kind ?? 'nothing';
    return check(
      updated.join() === deal.value.id && missing === 'not_found',
      `${String(updated.length)} updated; the missing deal is reported as ${missing}`,
    );
  },
});

export const stageHistory = defineStep({
  id: 'hubspot.stage-history',
  title: 'Deal stage history',
  assumption:
    "The history of `dealstage` includes the app's own write right away, with `INTEGRATION` as its source and an ID.",
  matters:
    'DealDraft finds stage changes it got no webhook for in this history, and recognizes its own moves by their source.',
  where: ['src/hubspot/calls/stage-history.ts'],
  writes: true,
  does: 'Creates a deal in HubSpot and reads its stage history.',
  needs: ['hubspot'],
  run: async ({ hubspot }) => {
    const deal = await hubspot.newDeal('history');
    if (!deal.ok) return deal.failure;
    const read = await hubspot.client.readStages([deal.value.id], ['dealname']);
    if (!read.ok) return blockedBy(read.failure);
    const source = read.value.deals[0]?.stages[0]?.source;
    if (source === undefined) return check(false, 'the deal has no stage history');
    return check(
      source.type === 'INTEGRATION' && source.id !== null,
      `source ${String(source.type)}, ${source.id === null ? 'without an ID' : 'with an ID'}`,
    );
  },
});

export const requiredProperties = defineStep({
  id: 'hubspot.required-properties',
  title: 'Stage with a required property',
  assumption:
    'From API version 2026-09 on, HubSpot refuses a move to a stage whose required property is empty with 400, and names the property.',
  matters: "When a rule can't move a deal, DealDraft tells the admin which property is missing.",
  where: ['src/hubspot/transport/error-body.ts', 'src/hubspot/transport/translate-error.ts'],
  writes: true,
  does: 'Creates a deal in HubSpot and tries to move it to the stage you named.',
  needs: ['hubspot', 'requiredStage'],
  run: async ({ hubspot, requiredStage }) => {
    const deal = await hubspot.newDeal('required property');
    if (!deal.ok) return deal.failure;
    const move = (version: string) =>
      hubspot.call({
        method: 'PATCH',
        path: `/crm/${version}/deals/${deal.value.id}`,
        json: { properties: { dealstage: requiredStage } },
        takes: [400],
      });
    const dated = await move('objects/2026-09');
    if (!dated.ok) return dated.failure;
    const named = invalidFields(toErrorBody(dated.value.json)).map(({ property }) => property);
    const old = await move('v3/objects');
    if (!old.ok) return old.failure;
    return check(
      dated.value.status === 400 && named.length > 0,
      `${String(dated.value.status)} under 2026-09${named.length > 0 ? `, naming ${named.join(', ')}` : ', naming no property'}; ${String(old.value.status)} under v3`,
    );
  },
});
