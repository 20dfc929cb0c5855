import type { Core } from '../state/core.ts';
import { userById, workspaceOf } from '../state/core.ts';
import { detail } from '../state/reply.ts';
import type { Refusal } from '../state/reply.ts';
import type { Approval, Contract } from '../state/model.ts';
import type { Performer } from '../webhooks/payload.ts';
import type { SendRequest } from '../validate/create-request.ts';
import { emailEvent } from './email-event.ts';
import { record } from './record.ts';
import { blocksSending, blocksSignature, isLegal, workflowRefusal } from './rules.ts';
import { markForExecution } from './signing.ts';

/** Emails the contract to the counterparties for review: DRAFT becomes REDLINING. */
export function sendToCounterparties(
  core: Core,
  contract: Contract,
  by: Performer,
  request: SendRequest,
): Refusal | undefined {
  if (!isLegal('send', contract))
    return workflowRefusal(`Contract cannot be sent to counterparties in ${contract.status} status.`);
  if (blocksSending(contract)) {
    requestApprovals(core, contract, by, ['PRE_SEND']);
    return workflowRefusal('Approvals are pending for this contract.');
  }
  const to = request.to_emails?.length
    ? request.to_emails
    : contract.parties.map((party) => party.contact.email);
  const cc = request.cc_emails ?? [];
  contract.status = 'REDLINING';
  turn(
    contract,
    record(core, contract, {
      activity: 'CONTRACT_SENT_TO_COUNTERPARTY',
      by,
      extra: { counterparty_email_recipients: { to_recipients: to, cc_recipients: cc } },
    }),
    by,
  );
  contract.sentToCounterpartyAt ??= contract.updatedAt;
  record(core, contract, { activity: 'CONTRACT_PROCESS_METRIC_UPDATED' });
  for (const recipient of to) emailEvent(core, contract, 'REDLINING_EMAIL_DELIVERED', recipient, 'to');
  for (const recipient of cc) emailEvent(core, contract, 'REDLINING_EMAIL_DELIVERED', recipient, 'cc');
  requestApprovals(core, contract, by, ['PRE_SIGN']);
  return undefined;
}

/** The counterparty has no more changes: on to signature, unless an approval is still out. */
export function completeReview(core: Core, contract: Contract, by: Performer): Refusal | undefined {
  if (!isLegal('reviewComplete', contract))
    return workflowRefusal(`Review cannot be completed in ${contract.status} status.`);
  contract.reviewCompletedAt = core.clock.stamp();
  turn(contract, contract.reviewCompletedAt, by);
  requestApprovals(core, contract, by, ['PRE_SIGN']);
  if (blocksSignature(contract)) {
    core.changed();
    return undefined;
  }
  return markForExecution(core, contract, by);
}

export function openReviewEmail(core: Core, contract: Contract, recipient: string): Refusal | undefined {
  if (contract.status !== 'REDLINING') return workflowRefusal('No review email is out for this contract.');
  contract.reviewEmailOpenedAt ??= core.clock.stamp();
  emailEvent(core, contract, 'REDLINING_EMAIL_OPENED', recipient, 'to');
  emailEvent(core, contract, 'REDLINING_EMAIL_LINK_CLICKED', recipient, 'to');
  return undefined;
}

/** Approves or rejects one approval; the last approval after a completed review moves the contract to signature. */
export function decideApproval(
  core: Core,
  contract: Contract,
  decision: { approvalId?: number; approve: boolean; notes?: string },
): Refusal | undefined {
  if (!isLegal('decideApproval', contract))
    return workflowRefusal(`Approvals cannot be decided in ${contract.status} status.`);
  const open = contract.approvals.filter((one) => one.status !== 'APPROVED' && one.status !== 'SKIPPED');
  const approval =
    decision.approvalId === undefined
      ? open[0]
      : contract.approvals.find((one) => one.id === decision.approvalId);
  if (!approval) return detail(404, 'Not Found');
  const approver = userById(workspaceOf(core, contract), approval.approverId);
  const by = { name: approver?.name ?? '', email: approver?.email ?? '' };
  const status = decision.approve ? 'APPROVED' : 'REJECTED';
  approval.status = status;
  approval.actions.push({ status, notes: decision.notes ?? null, createdAt: core.clock.stamp() });
  record(core, contract, {
    activity: 'CONTRACT_APPROVAL_COMPLETED',
    by,
    extra: { approval: { id: approval.id, name: approval.name, status } },
    ...(decision.notes === undefined ? {} : { note: decision.notes }),
  });
  if (contract.reviewCompletedAt !== null && !blocksSignature(contract))
    return markForExecution(core, contract, by);
  return undefined;
}

function requestApprovals(core: Core, contract: Contract, by: Performer, types: Approval['type'][]): void {
  for (const approval of contract.approvals) {
    if (!types.includes(approval.type) || approval.status !== 'NOT_STARTED') continue;
    approval.status = 'PENDING';
    approval.lastSentAt = record(core, contract, {
      activity: 'CONTRACT_APPROVAL_REQUESTED',
      by,
      extra: { approval: { id: approval.id, name: approval.name } },
    });
  }
}

function turn(contract: Contract, at: string, by: Performer): void {
  contract.turns = { count: contract.turns.count + 1, lastChangeAt: at, lastChangeBy: by.email ?? null };
}
