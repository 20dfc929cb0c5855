import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { mergeUpdates } from './deal-writes.ts';
import type { DealsWritten, DealUpdate } from './deal-writes.ts';
import type { HubSpotFailure } from '../transport/failure.ts';
import { batchSize } from './records.ts';

/** `stopped` is the failure that has nothing to do with any deal (no access, no budget, no answer), after which no more was sent; the deals left are in `failed` with it. */
export type DealsWrite = DealsWritten & { stopped: HubSpotFailure | null };
type Attempt = (updates: readonly DealUpdate[]) => Promise<Result<DealsWritten, HubSpotFailure>>;

/**
 * Writes any number of deals so that a bad one never holds back the others, in few calls. HubSpot refuses a whole
 * batch for one bad input. Then, in this order: those it names are set aside and the rest is sent again; those that
 * carry a property which does not exist or cannot be written are set aside without a call, for they would all fail;
 * else the batch is halved until the bad deal stands alone, and others with the very same refused value go with it.
 */
export const createWriteDeals =
  (attempt: Attempt) =>
  async (updates: readonly DealUpdate[]): Promise<Result<DealsWrite, HubSpotFailure>> => {
    const written: DealsWrite = { updated: [], merged: [], failed: [], stopped: null };
    let pending = chunk(mergeUpdates(updates));
    let locks = 0;
    while (pending.length > 0) {
      const [batch = [], ...later] = pending;
      pending = later;
      const answer = await attempt(batch);
      if (answer.ok) {
        written.updated.push(...answer.value.updated);
        written.merged.push(...answer.value.merged);
        written.failed.push(...answer.value.failed);
        continue;
      }
      const { failure } = answer;
      if (failure.kind === 'locked' && batch.length === 1) locks += 1;
      if (!isAboutInputs(failure) || locks > mostLocks) {
        written.stopped = failure;
        written.failed.push(...[batch, ...later].flat().map(({ id }) => ({ id, failure })));
        break;
      }
      const blamed = blame(failure, batch, later.flat());
      written.failed.push(...blamed.map(({ id }) => ({ id, failure })));
      const good = (list: readonly DealUpdate[]): DealUpdate[] =>
        list.filter((update) => !blamed.includes(update));
      const rest = good(batch);
      const parts = blamed.length > 0 ? [rest] : halves(rest);
      pending = [...parts, ...later.map(good)].filter((part) => part.length > 0);
    }
    return ok(written);
  };

const inputFaults: readonly string[] = [
  'invalid',
  'missing_values',
  'not_found',
  'conflict',
  'too_large',
  'locked',
];
const isAboutInputs = ({ kind }: HubSpotFailure): boolean => inputFaults.includes(kind);

/** A lock is of one record and passes. When so many stand alone and are locked, it is the account that is, and halving on would only cost calls. */
const mostLocks = 4;

/** The deals that this refusal settles. Empty when it does not say, and the batch must be halved. */
const blame = (
  failure: HubSpotFailure,
  batch: readonly DealUpdate[],
  later: readonly DealUpdate[],
): DealUpdate[] => {
  const inputs = 'inputs' in failure ? failure.inputs : [];
  const named = batch.filter(({ id }) => inputs.includes(id));
  if (named.length > 0) return named;

  const fields = failure.kind === 'invalid' ? failure.fields : [];
  const unwritable = fields.filter(
    ({ code }) => code === 'PROPERTY_DOESNT_EXIST' || code === 'READ_ONLY_VALUE',
  );
  const carriers = [...batch, ...later].filter((update) =>
    unwritable.some(({ property }) => property in update.properties),
  );
  if (carriers.some((update) => batch.includes(update))) return carriers;

  const [alone, ...others] = batch;
  if (alone === undefined || others.length > 0) return [];
  const sameValue = later.filter((update) =>
    fields.some(
      ({ property }) =>
        property in update.properties && update.properties[property] === alone.properties[property],
    ),
  );
  return [alone, ...sameValue];
};

const halves = (updates: readonly DealUpdate[]): DealUpdate[][] => {
  const middle = Math.ceil(updates.length / 2);
  return [updates.slice(0, middle), updates.slice(middle)];
};

const chunk = (updates: readonly DealUpdate[]): DealUpdate[][] =>
  Array.from({ length: Math.ceil(updates.length / batchSize) }, (_, index) =>
    updates.slice(index * batchSize, (index + 1) * batchSize),
  );
