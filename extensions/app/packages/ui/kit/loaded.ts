import type { CardError, Envelope } from '@dealdraft/wire/card.ts';

/**
 * Something that is read on demand. `ticket` numbers the readings: an answer that is not to the latest question is late
 * and is dropped, so that a slow answer never overwrites a newer one. A value stays visible while it is read again.
 */
export type Loaded<Value> = {
  state: 'idle' | 'loading' | 'ready' | 'failed';
  ticket: number;
  value: Value | null;
  error: CardError | null;
};

export type LoadEvent<Value> =
  | { type: 'asked'; ticket: number; keep: boolean }
  | { type: 'answered'; ticket: number; answer: Envelope<Value> }
  | { type: 'reset'; ticket: number };

export const notLoaded = <Value>(): Loaded<Value> => ({ state: 'idle', ticket: 0, value: null, error: null });

export const reduceLoaded = <Value>(was: Loaded<Value>, event: LoadEvent<Value>): Loaded<Value> => {
  switch (event.type) {
    case 'asked':
      return {
        state: 'loading',
        ticket: event.ticket,
        value: event.keep ? was.value : null,
        error: null,
      };
    case 'answered':
      if (event.ticket !== was.ticket) return was;
      return event.answer.ok
        ? { ...was, state: 'ready', value: event.answer.data, error: null }
        : { ...was, state: 'failed', error: event.answer.error };
    case 'reset':
      return { ...notLoaded<Value>(), ticket: event.ticket };
  }
};
