import type { SpotDraftFailure } from '../../spotdraft/transport/failure.ts';
import type { Filter } from '../../spotdraft/calls/filters.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { compareContracts } from './compare-contracts.ts';
import type { Position } from './position.ts';
import { pageSize, type PageDone, type StepPage, type SweepAround } from './repair.ts';

type Changes = Extract<Position, { step: 'changes' }>;
type Recent = Extract<Position, { step: 'recent' }>;

/**
 * Reads what changed in the run's window, from the last page to the first.
 *
 * SpotDraft's list has pages but no sort, and contracts change while it is read. The window is closed: its end lies so
 * far back that no change can fall into it any more. So it only shrinks, when a contract changes anew (and is then
 * found by `recent` or the next sweep) or is deleted. What shrinks moves the others towards the first page. Read
 * backwards, a contract that moves is met again, never passed by, whatever the order is, as long as unchanged contracts
 * keep theirs. Read forwards, each one that left would hide another behind a page's edge.
 */
export const readChanges: StepPage<Changes> = async (around, position) => {
  const { windowFrom, windowTo } = around.run;
  if (windowFrom.getTime() >= windowTo.getTime())
    return ok({ checked: 0, calls: 0, repairs: [], next: null });
  const filter = { gte: windowFrom.toISOString(), lte: windowTo.toISOString() };
  const page = position.page ?? 1;
  const read = await readPage(around, { page, filter });
  if (!read.ok) return read;
  const { done, last } = read.value;
  // The first page tells how many there are. Where there are others, it is read once more at the end.
  const next = position.page === null ? (last > 1 ? last : 0) : page - 1;
  return ok({ ...done, next: next > 0 ? { step: 'changes', page: next } : null });
};

/**
 * What changed since the window's end, forwards: few contracts, of which one can slip behind a page's edge. The next
 * sweep reads the same time again as its closed window, and misses none.
 */
export const readRecent: StepPage<Recent> = async (around, position) => {
  const page = position.page ?? 1;
  const read = await readPage(around, { page, filter: { gte: around.run.windowTo.toISOString() } });
  if (!read.ok) return read;
  const { done, last } = read.value;
  return ok({ ...done, next: page < last ? { step: 'recent', page: page + 1 } : null });
};

const readPage = async (
  around: SweepAround,
  { page, filter }: { page: number; filter: Filter },
): Promise<Result<{ done: PageDone; last: number }, SpotDraftFailure>> => {
  const listed = await around.spotdraft.listContracts(
    { page, limit: pageSize, filters: { last_updated_on: filter } },
    { signal: around.signal },
  );
  if (!listed.ok) {
    // A page that is no more, because the window shrank, may be answered as missing.
    if (page > 1 && listed.failure.kind === 'not_found')
      return ok({ done: { checked: 0, calls: 1, repairs: [], next: null }, last: page });
    return listed;
  }
  const compared = await compareContracts(around, listed.value.contracts);
  if (!compared.ok) return fail(compared.failure);
  return ok({
    done: { ...compared.value, calls: compared.value.calls + 1, next: null },
    last: Math.max(1, Math.ceil(listed.value.totalResults / pageSize)),
  });
};
