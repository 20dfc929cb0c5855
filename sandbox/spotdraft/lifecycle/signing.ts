import type { Core } from '../state/core.ts';
import { detail } from '../state/reply.ts';
import type { Refusal } from '../state/reply.ts';
import type { Contract, Signatory } from '../state/model.ts';
import { system } from '../webhooks/payload.ts';
import type { Performer } from '../webhooks/payload.ts';
import { createKeyPointers } from './key-pointers.ts';
import { emailEvent } from './email-event.ts';
import { record } from './record.ts';
import { blocksSignature, isLegal, workflowRefusal } from './rules.ts';

/** Puts the contract out for signature: SIGN, with a request to each signatory whose turn it is. */
export function markForExecution(core: Core, contract: Contract, by: Performer): Refusal | undefined {
  if (!isLegal('mark', contract))
    return workflowRefusal(`Contract cannot be marked for execution in ${contract.status} status.`);
  if (blocksSignature(contract)) return workflowRefusal('Approvals are pending for this contract.');
  if (contract.signatories.length === 0) return workflowRefusal('Contract has no signatories.');
  contract.status = 'SIGN';
  contract.markedForSignatureAt = record(core, contract, { activity: 'CONTRACT_MARK_FOR_EXECUTION', by });
  record(core, contract, { activity: 'CONTRACT_SIGNATURE_REQUESTED', by });
  record(core, contract, { activity: 'CONTRACT_PROCESS_METRIC_UPDATED' });
  notifyNext(core, contract);
  return undefined;
}

/** Takes the contract back from signature; signatures already given are void. */
export function unmarkForExecution(
  core: Core,
  contract: Contract,
  by: Performer,
  note?: string,
): Refusal | undefined {
  if (!isLegal('unmark', contract)) return detail(400, 'Unable to unmark the contract for execution.');
  contract.status = contract.sentToCounterpartyAt === null ? 'DRAFT' : 'REDLINING';
  contract.markedForSignatureAt = null;
  contract.reviewCompletedAt = null;
  for (const signatory of contract.signatories) Object.assign(signatory, { sentAt: null, action: null });
  record(core, contract, {
    activity: 'CONTRACT_UNMARK_FOR_EXECUTION',
    by,
    ...(note === undefined ? {} : { note }),
  });
  return undefined;
}

/** One signatory signs; the last signature executes the contract. */
export function sign(core: Core, contract: Contract, email: string): Refusal | undefined {
  if (!isLegal('sign', contract))
    return workflowRefusal(`Contract cannot be signed in ${contract.status} status.`);
  const signatory = contract.signatories.find((one) => same(one.email, email) && one.action === null);
  if (!signatory) return detail(404, 'No open signature for this email.');
  if (contract.signatories.some((one) => one.action?.signed === false))
    return workflowRefusal('A signatory has declined.');
  if (signatory.sentAt === null) return workflowRefusal('It is not this signatory’s turn yet.');
  const by = { name: signatory.name, email: signatory.email };
  const at = core.clock.stamp();
  signatory.action = { signed: true, notes: null, at };
  record(core, contract, { activity: 'CONTRACT_SIGNED', by });
  if (contract.signatories.every((one) => one.action?.signed === true)) execute(core, contract);
  else notifyNext(core, contract);
  return undefined;
}

/** A signatory refuses. The contract stays in SIGN until someone takes it back or voids it. */
export function decline(core: Core, contract: Contract, email: string, notes?: string): Refusal | undefined {
  if (!isLegal('decline', contract))
    return workflowRefusal(`Contract cannot be declined in ${contract.status} status.`);
  const signatory = contract.signatories.find((one) => same(one.email, email) && one.action === null);
  if (!signatory) return detail(404, 'No open signature for this email.');
  signatory.action = { signed: false, notes: notes ?? null, at: core.clock.stamp() };
  record(core, contract, {
    activity: 'CONTRACT_SIGNATURE_DECLINED',
    by: { name: signatory.name, email: signatory.email },
    ...(notes === undefined ? {} : { note: notes }),
  });
  return undefined;
}

/** Sends the signature request again to someone who has not acted. */
export function resendRequest(core: Core, contract: Contract, email: string): Refusal | undefined {
  if (contract.status !== 'SIGN') return workflowRefusal('Contract is not out for signature.');
  const signatory = contract.signatories.find((one) => same(one.email, email));
  if (!signatory) return detail(404, 'Not Found');
  if (signatory.action !== null) return workflowRefusal('Signatory has already acted on the contract.');
  notify(core, contract, signatory);
  return undefined;
}

export function openSigningEmail(core: Core, contract: Contract, recipient: string): Refusal | undefined {
  if (contract.status !== 'SIGN') return workflowRefusal('No signature email is out for this contract.');
  emailEvent(core, contract, 'SIGNING_EMAIL_OPENED', recipient, 'to');
  emailEvent(core, contract, 'SIGNING_EMAIL_LINK_CLICKED', recipient, 'to');
  return undefined;
}

export const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function execute(core: Core, contract: Contract): void {
  contract.status = 'EXECUTED';
  contract.version += 1;
  contract.executedAt = record(core, contract, { activity: 'CONTRACT_EXECUTED', by: system });
  record(core, contract, { activity: 'CONTRACT_PROCESS_METRIC_UPDATED' });
  createKeyPointers(core, contract);
}

/** Without an order everyone is asked at once; with one, each group after the group before has signed. */
function notifyNext(core: Core, contract: Contract): void {
  const open = contract.signatories.filter((one) => one.action === null);
  const turn = Math.min(...open.map((one) => one.order ?? 0));
  for (const signatory of open)
    if ((signatory.order ?? 0) === turn && signatory.sentAt === null) notify(core, contract, signatory);
}

function notify(core: Core, contract: Contract, signatory: Signatory): void {
  const { name, email } = signatory;
  signatory.sentAt = record(core, contract, {
    activity: 'CONTRACT_SIGNATURE_REQUESTED_NOTIFICATION_SENT',
    extra: { signatory: { name, email } },
  });
  emailEvent(core, contract, 'SIGNING_EMAIL_DELIVERED', email, 'to');
}
