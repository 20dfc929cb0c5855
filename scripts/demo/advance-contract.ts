import { randomUUID } from 'node:crypto';
import type { ActionAccepted, ContractView, DealView } from '@dealdraft/wire/card.ts';
import { CanNotGoOn } from './can-not-go-on.ts';
import type { Printer } from './print.ts';
import { seen } from './seen.ts';
import type { Seller } from './seller.ts';
import type { DemoSystem } from './system.ts';

export type OnDeal = { dealId: string; contractId: string; numericId: number };
type Parts = { system: DemoSystem; seller: Seller; print: Printer; at: OnDeal };

const sentenceOf = (body: unknown): string => {
  const { detail } = (typeof body === 'object' && body !== null ? body : {}) as { detail?: unknown };
  return typeof detail === 'string' ? detail : JSON.stringify(body);
};

/** The contract as the card shows it. */
export async function contractView({ seller, at }: Pick<Parts, 'seller' | 'at'>): Promise<ContractView> {
  const { contracts } = await seller.call<DealView>('GET', `/api/card/deals/${at.dealId}`);
  const contract = contracts.find(({ id }) => id === at.contractId);
  if (contract === undefined) throw new CanNotGoOn('The contract is not on this deal anymore.');
  return contract;
}

const atSpotDraft = ({ system, at }: Parts) => {
  const contract = system.spotdraft.state.contracts.get(at.numericId);
  if (contract === undefined || contract.deleted)
    throw new CanNotGoOn('The contract is not in SpotDraft anymore.');
  return contract;
};

/** What legal and the counterparty do in SpotDraft. */
const act = ({ system, at }: Parts, action: 'approve' | 'review-complete' | 'sign-all'): void => {
  const result = system.spotdraft.control.act({ workspace: 'production', contractId: at.numericId, action });
  if (!result.ok) throw new CanNotGoOn(`SpotDraft does not allow that now: ${sentenceOf(result.body)}`);
};

const approveAll = (parts: Parts): void => {
  const { approvals } = atSpotDraft(parts);
  for (const approval of approvals) {
    if (approval.status !== 'PENDING') continue;
    act(parts, 'approve');
    parts.print.step(`Legal approves “${approval.name}” in SpotDraft`);
  }
};

const sendForReview = async (parts: Parts, contract: ContractView): Promise<void> => {
  const { seller, print } = parts;
  const button = contract.actions.find(({ id }) => id === 'send_for_review');
  // An earlier run that was interrupted has asked for it already.
  if (contract.pendingAction?.state === 'doing') return;
  if (button?.enabled !== true)
    throw new CanNotGoOn(button?.reason ?? 'The card does not offer to send it for review.');
  const { actionId } = await seller.call<ActionAccepted>(
    'POST',
    `/api/card/contracts/${contract.id}/actions`,
    { action: 'send_for_review', idempotencyKey: randomUUID() },
  );
  print.step(`${seller.firstName} sends it for review from the card`);
  await seen('the contract sent for review', async () => {
    const { status, pendingAction } = await contractView(parts);
    if (pendingAction?.id === actionId && pendingAction.state === 'failed')
      throw new CanNotGoOn(pendingAction.message ?? 'SpotDraft did not send it.');
    return status !== 'DRAFT';
  });
};

const checkValues = async (parts: Parts): Promise<void> => {
  const { echo, mappingVersion } = await seen('the values that SpotDraft stored', async () => {
    const view = await contractView(parts);
    return view.echo.state !== 'pending' && view;
  });
  if (echo.state === 'same') parts.print.step('SpotDraft stored every value as it was sent');
  else if (mappingVersion === 1)
    throw new Error(`What SpotDraft stored differs from what was sent: ${JSON.stringify(echo)}`);
  else parts.print.step('SpotDraft stored some values otherwise than sent: the card names them');
};

/** One step towards the signature, whatever stands between; then waits until the card shows what came of it. */
const step = async (parts: Parts, contract: ContractView): Promise<void> => {
  const { print } = parts;
  switch (contract.status) {
    case 'DRAFT':
      await checkValues(parts);
      approveAll(parts);
      await sendForReview(parts, contract);
      break;
    case 'REDLINING':
      approveAll(parts);
      act(parts, 'review-complete');
      print.step('The customer finishes the review; the contract goes out for signature');
      break;
    case 'SIGN':
      act(parts, 'sign-all');
      print.step('Everyone signs');
      break;
    case 'ON_HOLD':
      throw new CanNotGoOn('Somebody put the contract on hold in SpotDraft.');
    case 'VOIDED':
      throw new CanNotGoOn('Somebody voided the contract.');
    case 'EXECUTED':
      break;
  }
  const { status } = contract;
  await seen(`what comes after “${contract.statusLabel}”`, async () => {
    const now = await contractView(parts);
    return now.status !== status;
  });
};

/** SpotDraft's webhook may have come while nobody listened: then asks, as the button on the card does. */
const current = async (parts: Parts): Promise<ContractView> => {
  const contract = await contractView(parts);
  if (contract.status === atSpotDraft(parts).status) return contract;
  await parts.seller.call('POST', `/api/card/contracts/${contract.id}/actions`, {
    action: 'check_now',
    idempotencyKey: randomUUID(),
  });
  return seen('the status that the contract has in SpotDraft', async () => {
    const now = await contractView(parts);
    return now.status === atSpotDraft(parts).status && now;
  });
};

/** Brings the contract from wherever it is to its last signature. */
export async function advanceContract(parts: Parts): Promise<void> {
  for (;;) {
    const contract = await current(parts);
    if (contract.status === 'EXECUTED') return;
    await step(parts, contract);
  }
}
