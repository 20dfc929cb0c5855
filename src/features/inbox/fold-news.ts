import type { Contract, Prisma } from '../../platform/database/generated/client.ts';
import { dedupeKey, type SpotDraftEvent } from '../../spotdraft/inbound/webhook-event.ts';
import { statusStep } from '../contracts/status/change-status.ts';
import { forgetSignatures, noteSigner, readPeople, type People } from '../contracts/status/people.ts';
import { clockMarginMs, judge, type Judgment } from '../contracts/status/state-graph.ts';
import type { NewEvent } from '../history/events.ts';
import type { JobName } from '../jobs/catalogue.ts';

/** What news can change of a contract, and what they are judged by. */
export const newsFields = {
  id: true,
  portalId: true,
  workspaceId: true,
  dealId: true,
  numericId: true,
  name: true,
  status: true,
  statusAt: true,
  statusMicros: true,
  statusFrom: true,
  verifiedAt: true,
  heldFrom: true,
  verifyWantedAt: true,
  goneAt: true,
  sentAt: true,
  signedAt: true,
  executedAt: true,
  voidedAt: true,
  metadataWantedAt: true,
  people: true,
} as const satisfies Prisma.ContractSelect;
export type NewsContract = Pick<Contract, keyof typeof newsFields>;

/** What became of a delivery, as the inbox shows it. */
export type Outcome = {
  outcome: 'applied' | 'noted' | 'late' | 'verify' | 'adopted' | 'not_ours' | 'ignored' | 'unreadable';
  text?: string;
};

export type News = { deliveryId: string; event: SpotDraftEvent };
type Told = Extract<JobName, 'contract.people' | 'contract.finish' | 'contract.verify'>;

/** What one piece of news makes of a contract: the row as it is then, its event, and what follows. */
export type Folded = {
  contract: NewsContract;
  event: NewEvent;
  outcome: Outcome;
  jobs: Told[];
  /** Whether its deal may have to say something else. */
  shows: boolean;
};

const readsPeople = new Set(['CONTRACT_APPROVAL_REQUESTED', 'CONTRACT_APPROVAL_COMPLETED']);
const readsMetadata = new Set(['CONTRACT_KEY_POINTER_CREATION', 'CONTRACT_KEY_POINTER_UPDATION']);

/** Brings news to a contract, by nothing but what is known of it; news after news, a whole set is folded. */
export const foldNews = (before: NewsContract, { deliveryId, event }: News, now: Date): Folded => {
  const judgment = judge(
    {
      status: before.status,
      statusMicros: before.statusMicros,
      trustAfter:
        before.statusFrom === 'verified' ? new Date(before.verifiedAt.getTime() + clockMarginMs) : null,
    },
    { activity: event.activity, status: event.contract?.status ?? '', micros: event.occurredMicros },
    now,
  );
  // Approvals and contract metadata come without their content: they are read, by jobs that wait behind people's calls.
  const wantsMetadata = readsMetadata.has(event.activity) && before.executedAt !== null;
  const contract = {
    ...before,
    ...sideEffectsOf(before, event, { judgment, now }),
    ...(wantsMetadata ? { metadataWantedAt: now } : {}),
  };
  const jobs: Told[] = [
    ...(readsPeople.has(event.activity) ? (['contract.people'] as const) : []),
    ...(wantsMetadata ? (['contract.finish'] as const) : []),
  ];
  const told: NewEvent = {
    portalId: before.portalId,
    contractId: before.id,
    kind: event.activity,
    at: event.occurredAt,
    how: 'webhook',
    actor: event.performedBy?.email ?? event.performedBy?.name ?? null,
    deliveryId,
    dedupeKey: dedupeKey(event),
    detail: event.details as Prisma.InputJsonObject,
  };
  return judged({ contract, event: told, jobs }, event, { judgment, now });
};

const judged = (
  { contract, event, jobs }: Pick<Folded, 'contract' | 'event' | 'jobs'>,
  news: SpotDraftEvent,
  { judgment, now }: { judgment: Judgment; now: Date },
): Folded => {
  switch (judgment.verdict) {
    case 'apply': {
      const step = {
        to: judgment.status,
        at: news.occurredAt,
        micros: news.occurredMicros,
        from: 'webhook',
        learntAt: now,
      } as const;
      return {
        contract: { ...contract, ...statusStep(contract, step) },
        event: { ...event, fromStatus: contract.status, toStatus: judgment.status },
        outcome: { outcome: 'applied' },
        jobs: judgment.status === 'EXECUTED' ? [...jobs, 'contract.finish'] : jobs,
        shows: true,
      };
    }
    case 'confirm':
      return {
        contract: {
          ...contract,
          // What was read carries no time of SpotDraft's: a webhook that agrees gives it one again.
          statusAt: news.occurredAt,
          statusMicros: news.occurredMicros,
          verifiedAt: now,
          ...(contract.statusFrom === 'verified' ? {} : { statusFrom: 'webhook' }),
        },
        event,
        outcome: { outcome: 'noted' },
        jobs,
        shows: true,
      };
    case 'late': {
      // The first fact about a contract often comes after the second; being overtaken says nothing there.
      const isFirst = news.activity === 'CONTRACT_CREATED';
      return {
        contract,
        event: { ...event, mark: isFirst ? null : 'late' },
        outcome: isFirst
          ? { outcome: 'noted' }
          : { outcome: 'late', text: 'It is older than what was known and changed nothing.' },
        jobs,
        shows: false,
      };
    }
    case 'verify':
      return {
        contract: { ...contract, verifyWantedAt: now },
        event,
        outcome: { outcome: 'verify', text: `SpotDraft was asked, because ${judgment.why}.` },
        jobs: [...jobs, 'contract.verify'],
        shows: false,
      };
  }
};

type SideEffects = { name?: string; signedAt?: Date | null; people?: People };

/**
 * What an event says beside the status. Nothing of it is undone by a late one: each fact carries its own time, or the
 * present one where its own is still to come, for that would stand above every later fact.
 */
const sideEffectsOf = (
  contract: NewsContract,
  event: SpotDraftEvent,
  { judgment, now }: { judgment: Judgment; now: Date },
): SideEffects => {
  const occurredAt = event.occurredAt < now ? event.occurredAt : now;
  const at = occurredAt.toISOString();
  const people = readPeople(contract.people);
  const isOurs = (email: string): boolean =>
    people.signatories.some(
      (person) => person.side === 'ours' && person.email.toLowerCase() === email.toLowerCase(),
    );
  const note = (
    who: { email?: string | null; name?: string | null } | null,
    what: 'asked' | 'signed' | 'declined',
  ): SideEffects =>
    who?.email == null
      ? {}
      : { people: noteSigner(people, { email: who.email, name: who.name ?? null, what, at }, isOurs) };
  const renamed =
    event.contract !== null &&
    judgment.verdict !== 'late' &&
    event.contract.title !== '' &&
    event.contract.title !== contract.name
      ? { name: event.contract.title }
      : {};
  switch (event.activity) {
    case 'CONTRACT_SIGNED':
      return {
        ...renamed,
        ...note(event.performedBy, 'signed'),
        ...((contract.signedAt?.getTime() ?? 0) < occurredAt.getTime() ? { signedAt: occurredAt } : {}),
      };
    case 'CONTRACT_SIGNATURE_DECLINED':
      return { ...renamed, ...note(event.performedBy, 'declined') };
    case 'CONTRACT_SIGNATURE_REQUESTED_NOTIFICATION_SENT':
      return { ...renamed, ...note(event.signatory, 'asked') };
    case 'CONTRACT_UNMARK_FOR_EXECUTION':
      return judgment.verdict === 'late'
        ? {}
        : { ...renamed, people: forgetSignatures(people), signedAt: null };
    default:
      return renamed;
  }
};
