import { toJson } from '../../../platform/database/to-json.ts';
import type { Contract } from '../../../platform/database/generated/client.ts';
import type { StoredDrift } from './action-facts.ts';
import type { Deps } from '../../deps.ts';
import { addEvent, type EventHow } from '../../history/events.ts';

export type LocalAct = { contract: Contract; by: string | null; reason: string; how: EventHow };

/** Someone saw that the deal differs and keeps the paper: holds for these very changes, not for later ones. */
export const keepChanges = async (deps: Deps, { contract, by, reason, how }: LocalAct): Promise<void> => {
  const { id, portalId } = contract;
  const drift = contract.drift as StoredDrift | null;
  if (drift === null) return;
  const kept = { by: by ?? '', at: deps.now().toISOString(), reason, fingerprint: drift.fingerprint };
  await deps.db.$transaction(async (tx) => {
    await tx.contract.updateMany({
      where: { id, portalId },
      data: { drift: toJson({ ...drift, kept }) },
    });
    await addEvent(tx, {
      portalId,
      contractId: id,
      kind: 'changes_kept',
      at: deps.now(),
      how,
      actor: by,
      dedupeKey: `kept:${drift.fingerprint}`,
      detail: { reason, fields: drift.changes.map(({ label }) => label) },
    });
  });
};
