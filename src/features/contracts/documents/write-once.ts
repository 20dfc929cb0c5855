import type { Contract } from '../../../platform/database/generated/client.ts';
import type { VendorFailure } from '../../../platform/vendor-failure.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { Deps } from '../../deps.ts';
import { attempt, type Look } from '../../vendors/attempt.ts';

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
  const keepOpen = async (was: Date | null, until: Date | null): Promise<boolean> => {
    const { count } = await deps.db.contract.updateMany({
      where: { id, portalId, writeOpenUntil: was },
      data: { writeOpenUntil: until },
    });
    return count === 1;
  };
  let latest: Date | null = null;
  const end = await attempt<Made, VendorFailure>({
    isOpen: writeOpenUntil !== null,
    look: () => look(deps, write, writeOpenUntil ?? deps.now()),
    prepare: write.prepare,
    mark: () => {
      latest = new Date(deps.now().getTime() + longestWriteMs);
      return keepOpen(writeOpenUntil, latest);
    },
    unmark: async () => {
      await keepOpen(latest, null);
    },
    leaveOpen: async () => {
      await keepOpen(latest, deps.now());
    },
  });
  if (end.is === 'made') return ok(end.value);
  return fail('failure' in end ? end.failure : stillOpen);
};

const look = async (
  deps: Pick<Deps, 'now' | 'settings'>,
  write: OneWrite,
  openUntil: Date,
): Promise<Look<Made, VendorFailure>> => {
  // HubSpot answers with what it had when it was asked: a look that began within the window says nothing of its end.
  const askedAt = deps.now().getTime();
  const found = await write.look();
  if (!found.ok) return { is: 'unseen', failure: found.failure };
  if (found.value !== null) return { is: 'made', value: found.value };
  const windowMs = deps.settings.lookUpDelaysMs.reduce((sum, ms) => sum + ms, 0);
  return { is: askedAt < openUntil.getTime() + windowMs ? 'not_yet' : 'absent' };
};
