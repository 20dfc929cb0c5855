import { useCallback, useReducer, useRef } from 'react';
import type { Envelope } from '@dealdraft/wire/card.ts';
import type { Loaded, LoadEvent } from './loaded.ts';
import { notLoaded, reduceLoaded } from './loaded.ts';

export type Load<Value> = (
  question: () => Promise<Envelope<Value>>,
  how?: { keep?: boolean },
) => Promise<Envelope<Value>>;

/** Reads on demand; an answer to an older question never shows. `keep` leaves the old value visible meanwhile. */
export const useLoaded = <Value>(): [Loaded<Value>, Load<Value>, () => void] => {
  const [loaded, send] = useReducer(
    (was: Loaded<Value>, event: LoadEvent<Value>) => reduceLoaded(was, event),
    undefined,
    () => notLoaded<Value>(),
  );
  const ticket = useRef(0);
  const load = useCallback<Load<Value>>(async (question, { keep = false } = {}) => {
    ticket.current += 1;
    const mine = ticket.current;
    send({ type: 'asked', ticket: mine, keep });
    const answer = await question();
    send({ type: 'answered', ticket: mine, answer });
    return answer;
  }, []);
  const reset = useCallback(() => {
    ticket.current += 1;
    send({ type: 'reset', ticket: ticket.current });
  }, []);
  return [loaded, load, reset];
};
