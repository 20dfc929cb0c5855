import type { Contract } from '../../../platform/database/generated/client.ts';
import type { VendorFailure } from '../../../platform/vendor-failure.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { Deps } from '../../deps.ts';

/** An upload, the longest of these calls, is cut after a minute (hubspot/calls/files.ts). In milliseconds. */
const longestWriteMs = 60_000;

type Made = { id: string };
type Answer<Value> = Promise<Result<Value, VendorFailure>>;

export type OneWrite = {
  /** What an earlier attempt made, or null. */
  look: () => Answer<Made | null>;
  /** All that comes before the write; what it gives is the write itself. */
  prepare: () => Answer<() => Answer<Made>>;
};

const stillOpen: VendorFailure = {
  kind: 'unclear',
  processed: 'maybe',
  text: {
    log: 'what HubSpot was asked for without an answer may still appear',
    admin:
      'HubSpot did not say whether it took what it was asked to keep; DealDraft looks for it before it asks again',
    seller: 'HubSpot has not answered yet; DealDraft keeps looking.',
  },
};

/**
 * Makes a file or a note of a contract once, though HubSpot has no key against their repetition: in the way in which a
 * contract is created. The attempt is written down before the call; one whose end is not known is looked for, and only
 * what did not appear over the whole window after the call is asked for again.
 *
 * Whoever stores the id clears `writeOpenUntil` with it.
 */
export const writeOnce = async (
  deps: Pick<Deps, 'db' | 'now' | 'settings'>,
  contract: Contract,
  write: OneWrite,
): Answer<Made> => {
  const { id, portalId, writeOpenUntil } = contract;
  if (writeOpenUntil !== null) {
    // HubSpot answers with what it had when it was asked: a look that began within the window says nothing of its end.
    const askedAt = deps.now().getTime();
    const found = await write.look();
    if (!found.ok) return found;
    if (found.value !== null) return ok(found.value);
    const windowMs = deps.settings.lookUpDelaysMs.reduce((sum, ms) => sum + ms, 0);
    if (askedAt < writeOpenUntil.getTime() + windowMs) return fail(stillOpen);
  }
  const prepared = await write.prepare();
  if (!prepared.ok) return prepared;

  const keepOpen = async (was: Date | null, until: Date | null): Promise<boolean> => {
    const { count } = await deps.db.contract.updateMany({
      where: { id, portalId, writeOpenUntil: was },
      data: { writeOpenUntil: until },
    });
    return count === 1;
  };
  const latest = new Date(deps.now().getTime() + longestWriteMs);
  // Otherwise another run of the job is at it.
  if (!(await keepOpen(writeOpenUntil, latest))) return fail(stillOpen);
  const written = await prepared.value();
  if (!written.ok) await keepOpen(latest, written.failure.processed === 'no' ? null : deps.now());
  return written;
};
