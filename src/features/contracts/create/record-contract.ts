import { storedPlan } from './stored-plan.ts';
import type { Db } from '../../../platform/database/client.ts';
import type { Contract, Prisma, Request } from '../../../platform/database/generated/client.ts';
import type { Enqueue } from '../../jobs/catalogue.ts';
import type { Contract as SpotDraftContract } from '../../../spotdraft/answers/contract.ts';
import type { Plan } from '@dealdraft/wire/plan.ts';
import { peopleSchema } from '../status/people.ts';
import { clearProblem } from '../../problems/problems.ts';
import { insertContract, shownStatus } from './insert-contract.ts';

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
  const { tx } = deps;
  const { portalId, dealId, workspaceId } = request;
  const plan = storedPlan(request.plan);
  const existing = await tx.contract.findFirst({
    where: { portalId, workspaceId, numericId: made.id.numeric },
  });
  if (existing !== null) {
    await endRequest(tx, request);
    return { contract: existing, isNew: false };
  }
  const contract = await insertContract(deps, {
    portalId,
    workspaceId,
    dealId,
    found: made,
    origin: 'generated',
    more: {
      requestId: request.id,
      templateId: request.templateId,
      templateName: request.templateName,
      mappingVersionId: request.mappingVersionId,
      sentPlan: request.plan ?? {},
      sentData: plan.contract.contractData as Prisma.InputJsonObject,
      people: peopleOf(plan),
      createdBy: request.requestedBy,
    },
    event: {
      kind: 'contract_generated',
      at: made.createdAt,
      how: request.origin === 'workflow' || request.origin === 'stage_rule' ? request.origin : 'card',
      actor: request.requestedBy,
      dedupeKey: `generated:${request.id}`,
      toStatus: shownStatus(made),
      detail: { requestId: request.id, ...(request.reason === null ? {} : { reason: request.reason }) },
    },
    read: 'contract.echo',
  });
  await endRequest(tx, request);
  if (contract !== null) return { contract, isNew: true };
  const faster = await tx.contract.findFirstOrThrow({
    where: { portalId, workspaceId, OR: [{ numericId: made.id.numeric }, { requestId: request.id }] },
  });
  return { contract: faster, isNew: false };
};

const endRequest = async (tx: Db, request: Request): Promise<void> => {
  await tx.request.updateMany({
    where: { id: request.id, portalId: request.portalId, state: { in: ['queued', 'creating', 'checking'] } },
    data: { state: 'created' },
  });
  await clearProblem(tx, { portalId: request.portalId, kind: 'request_unclear', about: request.id });
};
