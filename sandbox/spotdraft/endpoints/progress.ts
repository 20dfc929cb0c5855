import type { Contract, DisplayStatus } from '../state/model.ts';
import { fieldErrors, json } from '../state/reply.ts';
import { onContract } from './endpoint.ts';

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

export const progressEndpoints = [
  onContract('GET', 'contracts/{int}/questionnaire/responses/', (call, contract) => {
    const type = call.query.get('questionnaire_type');
    if (type !== 'TEMPLATE' && type !== 'INTAKE_FORM') {
      return fieldErrors({ questionnaire_type: [`"${type ?? ''}" is not a valid choice.`] });
    }
    return json({
      questionnaire_response_data: type === 'TEMPLATE' ? contract.data : {},
      respondents: [
        {
          created_at: contract.createdAt,
          created_by: call.workspace.users.find((user) => user.id === contract.createdById)?.name ?? '',
          org_name: call.workspace.title,
        },
      ],
    });
  }),
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
];
