import type { Submit } from '../../kit/use-keyed-submission.ts';
import { useKeyedSubmission } from '../../kit/use-keyed-submission.ts';
import type { Submission } from '../../kit/submission.ts';
import { useCard, useDealLink } from './card-services.ts';

/** A submission of the card: after every answer the deal is read again, because even a failure may have changed something. */
export const useSubmission = (): [Submission, Submit, () => void] => {
  const { newKey } = useCard();
  const { acted } = useDealLink();
  return useKeyedSubmission({ newKey, answered: acted });
};
