import { projectDeal } from '../../deals/deal-projection.ts';
import type { Deps } from '../../deps.ts';
import { addEvent } from '../../history/events.ts';
import type { LocalAct } from './keep-changes.ts';

/** Takes a contract off its deal. The contract itself, at SpotDraft, is untouched; the row stays, so the sweep does not bring it back. */
export const unlinkContract = async (deps: Deps, { contract, by, reason, how }: LocalAct): Promise<void> => {
  const { id, portalId, dealId } = contract;
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.contract.updateMany({
      where: { id, portalId, unlinkedAt: null },
      data: { unlinkedAt: deps.now() },
    });
    if (count === 0) return;
    await addEvent(tx, {
      portalId,
      contractId: id,
      kind: 'contract_unlinked',
      at: deps.now(),
      how,
      actor: by,
      dedupeKey: `unlinked:${deps.now().toISOString()}`,
      detail: { reason, dealId },
    });
    await projectDeal({ tx, enqueue: deps.enqueue }, portalId, dealId);
  });
};
