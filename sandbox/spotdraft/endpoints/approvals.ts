import { z } from 'zod';
import { record } from '../lifecycle/record.ts';
import type { Approval, Contract, User } from '../state/model.ts';
import { json, standardError } from '../state/reply.ts';
import { nextNumber } from '../state/core.ts';
import { endpoint, findContract, performer, withBody } from './endpoint.ts';
import type { Call } from './endpoint.ts';

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

export const approvalEndpoints = [
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
