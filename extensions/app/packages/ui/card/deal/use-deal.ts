import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { DealState } from './deal-state.ts';
import { reduceDeal, unknownDeal } from './deal-state.ts';
import type { Pace } from './polling.ts';
import { paceOf } from './polling.ts';
import type { CardServices } from '../base/card-services.ts';

export type LiveDeal = DealState & {
  /** Read now. */
  read: () => void;
  /** Somebody did something: read now and quickly for a while. */
  acted: () => void;
  /** True when the card stopped looking because nothing happened for long. */
  resting: boolean;
};

const schedule = (pace: Pace, clock: CardServices['clock'], read: () => void): (() => void) | undefined =>
  pace.kind === 'after' ? clock.after(pace.ms, read) : undefined;

/**
 * The deal, read from the service and kept fresh: the service says at what pace, `paceOf` slows it down. Reading is
 * local at the service and calls no vendor. Unmounting stops everything.
 */
export const useDeal = ({ call, clock, dealId, host }: CardServices): LiveDeal => {
  const [deal, send] = useReducer(reduceDeal, unknownDeal);
  const number = useRef(0);

  const read = useCallback(() => {
    number.current += 1;
    const mine = number.current;
    send({ type: 'asked', number: mine });
    void call('GET /api/card/deals/:dealId', { dealId }).then((answer) => {
      send({ type: 'answered', number: mine, answer, at: clock.now() });
    });
  }, [call, clock, dealId]);

  const acted = useCallback(() => {
    send({ type: 'acted', at: clock.now() });
    read();
  }, [clock, read]);

  useEffect(read, [read]);

  const { reading } = deal;
  const pace = paceOf(deal, clock.now());
  const wait = pace.kind === 'after' ? pace.ms : null;
  useEffect(
    () => (reading || wait === null ? undefined : schedule({ kind: 'after', ms: wait }, clock, read)),
    // `asked` makes each answer start its own wait, even when the wait is as long as the one before.
    [clock, deal.asked, read, reading, wait],
  );

  // HubSpot does not notice properties written by the service: its panels are told after each change seen here.
  const { changes } = deal;
  useEffect(() => {
    if (changes > 0) host.refreshRecord();
  }, [changes, host]);

  return { ...deal, read, acted, resting: pace.kind === 'rest' };
};
