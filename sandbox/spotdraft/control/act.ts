import { z } from 'zod';
import { userById, workspaceOf } from '../state/core.ts';
import type { Core } from '../state/core.ts';
import {
  addComment,
  deleteContract,
  editData,
  holdContract,
  resumeContract,
  voidContract,
} from '../lifecycle/change.ts';
import {
  completeReview,
  decideApproval,
  openReviewEmail,
  sendToCounterparties,
} from '../lifecycle/review.ts';
import {
  decline,
  markForExecution,
  openSigningEmail,
  sign,
  unmarkForExecution,
} from '../lifecycle/signing.ts';
import type { Contract } from '../state/model.ts';
import type { JsonObject } from '../state/json.ts';
import { workflowRefusal } from '../lifecycle/rules.ts';
import type { Refusal } from '../state/reply.ts';
import type { Performer } from '../webhooks/payload.ts';

const target = { workspace: z.enum(['uat', 'production']).optional(), contractId: z.int() };
const plain = z.object({
  ...target,
  action: z.enum(['review-complete', 'send', 'mark', 'unmark', 'sign-all', 'hold', 'resume', 'delete']),
});
const approval = z.object({
  ...target,
  action: z.enum(['approve', 'reject']),
  approvalId: z.int().optional(),
  notes: z.string().optional(),
});
const signing = z.object({
  ...target,
  action: z.enum(['sign', 'decline']),
  email: z.string(),
  notes: z.string().optional(),
});
const voiding = z.object({ ...target, action: z.literal('void'), note: z.string().optional() });
const editing = z.object({ ...target, action: z.literal('edit-data'), data: z.record(z.string(), z.json()) });
const commenting = z.object({ ...target, action: z.literal('comment'), comment: z.string().min(1) });
const opening = z.object({ ...target, action: z.literal('email-opened'), email: z.string().optional() });

/** What people do in SpotDraft's app, or in the emails it sends. */
export const actSchema = z.discriminatedUnion('action', [
  plain,
  approval,
  signing,
  voiding,
  editing,
  commenting,
  opening,
]);
export type ActInput = z.infer<typeof actSchema>;
export type ActResult = { ok: true; status: string } | { ok: false; httpStatus: number; body: unknown };

/** Does it, or says why it cannot be done in the contract's state. */
export function act(core: Core, input: ActInput): ActResult {
  const contract = core.state.contracts.get(input.contractId);
  if (
    !contract ||
    contract.deleted ||
    (input.workspace !== undefined && input.workspace !== contract.workspace)
  ) {
    return { ok: false, httpStatus: 404, body: { detail: 'Not Found' } };
  }
  const refusal = perform(core, contract, input);
  return refusal
    ? { ok: false, httpStatus: refusal.status, body: refusal.body }
    : { ok: true, status: contract.status };
}

function perform(core: Core, contract: Contract, input: ActInput): Refusal | undefined {
  const legal = legalPerson(core, contract);
  const counterparty: Performer = contract.parties[0]?.contact ?? legal;
  switch (input.action) {
    case 'review-complete':
      return completeReview(core, contract, counterparty);
    case 'send':
      return sendToCounterparties(core, contract, legal, { attachment_formats: ['PDF'] });
    case 'mark':
      return markForExecution(core, contract, legal);
    case 'unmark':
      return unmarkForExecution(core, contract, legal);
    case 'approve':
    case 'reject':
      return decideApproval(core, contract, {
        approve: input.action === 'approve',
        ...(input.approvalId === undefined ? {} : { approvalId: input.approvalId }),
        ...(input.notes === undefined ? {} : { notes: input.notes }),
      });
    case 'sign':
      return sign(core, contract, input.email);
    case 'decline':
      return decline(core, contract, input.email, input.notes);
    case 'sign-all':
      return signAll(core, contract);
    case 'void':
      return voidContract(core, contract, legal, input.note ?? 'Voided in the sandbox');
    case 'hold':
      return holdContract(core, contract, legal);
    case 'resume':
      return resumeContract(core, contract, legal);
    case 'edit-data':
      if (contract.workflowConfig['api_only_contract_edits'] === true)
        return workflowRefusal('This contract can be edited through the API only.');
      return editData(core, contract, legal, input.data as JsonObject);
    case 'delete':
      return deleteContract(core, contract, legal);
    case 'comment':
      addComment(core, contract, legal, input.comment);
      return undefined;
    case 'email-opened':
      return openEmail(core, contract, input.email);
  }
}

/** Everyone who has not acted signs, each in turn. */
function signAll(core: Core, contract: Contract): Refusal | undefined {
  const open = contract.signatories
    .filter((one) => one.action === null)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  if (open.length === 0) return workflowRefusal('No signature is open.');
  for (const signatory of open) {
    const refusal = sign(core, contract, signatory.email);
    if (refusal) return refusal;
  }
  return undefined;
}

function openEmail(core: Core, contract: Contract, email: string | undefined): Refusal | undefined {
  const recipient = email ?? contract.parties[0]?.contact.email ?? '';
  return contract.status === 'SIGN'
    ? openSigningEmail(core, contract, recipient)
    : openReviewEmail(core, contract, recipient);
}

function legalPerson(core: Core, contract: Contract): Performer {
  const workspace = workspaceOf(core, contract);
  const user = userById(workspace, workspace.legalUserId);
  return { name: user?.name ?? 'Legal', email: user?.email ?? '' };
}
