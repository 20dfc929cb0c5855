import type { Db } from '../../../platform/database/client.ts';
import type { Contract, Prisma } from '../../../platform/database/generated/client.ts';
import type { Contract as SpotDraftContract } from '../../../spotdraft/answers/contract.ts';
import { projectDeal } from '../../deals/deal-projection.ts';
import { addEvent, type NewEvent } from '../../history/events.ts';
import type { Enqueue } from '../../jobs/catalogue.ts';
import { isContractStatus } from '../status/state-graph.ts';

/** A contract that SpotDraft has and that gets its row here, however it became known. */
export type NewContract = {
  portalId: number;
  workspaceId: string;
  dealId: string;
  found: SpotDraftContract;
  origin: 'generated' | 'adopted' | 'linked';
  /** What only this origin knows. */
  more: Partial<Prisma.ContractCreateManyInput>;
  event: Omit<NewEvent, 'portalId' | 'contractId'>;
  /** What is still to be read of it. */
  read?: 'contract.echo' | 'contract.people';
};

export const shownStatus = ({ status }: SpotDraftContract) => (isContractStatus(status) ? status : 'DRAFT');

/**
 * Gives a contract its row, with its event, its deal's projection and the work that follows, in the caller's transaction. Null
 * when it has one already: whoever was faster has done all that.
 */
export const insertContract = async (
  { tx, enqueue, now }: { tx: Db; enqueue: Enqueue; now: () => Date },
  { portalId, workspaceId, dealId, found, origin, more, event, read }: NewContract,
): Promise<Contract | null> => {
  const [contract] = await tx.contract.createManyAndReturn({
    data: [
      {
        portalId,
        workspaceId,
        dealId,
        spotdraftId: found.id.composite,
        numericId: found.id.numeric,
        referenceId: found.referenceId,
        name: found.name,
        link: found.link,
        origin,
        status: shownStatus(found),
        statusAt: found.createdAt,
        statusMicros: BigInt(found.createdAt.getTime()) * 1000n,
        statusFrom: origin === 'generated' ? 'created' : 'verified',
        verifiedAt: now(),
        createdAt: found.createdAt,
        createdBy: found.createdBy,
        ...more,
      },
    ],
    skipDuplicates: true,
  });
  if (contract === undefined) return null;
  const payload = { portalId, contractId: contract.id };
  await addEvent(tx, { ...event, ...payload });
  if (read !== undefined) await enqueue(tx, read, { payload, background: true });
  if (contract.status === 'EXECUTED') await enqueue(tx, 'contract.finish', { payload, background: true });
  await projectDeal({ tx, enqueue }, portalId, dealId);
  return contract;
};
