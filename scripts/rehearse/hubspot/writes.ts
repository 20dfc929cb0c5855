import { blockedBy, check } from '../outcome.ts';
import { invalidFields, toErrorBody } from '../../../src/hubspot/transport/error-body.ts';
import { defineStep } from '../step.ts';

export const batchUpdate = defineStep({
  id: 'hubspot.batch-update',
  title: 'A batch with a deal that isn’t there',
  assumption:
    'A batch update with `objectWriteTraceId` writes the good deal and says of the missing one that it doesn’t exist.',
  matters:
    'Statuses are written to a hundred deals in one call, and a deleted deal must not hold back the others.',
  where: ['src/hubspot/calls/deal-writes.ts', 'src/hubspot/calls/write-deals.ts'],
  writes: true,
  does: 'Creates a deal in HubSpot and updates it in a batch, next to an id that no deal has.',
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
      `${String(updated.length)} updated; of the missing deal HubSpot said ${missing}`,
    );
  },
});

export const stageHistory = defineStep({
  id: 'hubspot.stage-history',
  title: 'The history of a deal’s stage',
  assumption:
    'The history of `dealstage` has the app’s own write at once, with the source `INTEGRATION` and its id as text.',
  matters:
    'Stage changes that no webhook told are found in the history, and own moves are known by their source.',
  where: ['src/hubspot/calls/stage-history.ts'],
  writes: true,
  does: 'Creates a deal in HubSpot and reads the history of its stage.',
  needs: ['hubspot'],
  run: async ({ hubspot }) => {
    const deal = await hubspot.newDeal('history');
    if (!deal.ok) return deal.failure;
    const read = await hubspot.client.readStages([deal.value.id], ['dealname']);
    if (!read.ok) return blockedBy(read.failure);
    const source = read.value.deals[0]?.stages[0]?.source;
    if (source === undefined) return check(false, 'the deal has no history of its stage');
    return check(
      source.type === 'INTEGRATION' && source.id !== null,
      `source type ${String(source.type)}, source id ${source.id === null ? 'absent' : 'given'}`,
    );
  },
});

export const requiredProperties = defineStep({
  id: 'hubspot.required-properties',
  title: 'A stage that requires a property',
  assumption:
    'From API version 2026-09 on a move to a stage that requires a property is refused with 400, and the refusal names the property.',
  matters: 'A refused move of a rule tells the admin which property is missing.',
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
