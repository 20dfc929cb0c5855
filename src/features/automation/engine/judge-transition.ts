import { samePlace, type Cause, type Place, type Transition } from '../rules/facts.ts';
import type { DealStage } from '../../../platform/database/generated/client.ts';
import { unknownCause } from '../../wake/unknown-stage.ts';
import type { DealNow } from './read-deal.ts';

export type Seen = Pick<
  DealStage,
  'pipelineId' | 'stageId' | 'fromPipelineId' | 'fromStageId' | 'seq' | 'enteredAt' | 'cause'
>;
/** A deal that was merged into this one, and where it was seen last, if it ever was. */
export type Part = { dealId: string; isPrimary: boolean; seen: Seen | null };

/**
 * `entered`: rules that act on entering a stage are judged. `carriedOn`: the part whose last entry this still is.
 * `isUnknown`: the deal came with its stage, and nobody has told how yet.
 */
export type Judged = {
  last: Transition;
  entered: boolean;
  isNew: boolean;
  carriedOn: Part | null;
  isUnknown: boolean;
};
const causeOf = ({ cause }: Seen): Cause => (cause === unknownCause ? 'machine' : (cause as Cause));

const placeOf = (seen: Seen | null): Place | null =>
  seen?.pipelineId != null && seen.stageId !== null
    ? { pipelineId: seen.pipelineId, stageId: seen.stageId }
    : null;
const cameFrom = (seen: Seen): Place | null =>
  seen.fromPipelineId !== null && seen.fromStageId !== null
    ? { pipelineId: seen.fromPipelineId, stageId: seen.fromStageId }
    : null;

/** What became of the deal's stage since it was last seen, also as one of the deals that were merged into it. */
export function judgeTransition(
  { seen, parts }: { seen: Seen | null; parts: readonly Part[] },
  now: Pick<DealNow, 'deal' | 'entry'>,
): Judged {
  const place = placeOf(seen);
  if (place === null && parts.length > 0) return judgeMerged({ seen, parts }, now);
  const { entry, deal } = now;
  const to = { pipelineId: deal.pipelineId, stageId: deal.stageId };
  const isThere = samePlace(place, to);
  const isNew = !isThere || seen?.enteredAt?.getTime() !== entry.at;
  if (seen !== null && isThere && (!isNew || entry.byMerge)) {
    const last = { from: cameFrom(seen), to, seq: seen.seq, at: entry.at, cause: causeOf(seen) };
    return { entered: false, isNew, last, carriedOn: null, isUnknown: seen.cause === unknownCause };
  }
  const last = { from: entry.from ?? place, to, seq: (seen?.seq ?? 0) + 1, at: entry.at, cause: entry.cause };
  return { entered: true, isNew: true, last, carriedOn: null, isUnknown: false };
}

/**
 * The first look at a deal that came of a merge. It entered no stage by that: where it is now, its primary deal was
 * before. Only when that one was seen elsewhere, or somebody told that it moved, is its move still to be judged.
 */
function judgeMerged(
  { seen, parts }: { seen: Seen | null; parts: readonly Part[] },
  { entry, deal }: Pick<DealNow, 'deal' | 'entry'>,
): Judged {
  const to = { pipelineId: deal.pipelineId, stageId: deal.stageId };
  const primary = parts.filter(({ isPrimary }) => isPrimary);
  const meant = primary.length > 0 ? primary : parts;
  const known = meant.filter((part) => part.seen !== null);
  const there = known.find((part) => samePlace(placeOf(part.seen), to)) ?? null;
  const elsewhere = known.length > 0 && (primary.length > 0 || known.length === meant.length);
  const entered = entry.byMerge
    ? there === null && elsewhere
    : there?.seen?.enteredAt?.getTime() !== entry.at;
  // Past every number that a part's firings bear, so that none of this deal's is taken for one of theirs.
  const seq = 1 + Math.max(seen?.seq ?? 0, ...parts.map((part) => part.seen?.seq ?? 0));
  const before = known.map((part) => placeOf(part.seen)).find((place) => place !== null) ?? null;
  if (entered || there?.seen == null) {
    const last = { from: entry.from ?? before, to, seq, at: entry.at, cause: entry.cause };
    return { entered, isNew: true, last, carriedOn: null, isUnknown: !entered };
  }
  const last = { from: cameFrom(there.seen), to, seq, at: entry.at, cause: causeOf(there.seen) };
  return {
    entered: false,
    isNew: true,
    last,
    carriedOn: there,
    isUnknown: there.seen.cause === unknownCause,
  };
}
