import type { CardError, DealView, Envelope } from '@dealdraft/wire/card.ts';

/** What the card knows of the deal, and what it needs to decide when to look again. */
export type DealState = {
  view: DealView | null;
  error: CardError | null;
  /** Number of the latest question; answers to earlier ones are dropped. */
  asked: number;
  reading: boolean;
  /** Readings in a row that brought nothing new. */
  unchanged: number;
  /** Readings in a row that failed. */
  failures: number;
  /** When something last changed, by our clock; null before the first answer. */
  changedAt: number | null;
  /** How often the view changed after it was first shown: HubSpot's own panels must be refreshed each time. */
  changes: number;
};

export type DealEvent =
  | { type: 'asked'; number: number }
  | { type: 'answered'; number: number; answer: Envelope<DealView>; at: number }
  | { type: 'acted'; at: number };

export const unknownDeal: DealState = {
  view: null,
  error: null,
  asked: 0,
  reading: false,
  unchanged: 0,
  failures: 0,
  changedAt: null,
  changes: 0,
};

/** `acted`: a person did something, so news is likely: polling starts quickly again. */
export const reduceDeal = (was: DealState, event: DealEvent): DealState => {
  switch (event.type) {
    case 'asked':
      return { ...was, asked: event.number, reading: true };
    case 'acted':
      return { ...was, unchanged: 0, failures: 0, changedAt: event.at };
    case 'answered': {
      if (event.number !== was.asked) return was;
      if (!event.answer.ok) {
        return { ...was, reading: false, error: event.answer.error, failures: was.failures + 1 };
      }
      const view = event.answer.data;
      const calm = { ...was, reading: false, error: null, failures: 0 };
      if (was.view !== null && was.view.revision === view.revision) {
        // Only the pace may differ: keeping the object spares the whole tree a rendering.
        const same = was.view.pollAfterMs === view.pollAfterMs ? was.view : view;
        return { ...calm, view: same, unchanged: was.unchanged + 1 };
      }
      return {
        ...calm,
        view,
        unchanged: 0,
        changedAt: event.at,
        changes: was.view === null ? was.changes : was.changes + 1,
      };
    }
  }
};
