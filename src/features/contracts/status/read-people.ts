import type { JobContext } from '../../../platform/jobs/jobs.ts';
import { done, type JobEnd } from '../../../platform/jobs/job-end.ts';
import { withSpotDraft } from '../../vendors/with-vendor.ts';
import type { SpotDraftClient } from '../../../spotdraft/client.ts';
import type { SpotDraftFailure } from '../../../spotdraft/transport/failure.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { Contract, Prisma } from '../../../platform/database/generated/client.ts';
import type { Deps } from '../../deps.ts';
import { readPeople, signatoriesAt, type People } from './people.ts';

/** Job `contract.people`: reads recipients and approvals, whose webhooks come without their content. */
export const refreshPeople = async (
  deps: Deps,
  job: { portalId: number; contractId: string },
  context: JobContext,
): Promise<JobEnd> => {
  const contract = await deps.db.contract.findFirst({
    where: { id: job.contractId, portalId: job.portalId, unlinkedAt: null },
  });
  if (contract === null) return done;
  const { workspaceId, portalId } = contract;
  return withSpotDraft(deps, { portalId, workspaceId }, (client) =>
    readFrom(deps, client, { contract, context }),
  );
};

const readFrom = async (
  deps: Deps,
  client: SpotDraftClient,
  { contract, context }: { contract: Contract; context: JobContext },
): Promise<Result<JobEnd, SpotDraftFailure>> => {
  const { db } = deps;
  const id = { composite: contract.spotdraftId, numeric: contract.numericId };
  const [recipients, approvals] = await Promise.all([
    client.getRecipients(id, { signal: context.signal }),
    client.getApprovals(id, { signal: context.signal }),
  ]);
  for (const part of [recipients, approvals]) {
    if (!part.ok && part.failure.kind !== 'not_found') return part;
  }
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "contract" WHERE "id" = ${contract.id}::uuid FOR UPDATE`;
    const current = await tx.contract.findUniqueOrThrow({ where: { id: contract.id } });
    const people = readPeople(current.people);
    const merged: People = {
      ...people,
      signatories: recipients.ok ? mergeSignatories(people, recipients.value) : people.signatories,
      approvals: approvals.ok
        ? approvals.value.map((approval) => ({
            name: approval.name,
            approver: approval.approver,
            status: approval.status,
            notes: approval.notes,
            sentAt: approval.sentAt?.toISOString() ?? null,
          }))
        : people.approvals,
    };
    await tx.contract.updateMany({
      where: { id: contract.id, portalId: contract.portalId },
      data: { people: merged as Prisma.InputJsonObject, peopleAt: deps.now() },
    });
  });
  return ok(done);
};

type Recipient = {
  type: string;
  person: { name: string; email: string | null } | null;
  order: number | null;
  sentAt: Date | null;
  action: { isSuccess: boolean; at: Date | null } | null;
};

/**
 * What SpotDraft lists wins; which side someone is on is known from what was sent. SpotDraft lists no side, and one
 * person may be on both: of several under one address, the one of the same order is meant, else the next in line.
 */
export const mergeSignatories = (people: People, recipients: readonly Recipient[]): People['signatories'] => {
  const left = [...people.signatories];
  const takeKnown = (who: { email: string; name: string | null }, order: number | null) => {
    const candidates = signatoriesAt(left, who);
    const known = candidates.find((each) => order !== null && each.order === order) ?? candidates[0];
    if (known !== undefined) left.splice(left.indexOf(known), 1);
    return known;
  };
  const listed = recipients.flatMap(({ type, person, order, sentAt, action }) => {
    if (type !== 'SIGNATORY' || person?.email == null) return [];
    const { email } = person;
    const known = takeKnown({ email, name: person.name || null }, order);
    const at = action?.at?.toISOString() ?? null;
    return [
      {
        name: person.name || email,
        email,
        side: known?.side ?? ('counterparty' as const),
        order,
        askedAt: sentAt?.toISOString() ?? known?.askedAt ?? null,
        signedAt: action?.isSuccess === true ? (at ?? known?.signedAt ?? new Date(0).toISOString()) : null,
        declinedAt: action?.isSuccess === false ? at : null,
      },
    ];
  });
  return listed.length > 0 ? listed : people.signatories;
};
