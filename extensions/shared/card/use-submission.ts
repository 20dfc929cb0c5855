import { useCallback, useReducer, useRef } from 'react';
import type { Envelope } from '@dealdraft/wire/card.ts';
import type { Submission } from '../state/submission.ts';
import { keyFor, nothingSubmitted, reduceSubmission } from '../state/submission.ts';
import { useCard, useDealLink } from './card-services.ts';

export type Submit = <Data>(
  wish: unknown,
  call: (idempotencyKey: string) => Promise<Envelope<Data>>,
) => Promise<Envelope<Data> | null>;

/**
 * Asks the service to do something. While a call is under way a second click is not sent (the answer is then null); a
 * repeated wish after a failure keeps its key. After every answer the deal is read again, because even a failure may
 * have changed something.
 */
export const useSubmission = (): [Submission, Submit, () => void] => {
  const { newKey } = useCard();
  const { acted } = useDealLink();
  const [submission, send] = useReducer(reduceSubmission, nothingSubmitted);
  const latest = useRef(nothingSubmitted);

  const step = useCallback((event: Parameters<typeof reduceSubmission>[1]) => {
    latest.current = reduceSubmission(latest.current, event);
    send(event);
  }, []);

  const submit = useCallback<Submit>(
    async (wish, call) => {
      if (latest.current.state === 'sending') return null;
      const wishText = JSON.stringify(wish);
      const key = keyFor(latest.current, wishText, newKey);
      step({ type: 'sent', wish: wishText, key });
      const answer = await call(key);
      step(answer.ok ? { type: 'accepted', key } : { type: 'failed', key, error: answer.error });
      acted();
      return answer;
    },
    [acted, newKey, step],
  );
  const reset = useCallback(() => {
    step({ type: 'reset' });
  }, [step]);
  return [submission, submit, reset];
};
