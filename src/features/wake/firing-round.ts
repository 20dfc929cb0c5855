import type { Cause, PastFiring } from '../automation/rules/facts.ts';

type Round = { id: string; round: string };

/** The round in which a rule first decided: one that a person had tried again belongs to the same. */
export const firstRound = ({ round }: Pick<Round, 'round'>): string => round.split('/')[0] ?? round;

/** The round of trying a refused firing again. One per refusal, so that pressing twice tries once. */
export const retryRound = (refused: Round): string => `${firstRound(refused)}/retry:${refused.id}`;

/** A firing as rules look back on it; one that was for another deal bears the round that it had there. */
export const toPast = (row: {
  ruleId: string;
  createdAt: Date;
  cause: string;
  round: string;
}): PastFiring => ({
  ruleId: row.ruleId,
  at: row.createdAt.getTime(),
  cause: row.cause as Cause,
  ...(row.round.includes('/merged:') ? { beforeMerge: firstRound({ round: row.round }) } : {}),
});
