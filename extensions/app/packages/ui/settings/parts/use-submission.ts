import type { Submit } from '../../kit/use-keyed-submission.ts';
import { useKeyedSubmission } from '../../kit/use-keyed-submission.ts';
import type { Submission } from '../../kit/submission.ts';
import { useSettings } from './settings-services.ts';

/** A submission of the settings page: whoever asks reads again what it may have changed. */
export const useSubmission = (): [Submission, Submit, () => void] => {
  const { newKey } = useSettings();
  return useKeyedSubmission({ newKey });
};
