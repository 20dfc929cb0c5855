import { z } from 'zod';
import { nextNumber } from '../seed.ts';
import { fieldErrors, json, notFound, standardError } from '../reply.ts';
import { record } from '../lifecycle/record.ts';
import type { Approval, Contract, DisplayStatus, KeyPointer, User } from '../model.ts';
import { endpoint, findContract, onContract, performer, withBody } from './endpoint.ts';
import type { Call } from './endpoint.ts';

const pointerView = (one: KeyPointer) => ({
  id: one.id,
  value: one.value,
  label: one.label,
  field_name: one.fieldName,
  data_type: one.dataType,
  format_option: one.formatOption,
});
const setPointer = (
  call: Call,
  contract: Contract,
  pointers: { pointer: KeyPointer; value: KeyPointer['value'] }[],
): void => {
  for (const { pointer, value } of pointers) pointer.value = value;
  record(call.core, contract, { activity: 'CONTRACT_KEY_POINTER_UPDATION', by: performer(call) });
};
const bulk = z.object({
  key_pointers: z.array(
    z.object({
      key_pointer_id: z.int().nullish(),
      key_pointer_field_name: z.string().nullish(),
      value: z.json(),
    }),
  ),
});
const userView = (user: User | undefined) => ({
  id: user?.id ?? 0,
  name: user?.name ?? '',
  email: user?.email ?? '',
});
const adHoc = z.object({
  approvals: z
    .array(
      z.object({
        name: z.string().min(1),
        notes: z.string(),
        approver_user_id: z.int().nullish(),
        approver_role_id: z.int().nullish(),
        order: z.int().nullish(),
      }),
    )
    .min(1),
});

/** The workflow's own names for the states, which the metrics use. */
const workflowStatus: Record<DisplayStatus, string> = {
  DRAFT: 'DRAFT',
  REDLINING: 'REVIEW',
  SIGN: 'SIGN',
  EXECUTED: 'COMPLETED',
  ON_HOLD: 'REVIEW',
  VOIDED: 'REVIEW',
};

const pendingWith = (contract: Contract): string | null => {
  if (contract.status === 'DRAFT') return 'CREATOR_PARTY';
  if (contract.status === 'REDLINING')
    return contract.reviewCompletedAt === null ? 'COUNTER_PARTY' : 'CREATOR_PARTY';
  if (contract.status !== 'SIGN') return null;
  const sides = new Set(
    contract.signatories.filter((one) => one.action === null).map((one) => one.isCounterparty),
  );
  if (sides.size === 2) return 'BOTH';
  return sides.has(true) ? 'COUNTER_PARTY' : 'CREATOR_PARTY';
};

export const aroundEndpoints = [
  onContract('GET', 'contracts/{composite}/key_pointers', (_call, contract) =>
    json(contract.keyPointers.map(pointerView)),
  ),
  onContract('PATCH', 'contracts/{composite}/key_pointers/{text}', (call, contract) =>
    withBody(
      call,
      z.object({ value: z.json().optional(), was_edited_by_user: z.boolean().optional() }),
      ({ value }) => {
        const pointer = contract.keyPointers.find((one) => String(one.id) === call.params['text']);
        if (!pointer) return notFound;
        if (value !== undefined)
          setPointer(call, contract, [{ pointer, value: value as KeyPointer['value'] }]);
        return json(pointerView(pointer));
      },
    ),
  ),
  onContract('POST', 'contracts/{composite}/key_pointers/bulk', (call, contract) =>
    withBody(call, bulk, ({ key_pointers }) => {
      const changes = key_pointers.map(({ key_pointer_id: id, key_pointer_field_name: name, value }) => ({
        pointer: contract.keyPointers.find((one) => one.id === id || one.fieldName === name),
        value: value as KeyPointer['value'],
      }));
      const known = changes.flatMap(({ pointer, value }) => (pointer ? [{ pointer, value }] : []));
      if (known.length < changes.length)
        return fieldErrors({ key_pointers: ['Key pointer does not exist on this contract.'] });
      setPointer(call, contract, known);
      return json(contract.keyPointers.map(pointerView));
    }),
  ),
  onContract('GET', 'contracts/{int}/process_metrics/', (_call, contract) =>
    json({
      contract_id: contract.id,
      contract_sent_to_cp_datetime: contract.sentToCounterpartyAt,
      cp_added_info_initial_datetime: null,
      cp_added_info_latest_datetime: null,
      cp_opened_review_email_datetime: contract.reviewEmailOpenedAt,
      marked_for_signature_datetime: contract.markedForSignatureAt,
      contract_executed_datetime: contract.executedAt,
      contract_signed_by_signatory_list: contract.signatories
        .filter((one) => one.action?.signed === true)
        .map((one) => ({
          is_creator_party: !one.isCounterparty,
          signed_datetime: one.action?.at,
          signatory_email: one.email,
        })),
      contract_turns: {
        manual_override_reason: null,
        last_turn_change_datetime: contract.turns.lastChangeAt,
        last_turn_change_org_user_email: contract.turns.lastChangeBy,
        no_of_turns: contract.turns.count,
      },
      pending_with: pendingWith(contract),
      type_of_workflow: contract.kind,
      contract_status: workflowStatus[contract.heldFrom ?? contract.status],
    }),
  ),
  onContract('GET', 'contracts/{composite}/recipients/', (_call, contract) =>
    json({
      items: contract.signatories.map((one) => ({
        recipient: {
          id: one.id,
          recipient_type: 'SIGNATORY',
          user: { id: one.id, name: one.name, email: one.email, designation: one.title || null },
          recipient_order: one.order,
          note: one.note,
          title: one.title,
          created: one.createdAt,
          is_sent_for_signature: one.sentAt !== null,
          last_sent_for_signature_at: one.sentAt,
        },
        recipient_action: one.action && {
          is_success: one.action.signed,
          action_notes: one.action.notes,
          timestamp: one.action.at,
        },
        status: one.action ? 'COMPLETED' : one.sentAt === null ? 'PENDING' : 'IN_PROGRESS',
      })),
    }),
  ),
  endpoint('GET', 'contracts/approvals/{composite}/', (call) => {
    const contract = findContract(call, call.params['composite'] ?? '');
    return contract
      ? json({ results: contract.approvals.map((one) => approvalView(call, contract, one)) })
      : standardError(404, 'SD_PUBLIC_00001', 'Not Found');
  }),
  endpoint('POST', 'contracts/approvals/{composite}/', (call) => {
    const contract = findContract(call, call.params['composite'] ?? '');
    if (!contract) return standardError(404, 'SD_PUBLIC_00001', 'Not Found');
    return withBody(call, adHoc, ({ approvals }) => {
      const wrong = approvals.some(
        (one) =>
          (one.approver_user_id == null) === (one.approver_role_id == null) ||
          (one.approver_user_id != null &&
            !call.workspace.users.some((user) => user.id === one.approver_user_id)),
      );
      if (wrong)
        return standardError(
          400,
          'SD_CONTRACT_APPROVALS_00002',
          'Each approval needs either an approver user or an approver role of this workspace.',
        );
      if (contract.status !== 'DRAFT' && contract.status !== 'REDLINING')
        return standardError(400, 'SD_CONTRACTS_00152', 'Approvals cannot be added in this state.');
      const added = approvals.map((one) => addApproval(call, contract, one));
      return json(
        added.map((one, index) => ({
          id: one.id,
          contract_id: contract.id,
          name: one.name,
          approver_user_id: one.approverId,
          approver_role_id: approvals[index]?.approver_role_id ?? null,
          is_sent: true,
          notes: one.notes,
          order: one.order,
        })),
        201,
      );
    });
  }),
];

function addApproval(
  call: Call,
  contract: Contract,
  given: z.infer<typeof adHoc>['approvals'][number],
): Approval {
  const byRole = call.workspace.users.find((user) =>
    user.roles.some((role) => role.id === given.approver_role_id),
  );
  const approval: Approval = {
    id: nextNumber(call.core.state, 'approval'),
    name: given.name,
    type: 'AD_HOC',
    approverId: given.approver_user_id ?? byRole?.id ?? call.workspace.legalUserId,
    createdById: call.user.id,
    notes: given.notes,
    order: given.order ?? null,
    lastSentAt: null,
    status: 'PENDING',
    actions: [],
  };
  contract.approvals.push(approval);
  approval.lastSentAt = record(call.core, contract, {
    activity: 'CONTRACT_APPROVAL_REQUESTED',
    by: performer(call),
    extra: { approval: { id: approval.id, name: approval.name } },
  });
  return approval;
}

const approvalView = (call: Call, contract: Contract, one: Approval) => ({
  approval: {
    id: one.id,
    contract_id: contract.id,
    approval_name: one.name,
    approval_type: one.type,
    org_user: userView(call.workspace.users.find((user) => user.id === one.approverId)),
    sent_for_approval: one.lastSentAt !== null,
    last_sent_at: one.lastSentAt,
    notes: one.notes,
    created_by_org_user: userView(call.workspace.users.find((user) => user.id === one.createdById)),
    status: one.status,
  },
  approval_actions: one.actions.map((action, index) => ({
    status: action.status,
    notes: action.notes,
    created: action.createdAt,
    latest: index === one.actions.length - 1,
  })),
});
