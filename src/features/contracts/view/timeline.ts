import type { Db } from '../../../platform/database/client.ts';
import type { ContractEvent } from '../../../platform/database/generated/client.ts';
import type { CardError, TimelineEvent, TimelineView } from '@dealdraft/wire/card.ts';
import { statusLabels } from '@dealdraft/wire/contract-status.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { cardError } from '../../../platform/card-errors.ts';
import { isContractStatus } from '../status/state-graph.ts';

const pageSize = 50;

const titles: Record<string, string> = {
  CONTRACT_CREATED: 'Drafted in SpotDraft',
  CONTRACT_DATA_UPDATED: 'Values changed in SpotDraft',
  CONTRACT_VERSION_UPLOADED: 'New version uploaded',
  CONTRACT_APPROVAL_REQUESTED: 'Approval requested',
  CONTRACT_APPROVAL_COMPLETED: 'Approval given or refused',
  CONTRACT_SENT_TO_COUNTERPARTY: 'Sent to the counterparty',
  CONTRACT_MARK_FOR_EXECUTION: 'Sent for signature',
  CONTRACT_UNMARK_FOR_EXECUTION: 'Recalled from signature',
  CONTRACT_SIGNATURE_REQUESTED: 'Signatures requested',
  CONTRACT_SIGNATURE_REQUESTED_NOTIFICATION_SENT: 'Signature request emailed',
  CONTRACT_SIGNED: 'Signed',
  CONTRACT_SIGNATURE_DECLINED: 'Signature declined',
  CONTRACT_EXECUTED: 'Executed: everybody has signed',
  CONTRACT_VOIDED: 'Voided',
  CONTRACT_DELETED: "Moved to SpotDraft's deleted tab",
  CONTRACT_KEY_POINTER_CREATION: 'Contract metadata extracted',
  CONTRACT_KEY_POINTER_UPDATION: 'Contract metadata changed',
  CONTRACT_EXTERNAL_METADATA_UPDATED: 'Link to HubSpot updated',
  contract_generated: 'Generated from the deal',
  contract_adopted: 'Found in SpotDraft and added to the deal',
  contract_linked: 'Linked to the deal',
  contract_unlinked: 'Unlinked from the deal',
  status_verified: 'Status read from SpotDraft',
  document_attached: 'Signed document put on the deal',
  data_refreshed: 'Values updated from the deal',
  changes_kept: 'Kept as it is, although the deal changed',
  drift_found: 'The deal changed',
  echo_different: 'SpotDraft stored other values than were sent',
};

const titleOf = (event: ContractEvent): string => {
  if (event.kind.startsWith('action_'))
    return String((event.detail as { label?: unknown }).label ?? 'Action');
  const known = titles[event.kind];
  if (known !== undefined) return known;
  const words = event.kind.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const detailOf = (event: ContractEvent): string | null => {
  const detail = event.detail as { reason?: unknown; fields?: unknown; to?: unknown };
  const parts = [
    event.toStatus !== null &&
    event.fromStatus !== null &&
    isContractStatus(event.fromStatus) &&
    isContractStatus(event.toStatus)
      ? `${statusLabels[event.fromStatus]} → ${statusLabels[event.toStatus]}`
      : null,
    typeof detail.to === 'string' ? `To ${detail.to}` : null,
    Array.isArray(detail.fields) ? detail.fields.join(', ') : null,
    typeof detail.reason === 'string' && detail.reason !== '' ? `“${detail.reason}”` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' · ');
};

const view = (event: ContractEvent): TimelineEvent => ({
  id: event.id,
  title: titleOf(event),
  detail: detailOf(event),
  at: event.at.toISOString(),
  receivedAt: event.receivedAt.toISOString(),
  by: event.actor === 'SYSTEM' ? 'SpotDraft' : event.actor,
  how: event.how as TimelineEvent['how'],
  mark: event.mark as TimelineEvent['mark'],
});

/** A contract's events, newest first, a page at a time. The cursor is the place of the last one shown. */
export const timeline = async (
  db: Db,
  which: { portalId: number; contractId: string },
  before: string | undefined,
): Promise<Result<TimelineView, CardError>> => {
  const contract = await db.contract.findFirst({
    where: { id: which.contractId, portalId: which.portalId },
    select: { id: true },
  });
  if (contract === null) return fail(cardError.notFound('This contract'));
  const [time, id] = (before ?? '').split('_');
  const at = time === undefined || time === '' ? null : new Date(time);
  const events = await db.contractEvent.findMany({
    where: {
      ...which,
      ...(at === null || Number.isNaN(at.getTime()) || id === undefined
        ? {}
        : { OR: [{ at: { lt: at } }, { at, id: { lt: id } }] }),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: pageSize + 1,
  });
  const shown = events.slice(0, pageSize);
  const last = shown.at(-1);
  return ok({
    events: shown.map(view),
    before: events.length > pageSize && last !== undefined ? `${last.at.toISOString()}_${last.id}` : null,
  });
};
