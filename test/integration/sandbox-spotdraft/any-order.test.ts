import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ActInput } from '../../../sandbox/spotdraft/control/act.ts';
import { create, masterAgreement, orderForm, startReceiver, startSandbox, subscribe } from './fixture.ts';

const actions = [
  'send',
  'review-complete',
  'mark',
  'unmark',
  'approve',
  'reject',
  'sign-all',
  'hold',
  'resume',
  'void',
  'email-opened',
] as const;

it('whatever people do in whatever order: the end is the end, and webhooks tell the same story', async () => {
  const sandbox = await startSandbox();
  const receiver = await startReceiver();
  await subscribe(sandbox, receiver);
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(fc.constantFrom(...actions), { maxLength: 14 }),
      async (plain, steps) => {
        const { contract_id: contractId } = await create(sandbox, plain ? orderForm() : masterAgreement());
        const contract = sandbox.state.contracts.get(contractId);
        if (!contract) throw new Error('not created');
        for (const action of steps) {
          const before = contract.status;
          const result = sandbox.control.act({ contractId, action } as ActInput);
          if (before === 'EXECUTED' || before === 'VOIDED') expect(contract.status).toBe(before);
          if (!result.ok) expect(contract.status).toBe(before);
          if (contract.status === 'EXECUTED')
            expect(contract.approvals.every((one) => one.status === 'APPROVED')).toBe(true);
        }
        await sandbox.control.idle();
        const told = receiver.calls
          .filter(({ event }) => event.contract_id === contractId)
          .map(({ event }) => event);
        // On hold is the one thing no webhook tells.
        expect(told.at(-1)?.contract_status).toBe(contract.heldFrom ?? contract.status);
        expect(told.map((one) => one.activity_data.timestamp)).toEqual(
          told.map((one) => one.activity_data.timestamp).toSorted(),
        );
      },
    ),
    { numRuns: 60 },
  );
});
