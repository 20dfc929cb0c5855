import type { ContractView } from '@dealdraft/wire/card.ts';
import { useCard } from '../base/card-services.ts';
import type { TriggerLook } from '../base/trigger.tsx';
import { Trigger } from '../base/trigger.tsx';
import { useSubmission } from '../base/use-submission.ts';

type Props = { contract: ContractView; look: TriggerLook; label: string; testId: string };

/** "Check now": needs no question. What went wrong is said in HubSpot's own notice, as a menu has no room for it. */
export const DirectAction = ({ contract, look, label, testId }: Props) => {
  const { call, host } = useCard();
  const [submission, submit] = useSubmission();
  const run = () => {
    void submit('check_now', (idempotencyKey) =>
      call('POST /api/card/contracts/:contractId/actions', {
        contractId: contract.id,
        action: 'check_now',
        idempotencyKey,
      }),
    ).then((answer) => {
      if (answer === null) return;
      if (answer.ok) host.alert('info', `Asking SpotDraft about ${contract.name}.`);
      else host.alert('danger', answer.error.message);
    });
  };
  return (
    <Trigger
      look={look}
      label={label}
      testId={testId}
      disabled={submission.state === 'sending'}
      onClick={run}
    />
  );
};
