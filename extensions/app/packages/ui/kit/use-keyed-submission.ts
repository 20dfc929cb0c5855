import { useCallback, useReducer, useRef } from 'react';
import type { Envelope } from '@dealdraft/wire/card.ts';
import type { Submission } from './submission.ts';
import { keyFor, nothingSubmitted, reduceSubmission } from './submission.ts';

export type Submit = <Data>(
  wish: unknown,
  call: (idempotencyKey: string) => Promise<Envelope<Data>>,
) => Promise<Envelope<Data> | null>;

type Options = { newKey: () => string; answered?: () => void };

/**
 * Asks the service to change something. A second click while a call is under way is not sent (the answer is then null);
 * the same wish after a failure keeps its key, so what did arrive the first time is not done twice.
 */
export const useKeyedSubmission = ({ newKey, answered }: Options): [Submission, Submit, () => void] => {
  const [submission, send] = useReducer(reduceSubmission, nothingSubmitted);
  const latest = useRef(nothingSubmitted);
  const step = useCallback((event: Parameters<typeof reduceSubmission>[1]) => {
    latest.current = reduceSubmission(latest.current, event);
    send(event);
  }, []);
  const submit = useCallback<Submit>(
    async (wish, call) => {
      if (latest.current.state === 'sending') return null;
      const text = JSON.stringify(wish);
      const key = keyFor(latest.current, text, newKey);
      step({ type: 'sent', wish: text, key });
      const answer = await call(key);
      step(answer.ok ? { type: 'accepted', key } : { type: 'failed', key, error: answer.error });
      answered?.();
      return answer;
    },
    [answered, newKey, step],
  );
  const reset = useCallback(() => {
    step({ type: 'reset' });
  }, [step]);
  return [submission, submit, reset];
};
