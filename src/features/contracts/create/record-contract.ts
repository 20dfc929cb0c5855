import type { Db } from '../../../platform/database/client.ts';
import type { Contract, Prisma, Request } from '../../../platform/database/generated/client.ts';
import type { Enqueue } from '../../jobs/catalogue.ts';
import type { Contract as SpotDraftContract } from '../../../spotdraft/answers/contract.ts';
import type { Plan } from '@dealdraft/wire/plan.ts';
import { projectDeal } from '../../deals/deal-projection.ts';
import { addEvent } from '../../history/events.ts';
import { peopleSchema } from '../status/people.ts';
import { clearProblem } from '../../problems/problems.ts';
import { isContractStatus } from '../status/state-graph.ts';

/** Signatories and the counterparty's contact as they were sent: shown before SpotDraft tells more. */
const peopleOf = (plan: Plan): Prisma.InputJsonObject => {
  const { signatories, counterparties } = plan.contract;
  const [counterparty] = counterparties;
  return peopleSchema.parse({
    signatories: signatories.map((person) => ({
      name: person.name,
      email: person.email,
      side: person.isCounterparty ? 'counterparty' : 'ours',
      order: person.signOrder ?? null,
      askedAt: null,
      signedAt: null,
      declinedAt: null,
    })),
    counterparty:
      counterparty === undefined
        ? null
        : {
            name: [counterparty.pointOfContact.firstName, counterparty.pointOfContact.lastName]
              .filter(Boolean)
              .join(' '),
            email: counterparty.pointOfContact.email,
          },
  });
};

export type Recorded = { contract: Contract; isNew: boolean };

/**
 * Ends a request in its contract: row, event, projection and the echo check in one transaction. Recording the same
 * contract twice changes nothing, whichever of the answer, the look-up and the webhook comes first.
 */
export const recordContract = async (
  deps: { tx: Db; enqueue: Enqueue; now: () => Date },
  request: Request,
  made: SpotDraftContract,
): Promise<Recorded> => {
  const { tx, enqueue, now } = deps;
  const { portalId, dealId, workspaceId } = request;
  const plan = request.plan as unknown as Plan;
  const existing = await tx.contract.findFirst({
    where: { portalId, workspaceId, numericId: made.id.numeric },
  });
  if (existing !== null) {
    await endRequest(tx, request);
    return { contract: existing, isNew: false };
  }
  const [contract] = await tx.contract.createManyAndReturn({
    data: [
      {
        portalId,
        workspaceId,
        dealId,
        requestId: request.id,
        spotdraftId: made.id.composite,
        numericId: made.id.numeric,
        referenceId: made.referenceId,
        name: made.name,
        link: made.link,
        templateId: request.templateId,
        templateName: request.templateName,
        mappingVersionId: request.mappingVersionId,
        origin: 'generated',
        status: isContractStatus(made.status) ? made.status : 'DRAFT',
        statusAt: made.createdAt,
        statusMicros: BigInt(made.createdAt.getTime()) * 1000n,
        statusFrom: 'created',
        verifiedAt: now(),
        sentPlan: request.plan ?? {},
        sentData: plan.contract.contractData as Prisma.InputJsonObject,
        people: peopleOf(plan),
        createdAt: made.createdAt,
        createdBy: request.requestedBy,
      },
    ],
    skipDuplicates: true,
  });
  await endRequest(tx, request);
  if (contract === undefined) {
    const faster = await tx.contract.findFirstOrThrow({
      where: { portalId, workspaceId, OR: [{ numericId: made.id.numeric }, { requestId: request.id }] },
    });
    return { contract: faster, isNew: false };
  }
  await addEvent(tx, {
    portalId,
    contractId: contract.id,
    kind: 'contract_generated',
    at: made.createdAt,
    how: request.origin === 'workflow' || request.origin === 'stage_rule' ? request.origin : 'card',
    actor: request.requestedBy,
    dedupeKey: `generated:${request.id}`,
    toStatus: contract.status,
    detail: { requestId: request.id, ...(request.reason === null ? {} : { reason: request.reason }) },
  });
  await enqueue(tx, 'contract.echo', { payload: { portalId, contractId: contract.id }, background: true });
  await projectDeal({ tx, enqueue }, portalId, dealId);
  return { contract, isNew: true };
};

const endRequest = async (tx: Db, request: Request): Promise<void> => {
  await tx.request.updateMany({
    where: { id: request.id, portalId: request.portalId, state: { in: ['queued', 'creating', 'checking'] } },
    data: { state: 'created' },
  });
  await clearProblem(tx, { portalId: request.portalId, kind: 'request_unclear', about: request.id });
};
