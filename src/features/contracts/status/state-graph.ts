import { contractStatuses, type ContractStatus } from '@dealdraft/wire/contract-status.ts';

/**
 * From each status, those that may follow. `EXECUTED` and `VOIDED` are ends: only a verified read leaves them.
 * SpotDraft's help pages give the forward steps and that all but an executed contract can be voided; the back-steps
 * come from taking a contract back from signature (2026-11).
 */
const mayFollow: Record<ContractStatus, readonly ContractStatus[]> = {
  DRAFT: ['REDLINING', 'SIGN', 'EXECUTED', 'ON_HOLD', 'VOIDED'],
  REDLINING: ['DRAFT', 'SIGN', 'EXECUTED', 'ON_HOLD', 'VOIDED'],
  SIGN: ['DRAFT', 'REDLINING', 'EXECUTED', 'ON_HOLD', 'VOIDED'],
  ON_HOLD: ['DRAFT', 'REDLINING', 'SIGN', 'VOIDED'],
  EXECUTED: [],
  VOIDED: [],
};

export const isContractStatus = (text: string): text is ContractStatus =>
  (contractStatuses as readonly string[]).includes(text);

/** How each activity of a webhook bears on the status. Those not listed say nothing about it. */
const impliedStatus: Partial<Record<string, readonly ContractStatus[]>> = {
  CONTRACT_CREATED: ['DRAFT'],
  CONTRACT_SENT_TO_COUNTERPARTY: ['REDLINING', 'SIGN'],
  CONTRACT_MARK_FOR_EXECUTION: ['SIGN'],
  CONTRACT_UNMARK_FOR_EXECUTION: ['REDLINING', 'DRAFT'],
  CONTRACT_SIGNATURE_REQUESTED: ['SIGN'],
  CONTRACT_SIGNATURE_REQUESTED_NOTIFICATION_SENT: ['SIGN'],
  CONTRACT_SIGNED: ['SIGN'],
  CONTRACT_EXECUTED: ['EXECUTED'],
  CONTRACT_VOIDED: ['VOIDED'],
};

/**
 * What is known of a contract. A status that was read from SpotDraft carries no time of SpotDraft's, and the clocks
 * of the two may differ: until `trustAfter` (the time of the read and a margin) news that contradicts it is checked.
 */
export type KnownState = { status: ContractStatus; statusMicros: bigint; trustAfter: Date | null };

/** How far along a contract is. What is behind the ends is never gone back to by old news. */
const progress: Record<ContractStatus, number> = {
  DRAFT: 0,
  REDLINING: 1,
  SIGN: 2,
  ON_HOLD: 3,
  EXECUTED: 4,
  VOIDED: 4,
};
/** `micros`: SpotDraft's time of the event, in microseconds since 1970. */
export type StatusNews = { activity: string; status: string; micros: bigint };

/**
 * What a webhook does to a contract's status.
 * - `apply`: newer than what is known, and a legal step: trusted without asking SpotDraft.
 * - `confirm`: newer, same status: the time of knowledge moves on, nothing else.
 * - `late`: older than what is known, and behind it: kept in the timeline, changes nothing.
 * - `verify`: illegal, unknown, contradictory, or dated by a clock that is not to be trusted: SpotDraft is asked
 *   (batched) instead of guessing.
 */
export type Judgment =
  | { verdict: 'apply'; status: ContractStatus }
  | { verdict: 'confirm' }
  | { verdict: 'late' }
  | { verdict: 'verify'; why: string };

export const judge = (known: KnownState, news: StatusNews, now: Date): Judgment => {
  const nowMicros = BigInt(now.getTime()) * 1000n;
  // Were it believed, all that happens until then would look old.
  if (news.micros > nowMicros + BigInt(clockMarginMs) * 1000n)
    return { verdict: 'verify', why: 'it carries a time that is still to come' };
  if (news.micros < known.statusMicros) return judgeOld(known, news, nowMicros);
  if (news.activity === 'CONTRACT_DELETED')
    return { verdict: 'verify', why: 'the contract was moved to the deleted tab' };
  if (!isContractStatus(news.status))
    return { verdict: 'verify', why: `the status "${news.status}" is not one that SpotDraft documents` };
  const implied = impliedStatus[news.activity];
  if (implied !== undefined && !implied.includes(news.status) && news.status !== 'ON_HOLD') {
    return { verdict: 'verify', why: `${news.activity} came with the status ${news.status}` };
  }
  if (news.status === known.status) return { verdict: 'confirm' };
  if (news.micros === known.statusMicros) {
    return { verdict: 'verify', why: 'two statuses carry the same time' };
  }
  if (known.trustAfter !== null && news.micros <= BigInt(known.trustAfter.getTime()) * 1000n) {
    return { verdict: 'verify', why: 'it contradicts what was read from SpotDraft at about the same time' };
  }
  if (!mayFollow[known.status].includes(news.status)) {
    return { verdict: 'verify', why: `${known.status} cannot become ${news.status}` };
  }
  return { verdict: 'apply', status: news.status };
};

/**
 * Old news changes nothing by itself. But a contract that was already further along than we think it is now may have
 * been overtaken by a wrong time rather than by a later act, and so may any that we know from a time still to come.
 */
const judgeOld = (known: KnownState, news: StatusNews, nowMicros: bigint): Judgment => {
  if (!isContractStatus(news.status) || news.status === known.status) return { verdict: 'late' };
  if (known.statusMicros > nowMicros)
    return { verdict: 'verify', why: 'what was known carries a time that is still to come' };
  return progress[news.status] > progress[known.status]
    ? {
        verdict: 'verify',
        why: `it is older than what was known, and ${news.status} comes after ${known.status}`,
      }
    : { verdict: 'late' };
};

/** Where a contract on hold was before: kept while it is on hold, forgotten when it leaves. */
export const heldFrom = (
  before: ContractStatus,
  beforeHeldFrom: ContractStatus | null,
  after: ContractStatus,
): ContractStatus | null => {
  if (after !== 'ON_HOLD') return null;
  return before === 'ON_HOLD' ? beforeHeldFrom : before;
};

/** SpotDraft's clock may be so far from ours: more than two honest clocks are apart; HubSpot's signatures assume the same. */
export const clockMarginMs = 5 * 60_000;
