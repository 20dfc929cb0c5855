import { useCallback } from 'react';
import type { ActionRequest } from '@dealdraft/wire/card.ts';
import type { Submission } from '../../kit/submission.ts';
import { useCard } from '../base/card-services.ts';
import { useSubmission } from '../base/use-submission.ts';

/** An action without its key: the key is added per wish. */
export type ActionWish = ActionRequest extends infer Each
  ? Each extends { idempotencyKey: string }
    ? Omit<Each, 'idempotencyKey'>
    : never
  : never;

/** Asks for one action on one contract; calls `done` once the service has taken it. */
export const useAct = (contractId: string, done: () => void): [Submission, (wish: ActionWish) => void] => {
  const { call } = useCard();
  const [submission, submit] = useSubmission();
  const act = useCallback(
    (wish: ActionWish) => {
      void submit(wish, (idempotencyKey) =>
        call('POST /api/card/contracts/:contractId/actions', { contractId, ...wish, idempotencyKey }),
      ).then((answer) => {
        if (answer?.ok === true) done();
      });
    },
    [call, contractId, done, submit],
  );
  return [submission, act];
};
