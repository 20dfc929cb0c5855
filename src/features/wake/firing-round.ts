type Round = { id: string; round: string };

/** The round in which a rule first decided: one that a person had tried again belongs to the same. */
export const firstRound = ({ round }: Pick<Round, 'round'>): string => round.split('/')[0] ?? round;

/** The round of trying a refused firing again. One per refusal, so that pressing twice tries once. */
export const retryRound = (refused: Round): string => `${firstRound(refused)}/retry:${refused.id}`;
