import type { ActionId, ActionView } from '@dealdraft/wire/card.ts';
import type { ContractStatus } from '@dealdraft/wire/contract-status.ts';

/** What decides whether an action is possible; all of it is known locally. */
export type ActionFacts = {
  status: ContractStatus;
  hasLink: boolean;
  /** Name of an action that is under way. */
  underWay: string | null;
  approvalsPending: readonly string[];
  signatoriesPending: number;
  /** Hours since the signatories were last asked; null when unknown. */
  hoursSinceAsked: number | null;
  /** The contract was made from a mapping, so its data can be made anew. */
  hasPlan: boolean;
  drift: { open: boolean; canUpdate: boolean; blocksSending: boolean };
  gone: boolean;
  mayAct: boolean;
};

const labels: Record<ActionId, string> = {
  send_for_review: 'Send for review',
  mark_for_signature: 'Send for signature',
  take_back_from_signature: 'Recall from signature',
  remind: 'Send reminder',
  void: 'Void contract',
  refresh_from_deal: 'Update with deal values',
  regenerate: 'Regenerate',
  keep_changes: 'Keep current contract',
  open_in_spotdraft: 'Open in SpotDraft',
  copy_link: 'Copy link',
  download: 'Download',
  check_now: 'Refresh status',
  unlink: 'Unlink from this deal',
};

export const actionLabel = (action: ActionId): string => labels[action];

const changesNothing = new Set<ActionId>([
  'open_in_spotdraft',
  'copy_link',
  'download',
  'check_now',
  'regenerate',
]);

const onHold = 'The contract is on hold. Take it off hold in SpotDraft first.';
const executed = 'Fully signed contracts can’t be changed.';
const voided = 'The contract is void.';

const byStatus = (
  facts: ActionFacts,
  answers: Partial<Record<ContractStatus, string | null>>,
): string | null => {
  const { status } = facts;
  const given = answers[status];
  if (given !== undefined) return given;
  if (status === 'EXECUTED') return executed;
  if (status === 'VOIDED') return voided;
  if (status === 'ON_HOLD') return onHold;
  return null;
};

const sendingBlocked = (facts: ActionFacts): string | null => {
  if (facts.drift.open && facts.drift.blocksSending) {
    return 'The deal has changed since this contract was created. Update the contract, or keep it and say why, first.';
  }
  const [approval] = facts.approvalsPending;
  return approval === undefined ? null : `It needs approval first: ${facts.approvalsPending.join(', ')}.`;
};

/** Why an action is not possible, or null when it is. Every refusal is a sentence: no button is dead without a word. */
const whyNot: Record<ActionId, (facts: ActionFacts) => string | null> = {
  send_for_review: (f) => byStatus(f, { SIGN: 'Recall it from signature first.' }) ?? sendingBlocked(f),
  mark_for_signature: (f) => byStatus(f, { SIGN: 'It’s already out for signature.' }) ?? sendingBlocked(f),
  take_back_from_signature: (f) =>
    byStatus(f, { DRAFT: 'It isn’t out for signature.', REDLINING: 'It isn’t out for signature.' }),
  remind: (f) =>
    byStatus(f, {
      DRAFT: 'It isn’t out for signature yet.',
      REDLINING: 'It isn’t out for signature yet.',
    }) ?? (f.signatoriesPending === 0 ? 'Nobody is left to sign.' : null),
  void: (f) =>
    byStatus(f, {
      ON_HOLD: null,
      EXECUTED: 'A fully signed contract can’t be voided. Create an amendment or a termination instead.',
    }),
  refresh_from_deal: (f) =>
    byStatus(f, { SIGN: 'Recall it from signature first.' }) ??
    (!f.hasPlan
      ? 'It wasn’t created from this deal, so it has no mapping to update it with.'
      : !f.drift.open
        ? 'Already matches the deal.'
        : !f.drift.canUpdate
          ? 'These values can’t be changed from here once a contract exists. Change them in SpotDraft, or regenerate the contract.'
          : null),
  regenerate: (f) => (f.hasPlan ? null : 'It wasn’t created from this deal.'),
  keep_changes: (f) => (f.drift.open ? null : 'Already matches the deal.'),
  open_in_spotdraft: (f) => (f.hasLink ? null : 'SpotDraft has no link to it.'),
  copy_link: (f) => (f.hasLink ? null : 'SpotDraft has no link to it.'),
  download: () => null,
  check_now: () => null,
  unlink: () => null,
};

export const reasonAgainst = (action: ActionId, facts: ActionFacts): string | null => {
  const local = action === 'open_in_spotdraft' || action === 'copy_link';
  if (facts.gone && action !== 'unlink' && action !== 'check_now' && !local)
    return 'This contract is no longer in SpotDraft. Refresh the status or unlink it.';
  // To ask SpotDraft is to act, though nothing changes by it.
  if (!facts.mayAct && (action === 'check_now' || !changesNothing.has(action)))
    return 'You don’t have permission to change contracts. Ask a DealDraft admin for access.';
  if (facts.underWay !== null && !changesNothing.has(action))
    return `“${facts.underWay}” is in progress. Wait until it’s done.`;
  return whyNot[action](facts);
};

export const actionViews = (facts: ActionFacts): ActionView[] =>
  (Object.keys(labels) as ActionId[]).map((id) => {
    const reason = reasonAgainst(id, facts);
    return reason === null
      ? { id, label: labels[id], enabled: true }
      : { id, label: labels[id], enabled: false, reason };
  });

/** The one thing that is the seller's to do next; null while it is somebody else's turn. */
export const nextAction = (facts: ActionFacts): ActionId | null => {
  const candidates: ActionId[] = [];
  if (facts.drift.open && facts.status === 'DRAFT') candidates.push('refresh_from_deal');
  if (facts.status === 'DRAFT') candidates.push('send_for_review');
  if (facts.status === 'REDLINING') candidates.push('mark_for_signature');
  if (facts.status === 'SIGN' && (facts.hoursSinceAsked ?? 0) >= 24) candidates.push('remind');
  return candidates.find((action) => reasonAgainst(action, facts) === null) ?? null;
};
